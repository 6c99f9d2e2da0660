"""Saying where a project applies, and which agency leads it."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from core.db import broken_constraint
from core.errors import DomainError, RightMissing
from programs.choices import Part
from programs.models import Applicability, Assignment, Programme, Project, SubProject


class LeadTaken(DomainError):
    """One project, or one part of it, has one lead: two are a slip of the document."""

    code = "assignment_one_lead"
    message = (
        "{project} năm {year} đã do {holder} chủ trì ({source}). Nếu văn bản giao cùng một "
        "dự án, tiểu dự án cho hai cơ quan thì hỏi lại cơ quan ban hành; cơ quan thứ hai "
        "ghi là phối hợp."
    )


class AlreadyAssigned(DomainError):
    """An agency has the same part once."""

    code = "assignment_once_per_agency"
    message = "{agency} đã được phân công việc này của {project} năm {year}."


class PartElsewhere(DomainError):
    """A part belongs to its project, an agency to its area."""

    code = "part_elsewhere"
    message = "{what} không thuộc {whole}."


class NotApplied(DomainError):
    """What does not apply to an area is not paid there."""

    code = "project_not_applied"
    message = "{project} không áp dụng cho {area} năm {year}: {why}."


class CodeTaken(DomainError):
    """A code names one project of a programme."""

    code = "project_code_once_per_programme"
    message = "Mã {code} đã có trong chương trình."


@dataclass(frozen=True, slots=True)
class Duty:
    """What an agency is to be to a project, or to a part of it, in a year."""

    project: Project
    sub_project: SubProject | None
    agency: Agency
    year: int
    part: Part
    source: str


@transaction.atomic
def assign(duty: Duty, *, by: User) -> Assignment:
    """Give a project, or a part, to an agency of one's own area for a year."""
    area = duty.agency.area
    if not by.acts_in(Right.PROJECT_EDIT, area):
        raise RightMissing(area=area.full_name)
    check_part(duty.project, duty.sub_project)
    _check_lead(duty)
    try:
        with transaction.atomic():
            return Assignment.objects.create(
                project=duty.project,
                sub_project=duty.sub_project,
                agency=duty.agency,
                area=area,
                area_path=area.path,
                year=duty.year,
                part=duty.part,
                source=duty.source,
                assigned_by=by,
            )
    except IntegrityError as error:
        _check_lead(duty)  # somebody was quicker
        if broken_constraint(error) == AlreadyAssigned.code:
            what = str(duty.sub_project or duty.project)
            raise AlreadyAssigned(
                agency=duty.agency.name, project=what, year=duty.year
            ) from error
        raise


def _check_lead(duty: Duty) -> None:
    """Refuse a second lead, and say who the first is and why."""
    if duty.part != Part.LEAD:
        return
    held = Assignment.objects.filter(
        project=duty.project,
        sub_project=duty.sub_project,
        area=duty.agency.area,
        year=duty.year,
        part=Part.LEAD,
    )
    holder = held.select_related("agency").first()
    if holder is not None:
        raise LeadTaken(
            project=str(duty.sub_project or duty.project),
            year=duty.year,
            holder=holder.agency.name,
            source=holder.source,
        )


def check_part(project: Project, sub_project: SubProject | None) -> None:
    """A part is one of its project's."""
    if sub_project is not None and sub_project.project_id != project.pk:
        raise PartElsewhere(what=str(sub_project), whole=str(project))


@transaction.atomic
def end_assignment(assignment: Assignment, *, by: User) -> None:
    """Take a mistaken assignment back; the history keeps it."""
    if not by.acts_in(Right.PROJECT_EDIT, assignment.area):
        raise RightMissing(area=assignment.area.full_name)
    assignment.delete()


@dataclass(frozen=True, slots=True)
class Statement:
    """Whether a project applies to an area in a year, by which document."""

    project: Project
    area: Area
    year: int
    applies: bool
    source: str


@transaction.atomic
def state_applicability(told: Statement, *, by: User) -> Applicability:
    """Say, or say anew, where a project applies: one's own area or one right below it."""
    above = told.area.parent
    own = by.acts_in(Right.PROJECT_EDIT, told.area)
    if not own and not (above and by.acts_in(Right.PROJECT_EDIT, above)):
        raise RightMissing(area=told.area.full_name)
    row, _ = Applicability.objects.update_or_create(
        project=told.project,
        area=told.area,
        year=told.year,
        defaults={
            "area_path": told.area.path,
            "applies": told.applies,
            "source": told.source,
        },
    )
    return row


@dataclass(frozen=True, slots=True)
class Component:
    """A project a province enters itself."""

    code: str
    name: str
    source: str


@transaction.atomic
def enter_project(
    programme: Programme, area: Area, component: Component, *, by: User
) -> Project:
    """A province enters a component of a frame whose list is its own to decide."""
    if not by.acts_in(Right.PROJECT_EDIT, area):
        raise RightMissing(area=area.full_name)
    try:
        with transaction.atomic():
            return Project.objects.create(
                programme=programme,
                area=area,
                code=component.code,
                name=component.name,
                source=component.source,
            )
    except IntegrityError as error:
        if broken_constraint(error) == CodeTaken.code:
            raise CodeTaken(code=component.code) from error
        raise

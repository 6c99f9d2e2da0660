"""Entering a row of a register, changing it, and saying what happened to it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from areas.models import Area
from core.dates import today
from core.db import broken_constraint, check_version
from core.errors import RightMissing
from programs.choices import FindingKind
from programs.models.funds import Recovery, RecoveryPayment
from programs.models.houses import TemporaryHouse
from programs.models.oversight import Finding, Obstacle
from programs.models.people import Helper
from programs.models.register import KeptLine, KeptRow
from programs.registers import Register
from programs.rules.registers import (
    EARLIEST,
    FindingElsewhere,
    check_days,
    check_line_day,
    check_recovered,
)
from programs.selectors.acting import edits_in
from programs.selectors.registers import acting_agency, adds_lines, edits_row
from programs.services.frame import PartElsewhere

Row = TypeVar("Row", bound=KeptRow | KeptLine)


@transaction.atomic
def enter_row(register: Register, facts: Mapping[str, Any], *, by: User) -> KeptRow:
    """Enter a row in the name of one's area, or of one's agency."""
    row = register.model(**{**facts, **register.fixed}, entered_by=by)
    row.area, row.agency = _place_of(row), acting_agency(by, register)
    _check_place(register, row, by)
    check_days(register.past_days(row), last=today())
    _check_links(register, row)
    row.area_path, row.is_demo = row.area.path, row.area.is_demo
    return _kept(row)


@transaction.atomic
def change_row(
    register: Register,
    row: KeptRow,
    facts: Mapping[str, Any],
    *,
    by: User,
    version: int | None,
) -> KeptRow:
    """Change a row; what it was before stays in its history."""
    found = _locked(register, row)
    if not edits_row(by, register, found):
        raise RightMissing(area=str(found.agency or found.area.full_name))
    check_version(found, version)
    for name, value in facts.items():
        setattr(found, name, value)
    place = _place_of(found)
    if place.pk != found.area_id:
        found.area = place
        _check_place(register, found, by)
    found.area_path = found.area.path
    check_days(register.past_days(found), last=today())
    _check_links(register, found)
    _check_told(register, found)
    found.version += 1
    return _kept(found)


@transaction.atomic
def add_line(
    register: Register, row: KeptRow, facts: Mapping[str, Any], *, by: User
) -> KeptLine:
    """Say what happened to a row on a day."""
    found = _locked(register, row)
    lines = register.lines
    if lines is None or not adds_lines(by, register, found):
        raise RightMissing(area=str(found.agency or found.area.full_name))
    line = lines.model(**{**facts, lines.parent: found}, recorded_by=by)
    check_line_day(line.on, first=max(register.first_day(found), EARLIEST), last=today())
    if isinstance(line, RecoveryPayment) and isinstance(found, Recovery):
        told = sum(found.payments.values_list("amount", flat=True))
        check_recovered(amount=found.amount, paid=told, wanted=line.amount)
    if isinstance(line, Finding) and line.of is not None:
        wrong = line.of.kind == FindingKind.VIOLATION
        if line.of.inspection_id != found.pk or not wrong:
            raise FindingElsewhere
        check_line_day(line.on, first=line.of.on, last=today())
    return _kept(line)


def _locked(register: Register, row: KeptRow) -> KeptRow:
    rows = register.model._default_manager.select_for_update(of=("self",))
    found: KeptRow = rows.select_related("area", "agency__area").get(pk=row.pk)
    return found


def _place_of(row: KeptRow) -> Area:
    """Where a row belongs: where its household lives, where its work is done, as told."""
    if isinstance(row, Helper | TemporaryHouse):
        return row.household.commune
    if isinstance(row, Recovery):
        return row.activity.area
    return row.area


def _check_place(register: Register, row: KeptRow, by: User) -> None:
    """A row stays in the area and the agency of who enters it."""
    if not edits_in(by, row.area, row.agency, register.edit):
        raise RightMissing(area=str(row.agency or row.area.full_name))
    if row.agency and not row.area.path.startswith(row.agency.area.path):
        raise PartElsewhere(what=row.agency.name, whole=row.area.full_name)


def _check_links(register: Register, row: KeptRow) -> None:
    """What a row names belongs to its place: projects, solvers, work and households."""
    project = getattr(row, "project", None)
    if project is not None and project.area is not None:
        _check_above(project.area, row.area, str(project))
    if isinstance(row, Obstacle):
        place = row.solver.area if row.solver is not None else row.solver_area
        if place is not None:
            _check_above(place, row.area, row.asked)
    if isinstance(row, Recovery):
        _check_recovery(row)


def _check_above(above: Area, area: Area, what: str) -> None:
    if not area.path.startswith(above.path):
        raise PartElsewhere(what=what, whole=area.full_name)


def _check_told(register: Register, row: KeptRow) -> None:
    """A change leaves room for what was already told of the row."""
    lines = register.lines
    if lines is None:
        return
    told = lines.model._default_manager.filter(**{lines.parent: row})
    first = told.order_by("on").values_list("on", flat=True).first()
    if first is not None:
        check_line_day(first, first=register.first_day(row), last=today())
    if isinstance(row, Recovery):
        paid = sum(row.payments.values_list("amount", flat=True))
        check_recovered(amount=row.amount, paid=paid, wanted=0)


def _check_recovery(row: Recovery) -> None:
    """What is recovered is of the agency's own work, from the work's own area."""
    home = row.household
    if row.activity.agency_id != row.agency_id:
        raise PartElsewhere(what=str(row.activity), whole=str(row.agency or row.area))
    if home is not None and not home.area_path.startswith(row.area.path):
        raise PartElsewhere(what=home.head_name, whole=row.area.full_name)


def _kept(row: Row) -> Row:
    """The row, after both the model and the database said yes."""
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _said(row, error) from error
    return row


def _said(row: KeptRow | KeptLine, error: IntegrityError) -> ValidationError:
    """The sentence of the constraint that two writers at once ran into."""
    name = broken_constraint(error)
    for constraint in row._meta.constraints:
        if constraint.name == name:
            return ValidationError(str(constraint.violation_error_message))
    return ValidationError("Dòng này đã được ghi.")

"""Registers as pages and API show them: rows one may see, and who enters what."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Agency, User
from accounts.rules import roles_with
from areas.choices import Level
from areas.models import Area, on_day
from core.dates import today
from core.text import name_norm
from programs.choices import FindingKind
from programs.models import Activity, Policy, Project
from programs.models.oversight import Finding, Inspection, Obstacle
from programs.models.people import Staff
from programs.models.register import KeptQuerySet, KeptRow
from programs.registers import REGISTERS, Register
from programs.rules.registers import trained_share
from programs.selectors.acting import places_of
from programs.selectors.frame import ancestor_paths
from programs.selectors.support import office_of

SOON = 50  # what waits, as far as one page names it


def rows_of(user: User, register: Register) -> KeptQuerySet:
    """The rows of a register one may see, with what it tells of each."""
    everything: KeptQuerySet = register.model._default_manager.all()  # type: ignore[assignment]
    seen = everything.visible_to(user, register.view)
    told = seen.filter(**register.fixed).select_related(*register.joined).told()
    return told.order_by(*list(register.model._meta.ordering or ()))  # sums forget it


def found_in(rows: KeptQuerySet, register: Register, query: str) -> KeptQuerySet:
    """Rows of which a searched column holds the query, accents or none."""
    hit, words = Q(), name_norm(query)
    for name in register.search:
        hit |= Q(**{f"{name}__unaccent__icontains": words})
    return rows.filter(hit) if query else rows


def registers_for(user: User) -> list[Register]:
    """The registers one may open."""
    return [one for one in REGISTERS.values() if user.may(one.view)]


def acting_agency(user: User, register: Register) -> Agency | None:
    """The agency in whose name a person enters; none for an area's own officer."""
    return office_of(user, register.edit)


def edits_row(user: User, register: Register, row: KeptRow) -> bool:
    """Whether the person may change a row: its agency's people, else its area's.

    What a merged commune left open, its heir's people go on with.
    """
    if row.agency is not None:
        return user.acts_for(register.edit, row.agency)
    return user.acts_for_heir(register.edit, row.area)


def adds_lines(user: User, register: Register, row: KeptRow) -> bool:
    """Whether the person may say what happened: also who is asked to solve a difficulty."""
    if register.lines is None:
        return False
    if isinstance(row, Obstacle):
        if row.solver is not None and user.acts_for(register.edit, row.solver):
            return True
        place = row.solver_area
        if place is not None and user.acts_for_heir(register.edit, place):
            return True
    return edits_row(user, register, row)


def choices_for(
    name: str, user: User, register: Register, row: KeptRow | None = None
) -> QuerySet[Any]:
    """What a person may choose for one field of a register, or of a row's lines.

    `row` is the row that is changed or told of: its own place stays among the choices.
    """
    agency = row.agency if row is not None else acting_agency(user, register)
    areas = places_of(user, agency, today(), register.edit)
    if row is not None:
        areas = areas | Area.objects.filter(pk=row.area_id)
    asked: dict[str, Callable[[], QuerySet[Any]]] = {
        "area": lambda: areas,
        "project": lambda: _projects(areas),
        "policy": lambda: Policy.objects.order_by("name", "-valid_from"),
        "activity": lambda: _work(agency, areas),
        "solver": lambda: _agencies_over(areas),
        "solver_area": lambda: Area.objects.filter(
            path__in=_paths_over(areas) - _paths_of(areas)
        ).exclude(level=Level.NATION),
        "place": lambda: _below(row),
        "of": lambda: _open_findings(row),
    }
    return asked[name]()


def _paths_of(areas: QuerySet[Any]) -> set[str]:
    return set(areas.values_list("path", flat=True))


def _paths_over(areas: QuerySet[Any]) -> set[str]:
    """The paths of some areas and of all they lie in."""
    return {above for path in _paths_of(areas) for above in ancestor_paths(path)}


def _projects(areas: QuerySet[Any]) -> QuerySet[Any]:
    """National projects, and those that areas above one's own entered themselves."""
    own = Q(area__isnull=True) | Q(area__path__in=_paths_over(areas))
    return Project.objects.filter(own).order_by("programme__valid_from", "code")


def _work(agency: Agency | None, areas: QuerySet[Any]) -> QuerySet[Any]:
    """Activities of one's areas, or of one's agency alone."""
    inside = Activity.objects.filter(agency=agency, area__in=areas)
    return inside.order_by("-year", "name")


def _agencies_over(areas: QuerySet[Any]) -> QuerySet[Any]:
    """Agencies of today that may be asked to solve something: of one's areas or above."""
    found = Agency.objects.filter(on_day(today()), area__path__in=_paths_over(areas))
    return found.order_by("area__path", "name")


def _below(row: KeptRow | None) -> QuerySet[Any]:
    """The area of a row and those right below it."""
    if row is None:
        return Area.objects.none()
    inside = Q(pk=row.area_id) | Q(parent=row.area_id)
    return Area.objects.valid_on(today()).filter(inside).order_by("path")


def _open_findings(row: KeptRow | None) -> QuerySet[Any]:
    """Violations of an inspection that nobody mended yet."""
    keys = [row.pk] if isinstance(row, Inspection) else []
    wrong = Finding.objects.filter(inspection_id__in=keys, kind=FindingKind.VIOLATION)
    return wrong.filter(mending__isnull=True)


@dataclass(frozen=True, slots=True)
class Trained:
    """Staff in post, and those of them who passed a training. Unit: persons, percent."""

    in_post: int
    trained: int

    @property
    def share(self) -> Decimal | None:
        """Trained of those in post, in percent."""
        return trained_share(self.trained, self.in_post)


def trained_of(rows: QuerySet[Staff], day: date) -> Trained:
    """How many of the staff in post on a day were trained by then; two queries."""
    in_post = rows.filter(valid_from__lte=day).exclude(last_day__lt=day).order_by()
    trained = in_post.filter(trainings__on__lte=day).distinct()
    return Trained(in_post.count(), trained.count())


@dataclass(frozen=True, slots=True)
class Due:
    """A row of a register that asks for something of the person by a day."""

    register: Register
    row: Any
    due_on: date


def due_for(user: User, *, until: date | None = None) -> list[Due]:
    """What registers ask of this person, by day: one query a register that has days."""
    found = []
    for register in REGISTERS.values():
        if not register.due or register.waiting is None or not user.may(register.edit):
            continue
        waiting = rows_of(user, register).filter(register.waiting, _mine(user, register))
        dated = waiting.filter(**{f"{register.due}__isnull": False})
        if until is not None:
            dated = dated.filter(**{f"{register.due}__lte": until})
        rows = dated.order_by(register.due)[:SOON]
        found += [Due(register, row, getattr(row, register.due)) for row in rows]
    return sorted(found, key=lambda one: one.due_on)


def _mine(user: User, register: Register) -> Q:
    """Rows that wait for this person to say what happened."""
    paths = [
        path
        for grant in user.current_grants()
        if grant.role in roles_with(register.edit) and not grant.is_walled(register.edit)
        for path in grant.paths
    ]
    agencies = user.walled_agencies(register.edit)
    mine = Q(agency__isnull=True, area_path__in=paths) | Q(agency__in=agencies)
    if register.model is Obstacle:  # who named a difficulty waits; who is asked answers
        return Q(solver__in=agencies) | Q(solver_area__path__in=paths)
    return mine

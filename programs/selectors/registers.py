"""Registers as pages and API show them: rows one may see, and who enters what."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, Q, QuerySet

from accounts.models import Agency, User
from areas.choices import Level
from areas.models import Area
from core.dates import today
from programs.choices import FindingKind
from programs.models import Activity, Policy, Project
from programs.models.oversight import Finding, Inspection, Obstacle
from programs.models.people import Staff
from programs.models.register import KeptQuerySet, KeptRow
from programs.registers import REGISTERS, Register
from programs.rules.registers import trained_share
from programs.selectors.acting import edits_in, places_of, widest_place
from programs.selectors.support import office_of

SOON = 50  # what waits, as far as one page names it


def rows_of(user: User, register: Register) -> KeptQuerySet:
    """The rows of a register one may see, with what it tells of each."""
    everything: KeptQuerySet = register.model._default_manager.all()  # type: ignore[assignment]
    seen = everything.visible_to(user, register.view)
    told = seen.filter(**register.fixed).select_related(*register.related).told()
    return told.order_by(*list(register.model._meta.ordering or ()))  # sums forget it


def found_in(rows: KeptQuerySet, register: Register, query: str) -> KeptQuerySet:
    """Rows of which a searched column holds the query."""
    hit = Q()
    for name in register.search:
        hit |= Q(**{f"{name}__icontains": query})
    return rows.filter(hit) if query else rows


def registers_for(user: User) -> list[Register]:
    """The registers one may open."""
    return [one for one in REGISTERS.values() if user.may(one.view)]


def widest_area(user: User, register: Register) -> Area:
    """The widest area in which a person reads a register."""
    return widest_place(user, register.view)


def acting_agency(user: User, register: Register) -> Agency | None:
    """The agency in whose name a person enters; none for an area's own officer."""
    return office_of(user, register.edit)


def edits_row(user: User, register: Register, row: KeptRow) -> bool:
    """Whether the person may change a row: its agency's people, else its area's."""
    return edits_in(user, row.area, row.agency, register.edit)


def adds_lines(user: User, register: Register, row: KeptRow) -> bool:
    """Whether the person may say what happened: also who is asked to solve a difficulty."""
    if register.lines is None:
        return False
    if isinstance(row, Obstacle):
        if row.solver is not None and user.acts_for(register.edit, row.solver):
            return True
        if row.solver_area is not None and user.acts_in(register.edit, row.solver_area):
            return True
    return edits_row(user, register, row)


def choices_for(
    name: str, user: User, register: Register, row: KeptRow | None = None
) -> QuerySet[Any]:
    """What a person may choose for one field of a register, or of a row's lines."""
    agency = row.agency if row is not None else acting_agency(user, register)
    areas = places_of(user, agency, today(), register.edit)
    paths = Q(pk__in=[])
    for path in areas.values_list("path", flat=True)[:1]:
        paths |= Q(area_path__startswith=path)
    above = Area.objects.exclude(level__in=[Level.NATION, Level.VILLAGE])
    asked: dict[str, QuerySet[Model]] = {
        "area": areas,
        "project": Project.objects.order_by("programme__valid_from", "code"),
        "policy": Policy.objects.order_by("name", "-valid_from"),
        "activity": _work(agency, paths),
        "solver": _agencies_over(areas.first()),
        "solver_area": above.filter(pk__in=_above(areas.first())).order_by("path"),
        "place": _below(row),
        "of": _open_findings(row),
    }
    return asked[name]


def _work(agency: Agency | None, paths: Q) -> QuerySet[Any]:
    """Activities of one's area, or of one's agency alone."""
    seen: QuerySet[Any] = Activity.objects.filter(paths).order_by("-year", "name")
    return seen.filter(agency=agency) if agency is not None else seen


def _above(area: Area | None) -> list[int]:
    """The ids of the areas an area lies in, itself left out."""
    if area is None:
        return []
    return [int(one) for one in area.path.strip("/").split("/") if one][:-1]


def _agencies_over(area: Area | None) -> QuerySet[Any]:
    """Agencies that may be asked to solve something: of the area and of those above."""
    ids = _above(area) + ([area.pk] if area else [])
    found: QuerySet[Any] = Agency.objects.filter(area__in=ids).order_by(
        "area__path", "name"
    )
    return found


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
        waiting = rows_of(user, register).filter(register.waiting)
        dated = waiting.filter(**{f"{register.due}__isnull": False})
        if until is not None:
            dated = dated.filter(**{f"{register.due}__lte": until})
        for row in dated.select_related("area", "agency").order_by(register.due)[:SOON]:
            if adds_lines(user, register, row):
                found.append(Due(register, row, getattr(row, register.due)))
    return sorted(found, key=lambda one: one.due_on)

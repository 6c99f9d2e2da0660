"""Recording the People's Council's norms: who counts what by which points."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.db import broken_constraint, check_version
from core.errors import DomainError, RightMissing
from office.choices import DocumentKind
from programs.choices import Basis, Nature
from programs.models import Criterion, CriterionValue, Norm, Project
from programs.services.frame import PartElsewhere
from programs.services.money import Decision, document_of


class NormAlready(DomainError):
    """One norm at a time."""

    code = "norm_one_at_a_time"
    message = "{project} đã có định mức cho loại vốn này trong những năm ấy."


class CriterionAlready(DomainError):
    """A norm names each criterion once."""

    code = "criterion_once"
    message = "Định mức đã có tiêu chí “{name}”."


class CriterionIsCounted(DomainError):
    """What the product counts itself is not typed."""

    code = "criterion_is_counted"
    message = "Tiêu chí “{name}” lấy từ kết quả rà soát đã công nhận, không nhập tay."


class NormYearsBackwards(DomainError):
    """A norm ends after it begins."""

    code = "norm_years_in_order"
    message = "Năm kết thúc không được trước năm bắt đầu."


@dataclass(frozen=True, slots=True)
class NormFacts:
    """A norm as decided. Units: percent of the centre's money; years, both included."""

    project: Project
    nature: Nature
    year_from: int
    year_to: int
    counterpart: Decimal | None


@transaction.atomic
def record_norm(
    area: Area,
    facts: NormFacts,
    decision: Decision,
    *,
    by: User,
    scan: "UploadedFile[bytes] | None" = None,
) -> Norm:
    """Record a resolution's norm for one project and nature of money."""
    _check_right(area, by)
    _check_years(facts.year_from, facts.year_to)
    norm = Norm(
        area=area,
        area_path=area.path,
        project=facts.project,
        nature=facts.nature,
        year_from=facts.year_from,
        year_to=facts.year_to,
        counterpart=facts.counterpart,
        document=document_of(decision, area, scan, by, DocumentKind.RESOLUTION),
        entered_by=by,
    )
    norm.full_clean(validate_constraints=False)
    norm.validate_constraints(exclude={"project"})  # overlaps are told by their name below
    try:
        with transaction.atomic():
            norm.save()
    except IntegrityError as error:
        if broken_constraint(error) == NormAlready.code:
            raise NormAlready(project=str(facts.project)) from error
        raise
    return norm


def _check_years(first: int, last: int) -> None:
    """Before the database is asked: it cannot make a range that ends before it begins."""
    if last < first:
        raise NormYearsBackwards


def _check_right(area: Area, by: User) -> None:
    if not by.acts_in(Right.MONEY_GIVE, area):
        raise RightMissing(area=area.full_name)


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """A criterion as decided. Unit: points for each of its units."""

    name: str
    unit: str
    basis: Basis
    points: Decimal


@transaction.atomic
def mend_norm(
    norm: Norm,
    *,
    year_to: int,
    counterpart: Decimal | None,
    by: User,
    version: int | None,
) -> Norm:
    """Correct until when a norm holds, and its counterpart; its history keeps the old."""
    held = _locked(norm, by, version)
    _check_years(held.year_from, year_to)
    held.year_to, held.counterpart = year_to, counterpart
    held.version += 1
    held.full_clean()
    held.save()
    return held


@transaction.atomic
def add_criterion(
    norm: Norm, facts: CriterionFacts, *, by: User, version: int | None
) -> Criterion:
    """Add one criterion to a norm."""
    held = _locked(norm, by, version)
    return _written(Criterion(norm=held), facts, held)


@transaction.atomic
def mend_criterion(
    criterion: Criterion, facts: CriterionFacts, *, by: User, version: int | None
) -> Criterion:
    """Correct a criterion that was entered wrongly; its history keeps the old."""
    held = _locked(criterion.norm, by, version)
    if facts.basis != Basis.ENTERED:
        criterion.values.all().delete()  # figures the product counts are not typed
    return _written(criterion, facts, held)


def _written(made: Criterion, facts: CriterionFacts, held: Norm) -> Criterion:
    made.name, made.unit = facts.name.strip(), facts.unit.strip()
    made.basis, made.points = facts.basis, facts.points
    made.full_clean(validate_unique=False, validate_constraints=False)
    made.validate_constraints(exclude={"norm"})
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        if broken_constraint(error) == CriterionAlready.code:
            raise CriterionAlready(name=facts.name) from error
        raise
    _bump(held)
    return made


@transaction.atomic
def count_areas(
    criterion: Criterion,
    values: Mapping[Area, Decimal | None],
    source: str,
    *,
    by: User,
    version: int | None,
) -> None:
    """Say what each area counts by a criterion; an emptied figure is unknown again."""
    norm = _locked(criterion.norm, by, version)
    if criterion.basis != Basis.ENTERED:
        raise CriterionIsCounted(name=criterion.name)
    for area, value in values.items():
        if not area.path.startswith(norm.area_path):
            raise PartElsewhere(what=area.full_name, whole=norm.area.full_name)
        if value is None:
            criterion.values.filter(area=area).delete()
            continue
        told = {"value": value, "source": source}
        CriterionValue.objects.update_or_create(
            criterion=criterion, area=area, defaults=told
        )
    _bump(norm)


def _locked(norm: Norm, by: User, version: int | None) -> Norm:
    rows = Norm.objects.select_for_update(of=("self",)).select_related("area")
    held: Norm = rows.get(pk=norm.pk)
    _check_right(held.area, by)
    check_version(held, version)
    return held


def _bump(norm: Norm) -> None:
    norm.version += 1
    norm.save(update_fields=["version"])

"""Recognised status, counted: by commune on a day, and as each commune's latest rate."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from areas.models import Area
from core.dates import today
from households.choices import Klass, RoundKind, RoundStatus, TallyGroup, TallyKlass
from households.models import CommuneRound, Recognition, Residence, Tally, VillageTotal
from households.rules import poverty_rate


@dataclass(frozen=True, slots=True)
class ClassCount:
    """Households and persons of one class."""

    households: int = 0
    persons: int = 0


@dataclass(slots=True)
class CommuneCounts:
    """What a commune counts on a day: everybody, and each recognised class."""

    households: int = 0
    minority: int = 0
    persons: int = 0
    native: int = 0
    classes: dict[Klass, ClassCount] | None = None

    def of(self, klass: Klass) -> ClassCount:
        """Count of one class."""
        return (self.classes or {}).get(klass, ClassCount())


def counts_by_commune(
    area: Area, *, on: date, known_at: datetime | None = None, native: bool = False
) -> dict[int, CommuneCounts]:
    """Households, persons and recognised classes by commune of `area` on a day.

    Two GROUP BYs and the entered totals, whatever the size; every page, report and chart
    asks here. Only `native` counts minority households native to the place: it must ask
    the households themselves.
    """
    counts: dict[int, CommuneCounts] = {}
    living = Residence.objects.within(area.path).on(on)
    for commune, row in _counted(living, "commune_id", native=native):
        counts[commune] = CommuneCounts(classes={}, **row)
    _take_totals(counts, area, on, known_at, native=native)
    recognised = (
        Recognition.objects.status_on(on, known_at=known_at)
        .within(area.path)
        .values("commune_id", "klass")
        .annotate(households=Count("pk"), persons=Sum("size"))
    )
    for row in recognised:
        commune = counts.setdefault(row["commune_id"], CommuneCounts(classes={}))
        if commune.classes is not None:
            commune.classes[Klass(row["klass"])] = ClassCount(
                households=row["households"], persons=row["persons"]
            )
    return counts


def _counted(
    living: QuerySet[Residence], by: str, *, native: bool
) -> Iterator[tuple[Any, dict[str, int]]]:
    """Households, persons, minority and, if asked, native households by a column."""
    sums: dict[str, Any] = {
        "households": Count("pk"),
        "persons": Sum("size", default=0),
        "minority": Count("pk", filter=Q(ethnic_minority=True)),
    }
    if native:
        sums["native"] = Count("pk", filter=Q(household__native_minority=True))
    for row in living.values(by).annotate(**sums):
        yield row[by], {name: row[name] for name in sums}


def _take_totals(
    counts: dict[int, CommuneCounts],
    area: Area,
    on: date,
    known_at: datetime | None,
    *,
    native: bool,
) -> None:
    """Village by village, entered totals say more than the rows that are kept.

    A commune may keep rows of its reviewed households only; it then enters how many
    households each village has, with date and source.
    """
    latest = VillageTotal.objects.within(area.path).on(on, known_at=known_at)
    entered = list(latest.select_related("commune"))
    if not entered:
        return
    communes = {total.commune_id: total.commune.path for total in entered}
    places = [*communes.values(), *(total.area_path for total in entered)]
    living = Residence.objects.on(on).filter(area_path__in=places)
    held = dict(_counted(living, "area_path", native=native))
    for pk, path in communes.items():
        # whoever lives in no known village lives in one whose total is entered
        _add(counts.setdefault(pk, CommuneCounts(classes={})), held.get(path), -1)
    for told in entered:
        row = held.get(told.area_path)
        if row and told.households < row["households"]:
            continue  # the data-quality list says so
        commune = counts[told.commune_id]
        _add(commune, row, -1)
        _add(commune, {n: getattr(told, n) for n in COUNTED}, 1)


@dataclass(frozen=True, slots=True)
class VillageCounts:
    """What one village adds to its commune, and who says so where it was entered.

    Unit: households, persons.
    """

    name: str
    counts: CommuneCounts
    source: str = ""


def counts_by_village(
    commune: Area, *, on: date, known_at: datetime | None = None
) -> list[VillageCounts]:
    """The villages whose numbers add up to a commune's of `counts_by_commune`."""
    living = dict(
        _counted(Residence.objects.within(commune.path).on(on), "area_path", native=True)
    )
    latest = VillageTotal.objects.within(commune.path).on(on, known_at=known_at)
    entered = list(latest.select_related("village", "recorded_by"))
    if entered:  # whoever lives in no known village lives in one whose total is entered
        living.pop(commune.path, None)
    found = []
    for told in entered:
        row = living.get(told.area_path)
        if row is None or told.households >= row["households"]:
            living.pop(told.area_path, None)
            counts = CommuneCounts(**{name: getattr(told, name) for name in COUNTED})
            source = (
                f"{told.source} (ngày {told.on:%d/%m/%Y}, người nhập: {told.recorded_by})"
            )
            found.append(VillageCounts(told.village.full_name, counts, source))
    names = {area.path: area.full_name for area in Area.objects.filter(path__in=living)}
    names[commune.path] = "Chưa ghi thôn, tổ dân phố"
    found += [
        VillageCounts(names[path], CommuneCounts(**row)) for path, row in living.items()
    ]
    return sorted(found, key=lambda village: village.name)


COUNTED = ("households", "persons", "minority", "native")


def _add(commune: CommuneCounts, row: dict[str, int] | None, sign: int) -> None:
    for name in COUNTED if row else ():
        held = getattr(commune, name) + sign * (row or {}).get(name, 0)
        setattr(commune, name, held)


def recognised_communes(area: Area, year: int) -> set[int]:
    """Communes of `area` whose periodic review of `year` is recognised."""
    return set(
        CommuneRound.objects.within(area.path)
        .filter(
            round__year=year,
            round__kind=RoundKind.PERIODIC,
            status=RoundStatus.RECOGNISED,
        )
        .values_list("commune_id", flat=True)
    )


@dataclass(frozen=True, slots=True)
class CommuneRate:
    """A commune's poverty as one yearly review recognised it. Unit: households."""

    commune: Area
    year: int
    households: int
    poor: int
    near_poor: int

    @property
    def rate(self) -> Decimal | None:
        """Share of poor households, in percent."""
        return poverty_rate(self.poor, self.households)


def rates_by_commune(rounds: QuerySet[CommuneRound]) -> list[CommuneRate]:
    """Recognised poverty of each commune of today, from its latest round's tallies."""
    recognised = rounds.filter(
        Q(commune__valid_to__isnull=True) | Q(commune__valid_to__gt=today()),
        Q(commune__valid_from__isnull=True) | Q(commune__valid_from__lte=today()),
        status=RoundStatus.RECOGNISED,
        round__kind=RoundKind.PERIODIC,  # a monthly review counts its own few households
    )
    latest = (
        recognised.order_by("commune_id", "-round__opens_on")
        .distinct("commune_id")
        .values_list("pk", flat=True)
    )
    found = _rates(Tally.objects.filter(commune_round__in=list(latest)))
    return sorted(found, key=lambda r: -(r.rate or 0))


def recognised_rates(area: Area, years: list[int]) -> dict[int, dict[int, CommuneRate]]:
    """By year and commune id: what each commune's yearly review decided, one query.

    A commune without a recognised review of the year is not among them.
    """
    tallies = Tally.objects.within(area.path).filter(
        commune_round__status=RoundStatus.RECOGNISED,
        commune_round__round__kind=RoundKind.PERIODIC,
        commune_round__round__year__in=years,
    )
    found: dict[int, dict[int, CommuneRate]] = {year: {} for year in years}
    for rate in _rates(tallies):
        found[rate.year][rate.commune.pk] = rate
    return found


def _rates(tallies: QuerySet[Tally]) -> list[CommuneRate]:
    """One rate a commune's round, from its sums."""
    found: dict[int, dict[str, Tally]] = {}
    whole = tallies.filter(group=TallyGroup.ALL)
    for tally in whole.select_related("commune", "commune_round__round"):
        found.setdefault(tally.commune_round_id, {})[tally.klass] = tally
    return [_commune_rate(by_class) for by_class in found.values()]


def _commune_rate(by_class: dict[str, Tally]) -> CommuneRate:
    whole = by_class[TallyKlass.ALL]
    return CommuneRate(
        commune=whole.commune,
        year=whole.commune_round.round.year,
        households=whole.households,
        poor=by_class[TallyKlass.POOR].households,
        near_poor=by_class[TallyKlass.NEAR_POOR].households,
    )


@dataclass(frozen=True, slots=True)
class CommuneOnDay:
    """What a commune counted on a day, under the name it bore that day.

    Unit: households, persons; rates in percent of households.
    """

    commune: Area
    households: int
    persons: int
    poor: int
    poor_persons: int
    near_poor: int
    near_poor_persons: int

    @property
    def poor_rate(self) -> Decimal | None:
        """Poor households of all."""
        return poverty_rate(self.poor, self.households)

    @property
    def near_rate(self) -> Decimal | None:
        """Near-poor households of all."""
        return poverty_rate(self.near_poor, self.households)


def communes_on(
    area: Area, *, on: date, known_at: datetime | None = None
) -> list[CommuneOnDay]:
    """Each commune of an area on a day, by the map of that day."""
    counts = counts_by_commune(area, on=on, known_at=known_at)
    found = []
    for commune in Area.objects.communes_of(area, on):
        counted = counts.get(commune.pk, CommuneCounts())
        poor, near = counted.of(Klass.POOR), counted.of(Klass.NEAR_POOR)
        found.append(
            CommuneOnDay(
                commune=commune,
                households=counted.households,
                persons=counted.persons,
                poor=poor.households,
                poor_persons=poor.persons,
                near_poor=near.households,
                near_poor_persons=near.persons,
            )
        )
    return found

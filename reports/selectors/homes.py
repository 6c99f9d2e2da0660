"""The households behind a figure, for who may see them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Greatest

from accounts.choices import Right
from accounts.models import User
from areas.models import Area, on_day
from core.db import among
from households.choices import Group, Relation
from households.models import Household, Member, Person, Recognition, Review
from households.rules.counting import MINORITY_NOT
from households.selectors.movement import homes_that_went
from households.selectors.profile import MINORITY, NATIVE, children_behind
from reports.selectors.opening import (
    KINH,
    KLASSES,
    NONE,
    NOT,
    Opened,
    parts,
)

OFFICIAL = [Group.NO_CAPACITY.value, Group.MERIT.value]


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One household behind a figure, in the commune it counted in.

    `counted` is what it adds to the figure: itself, its persons, its deprivations. Who
    moved to where the reader sees no household is known by its code only: what it is
    called today is not the old commune's to read.
    """

    household: Household
    commune: Area
    is_seen: bool
    counted: int
    klass: str = ""
    size: int | None = None
    person: str = ""

    @property
    def child(self) -> str:
        """The child that counts, as far as one may know its name."""
        return self.person if self.is_seen else ""

    @property
    def name(self) -> str:
        """Its head, as far as one may know."""
        return self.household.head_name if self.is_seen else "Đã chuyển đi nơi khác"

    @property
    def village(self) -> str:
        """Its village, where it still lives in that commune."""
        stays = self.is_seen and self.household.commune_id == self.commune.pk
        return str(self.household.village or "") if stays else ""


class Homes(Sequence[HomeRow]):
    """The households behind a figure, page by page; together they are the figure."""

    def __init__(self, user: User, asked: Opened) -> None:
        self._scopes = user.scope_paths(Right.HOUSEHOLD_VIEW)
        self._listed: QuerySet[Recognition] | None = None
        self._went: list[Counted] = []
        self._each_is_one = asked.unit == "hộ"
        if asked.is_flow or asked.is_child:
            self._went = _one_by_one(user, asked)
        else:
            self._listed = listed(user, asked)

    @property
    def total(self) -> int:
        """What they add up to: the figure, as far as one may see its rows."""
        if self._listed is None:
            return sum(row[3] for row in self._went)
        if self._each_is_one:
            return len(self)
        found: int = self._listed.order_by().aggregate(all=Sum("counted", default=0))["all"]
        return found

    def __len__(self) -> int:
        return len(self._went) if self._listed is None else self._listed.count()

    def __getitem__(self, which: Any) -> Any:
        if self._listed is None:
            told = _of_counted(self._went[which])
        else:
            told = [_of_listed(row) for row in self._listed[which]]
        return [
            HomeRow(home, commune, home.area_path.startswith(self._scopes), *more)
            for home, commune, *more in told
        ]


def communes_of(user: User, asked: Opened) -> QuerySet[Area]:
    """The communes of the area whose households one may see, and which count."""
    seen = Area.objects.visible_to(user, Right.HOUSEHOLD_VIEW).within(asked.area.path)
    counted = asked.communes
    return seen if counted is None else seen.filter(among("pk", counted))


def listed(user: User, asked: Opened) -> QuerySet[Recognition]:
    """The households of a list that count, each with `counted`."""
    rows = (
        Recognition.objects.visible_to(user, Right.HOUSEHOLD_VIEW)
        .within(asked.area.path)
        .status_on(asked.on, known_at=asked.known_at)
        .filter(
            _held(asked.of_homes, asked.on),
            _of_group(asked.group, asked.on),
            klass=KLASSES[asked.klass],
        )
    )
    counted = asked.communes
    if counted is not None:
        rows = rows.filter(among("commune", counted))
    rows = rows.annotate(counted=_counted(asked))
    if asked.is_lacks:
        rows = rows.filter(counted__gt=0)
    found: QuerySet[Recognition] = rows.select_related("household__village", "commune")
    return found.order_by("area_path", "household__head_name_norm", "household_id")


def _counted(asked: Opened) -> Any:
    """What a household of a list adds to the figure."""
    if asked.is_persons:
        return Coalesce(F("size"), 0)
    if not asked.is_lacks:
        return Value(1)
    named = Func(F("deprivations"), function="CARDINALITY", output_field=IntegerField())
    told = Coalesce(F("deprived_total"), 0, output_field=IntegerField())
    lacks = _forms().annotate(n=Greatest(named, told))
    return Coalesce(Subquery(lacks.values("n")[:1]), 0)


def _held(code: str, on: date) -> Q:
    """The condition of a figure on a household of a list."""
    what, value = parts(code)
    conditions: dict[str, Callable[[], Q]] = {
        MINORITY: lambda: Q(ethnic_minority=True),
        NATIVE: lambda: Q(household__native_minority=True),
        KINH: lambda: Q(ethnic_minority=False),
        NONE: lambda: Q(ethnic_minority=False) & ~_on_form(groups__overlap=OFFICIAL),
        "lack": lambda: _on_form(deprivations__contains=[value]),
        "group": lambda: _on_form(groups__contains=[value]),
        "cause": lambda: _on_form(causes__contains=[value]),
        "ethnic": lambda: _of_head(value, on),
    }
    held = conditions.get(what)
    return held() if held is not None else Q()


def _of_head(name: str, on: date) -> Q:
    """The ethnic group of the head on the day asked: one's own, any minority, or none of
    those that are named."""
    heads = Member.objects.filter(
        on_day(on), household=OuterRef("household"), relation=Relation.HEAD
    )
    if name.startswith(NOT):
        return ~Q(Exists(heads.filter(person__ethnic_group__in=name[1:].split(";"))))
    if name == MINORITY:
        heads = heads.exclude(person__ethnic_group__in=["", MINORITY_NOT])
    else:
        heads = heads.filter(person__ethnic_group=name)
    return Q(Exists(heads))


def _of_group(group: str, on: date) -> Q:
    if not group:
        return Q()
    own = group in (MINORITY, NATIVE)
    return _held(f"poor:{group}" if own else f"poor:group:{group}", on)


def _forms() -> QuerySet[Review]:
    """The form on which a household of a list was classed."""
    return Review.objects.filter(
        household=OuterRef("household"), commune_round=OuterRef("commune_round")
    )


def _on_form(**held: Any) -> Q:
    """What the form on which the household was classed says."""
    return Q(Exists(_forms().filter(**held)))


def _of_listed(row: Any) -> tuple[Any, ...]:
    return row.household, row.commune, row.counted, row.get_klass_display(), row.size


# a household, the commune it counts in, the child that counts (or nobody), how many
Counted = tuple[int, int, int | None, int]


def _one_by_one(user: User, asked: Opened) -> list[Counted]:
    """Households of a flow, or children, commune by commune."""
    klass, (what, value) = KLASSES[asked.klass], parts(asked.of_homes)
    found: Iterable[Counted]
    if what == "child":
        children = children_behind(
            asked.area, klass, value, on=asked.on, known_at=asked.known_at
        )
        found = ((home, commune, child, 1) for home, commune, child in children)
    else:
        went = homes_that_went(
            asked.area,
            klass,
            value,
            first=asked.first,
            last=asked.on,
            known_at=asked.known_at,
        )
        found = (
            (home, commune, None, persons if asked.is_persons else one)
            for home, commune, one, persons in went
        )
    places = dict(communes_of(user, asked).values_list("pk", "path"))
    kept = [row for row in found if row[3] and row[1] in places]
    return sorted(kept, key=lambda row: (places[row[1]], row[0], row[2] or 0))


def _of_counted(rows: list[Counted]) -> list[tuple[Any, ...]]:
    homes = Household.objects.select_related("village").in_bulk([row[0] for row in rows])
    communes = Area.objects.in_bulk({row[1] for row in rows})
    names = Person.objects.in_bulk([row[2] for row in rows if row[2] is not None])
    return [
        (
            homes[home],
            communes[commune],
            counted,
            "",
            None,
            names[child].full_name if child else "",
        )
        for home, commune, child, counted in rows
    ]

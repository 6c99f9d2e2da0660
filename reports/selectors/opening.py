"""The households behind a figure, for who may see them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from areas.models import Area, on_day
from core.db import among
from core.errors import DomainError
from households.choices import Cause, Group, Relation
from households.models import Household, Member, Person, Recognition, Review
from households.rules.counting import MINORITY_NOT
from households.selectors import recognised_communes
from households.selectors.movement import homes_that_went
from households.selectors.profile import MINORITY, NATIVE, children_behind
from households.standards import indicators_of_all, standard_on
from reports.charts.chart import Opener
from reports.choices import HouseGroup
from reports.rules.measures import CLASSES, FLOWS, KLASS_OF, SHARE, flow_label

LACKING = {
    "children": "Trẻ em",
    "nutrition": "Trẻ em thiếu hụt dinh dưỡng",
    "insurance": "Trẻ em từ 6 tuổi không có BHYT",
    "schooling": "Trẻ em từ 3 tuổi không đi học",
}
OFFICIAL = [Group.NO_CAPACITY.value, Group.MERIT.value]


class NoSuchFigure(DomainError):
    """A figure that has no households behind it, or none that can be shown."""

    code = "figure_unknown"
    message = "Con số này không mở được thành danh sách hộ."


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure to open: whose, which, of which days, as known when.

    `recognised_in`: only communes whose yearly review of that year is recognised count,
    as in forms and dashboards; None counts all, as the progress report does.
    """

    area: Area
    code: str
    on: date
    first: date
    group: str = HouseGroup.ALL
    known_at: datetime | None = None
    recognised_in: int | None = None

    @property
    def klass(self) -> str:
        """`poor` or `near`."""
        return self.code.split(":", 1)[0]

    @property
    def is_flow(self) -> bool:
        """Whether it counts who went, not who stands on the list."""
        return ":flow:" in self.code

    @property
    def is_child(self) -> bool:
        """Whether it counts children, each with its household."""
        return ":child:" in self.code

    @property
    def label(self) -> str:
        """The figure in words."""
        name, (what, value) = CLASSES[self.klass], _parts(self.code)
        words = {
            "": "",
            "persons": "",
            MINORITY: "dân tộc thiểu số",
            NATIVE: "DTTS tại chỗ",
            "none": "không thuộc nhóm đối tượng nào",
        }
        if what in words:
            return f"{name} {words[what]}".strip()
        if what == "child":
            return f"{LACKING[value]} trong {name.lower()}"
        if what == "flow":
            return f"{name} – {flow_label(self.klass, value)}"
        if what == "lack":
            then = {i.key: i.name for i in standard_on(self.on).indicators}
            return f"{name} thiếu hụt: {(indicators_of_all() | then)[value].lower()}"
        if what == "ethnic":
            return f"{name} dân tộc {'thiểu số' if value == MINORITY else value} (chủ hộ)"
        labels = dict(Group.choices) | dict(Cause.choices)
        kind = "nguyên nhân" if what == "cause" else "nhóm"
        return f"{name}, {kind}: {labels[value].lower()}"


def _parts(code: str) -> tuple[str, str]:
    """`poor:lack:job` as `lack`, `job`; `poor` as nothing."""
    _, _, rest = code.partition(":")
    what, _, value = rest.partition(":")
    return what, value


def checked_code(text: str) -> str:
    """A code of a figure that opens; an error for any other. A share opens its part."""
    code = text.removesuffix(SHARE)
    klass, (what, value) = code.split(":", 1)[0], _parts(code)
    values: dict[str, Any] = {
        **{name: [""] for name in ("", "persons", MINORITY, NATIVE, "none")},
        "group": Group.values,
        "cause": Cause.values,
        "lack": indicators_of_all(),
        "flow": FLOWS,
        "child": LACKING,
    }
    named = what == "ethnic" and bool(value)  # as people's data spell it
    known = named or value in values.get(what, ())
    if klass not in CLASSES or code.endswith(":") or not known:
        raise NoSuchFigure
    return code


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One household behind a figure, in the commune it counted in.

    Who moved to where the reader sees no household is known by its code only: what it is
    called today is not the old commune's to read.
    """

    household: Household
    commune: Area
    is_seen: bool
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
    """The households behind a figure, page by page; as many as the figure says."""

    def __init__(self, user: User, asked: Opened) -> None:
        self._scopes = user.scope_paths(Right.HOUSEHOLD_VIEW)
        one_by_one = asked.is_flow or asked.is_child
        self._rows = _one_by_one(user, asked) if one_by_one else _listed(user, asked)

    def __len__(self) -> int:
        return self._rows.count() if isinstance(self._rows, QuerySet) else len(self._rows)

    def __getitem__(self, which: Any) -> Any:
        rows = self._rows[which]
        told = _of_listed(rows) if isinstance(rows, QuerySet) else _of_counted(rows)
        return [
            HomeRow(home, commune, home.area_path.startswith(self._scopes), *more)
            for home, commune, *more in told
        ]


def _within(user: User, asked: Opened) -> QuerySet[Area]:
    """The communes of the area whose households one may see, and which count."""
    seen = Area.objects.visible_to(user, Right.HOUSEHOLD_VIEW).within(asked.area.path)
    if asked.recognised_in is None:
        return seen
    return seen.filter(among("pk", recognised_communes(asked.area, asked.recognised_in)))


def _listed(user: User, asked: Opened) -> QuerySet[Recognition]:
    rows = (
        Recognition.objects.visible_to(user, Right.HOUSEHOLD_VIEW)
        .within(asked.area.path)
        .status_on(asked.on, known_at=asked.known_at)
        .filter(
            _held(asked.code, asked.on),
            _of_group(asked.group, asked.on),
            klass=KLASS_OF[asked.klass],
        )
    )
    if asked.recognised_in is not None:
        counted = recognised_communes(asked.area, asked.recognised_in)
        rows = rows.filter(among("commune", counted))
    related = rows.select_related("household__village", "commune")
    return related.order_by("area_path", "household__head_name_norm", "household_id")


def _held(code: str, on: date) -> Q:
    """The condition of a figure on a household of a list."""
    what, value = _parts(code)
    conditions: dict[str, Callable[[], Q]] = {
        MINORITY: lambda: Q(ethnic_minority=True),
        NATIVE: lambda: Q(household__native_minority=True),
        "none": lambda: Q(ethnic_minority=False) & ~_on_form(groups__overlap=OFFICIAL),
        "lack": lambda: _on_form(deprivations__contains=[value]),
        "group": lambda: _on_form(groups__contains=[value]),
        "cause": lambda: _on_form(causes__contains=[value]),
        "ethnic": lambda: _of_head(value, on),
    }
    held = conditions.get(what)
    return held() if held is not None else Q()


def _of_head(name: str, on: date) -> Q:
    """The ethnic group of the head on the day asked: one's own, or any minority."""
    heads = Member.objects.filter(
        on_day(on), household=OuterRef("household"), relation=Relation.HEAD
    )
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


def _on_form(**held: Any) -> Q:
    """What the form on which the household was classed says."""
    form = Review.objects.filter(
        household=OuterRef("household"), commune_round=OuterRef("commune_round"), **held
    )
    return Q(Exists(form))


def _of_listed(rows: QuerySet[Recognition]) -> list[tuple[Any, ...]]:
    return [(row.household, row.commune, row.get_klass_display(), row.size) for row in rows]


# a household, the commune it counts in, the child that counts (or nobody)
Counted = tuple[int, int, int | None]


def _one_by_one(user: User, asked: Opened) -> list[Counted]:
    """Households of a flow, or children, commune by commune."""
    klass, (what, value) = KLASS_OF[asked.klass], _parts(asked.code)
    found: Iterable[Counted]
    if what == "child":
        found = children_behind(
            asked.area, klass, value, on=asked.on, known_at=asked.known_at
        )
    else:
        went = homes_that_went(
            asked.area,
            klass,
            value,
            first=asked.first,
            last=asked.on,
            known_at=asked.known_at,
        )
        found = ((home, commune, None) for home, commune in went)
    places = dict(_within(user, asked).values_list("pk", "path"))
    kept = [row for row in found if row[1] in places]
    return sorted(kept, key=lambda row: (places[row[1]], row[0], row[2] or 0))


def _of_counted(rows: list[Counted]) -> list[tuple[Any, ...]]:
    homes = Household.objects.select_related("village").in_bulk([row[0] for row in rows])
    communes = Area.objects.in_bulk({row[1] for row in rows})
    names = Person.objects.in_bulk([row[2] for row in rows if row[2] is not None])
    return [
        (homes[home], communes[commune], "", None, names[child].full_name if child else "")
        for home, commune, child in rows
    ]


def opener_for(user: User, year: int, group: str, day: date | None = None) -> Opener:
    """Where the figures of a year's end, or of a day, open for who may see households."""
    paths = user.scope_paths(Right.HOUSEHOLD_VIEW)
    base = reverse("figure-rows")

    def opens(area: Area, code: str) -> str:
        if not area.path.startswith(paths) or (group and ":flow:" in code):
            return ""
        when = {"nam": str(year)} if day is None else {"ngay": day.isoformat()}
        asked = {"khu-vuc": str(area.public_id), "so": code} | when
        if group:
            asked["nhom"] = group
        return f"{base}?{urlencode(asked)}"

    return opens

"""The sources of records: money, work, support, registers, off-cycle reviews."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.urls import reverse

from accounts.choices import Right
from households.choices import Klass
from households.models import Household
from programs.choices import ActivityStatus, Nature
from programs.kinds import kinds
from programs.models import (
    Activity,
    Allocation,
    Disbursement,
    Inspection,
    Obstacle,
    Output,
    Support,
)
from programs.selectors.work import signed
from reports.rules.codes import PERIOD, Figure
from reports.selectors.records import (
    STAYS,
    allocations,
    inspections,
    obstacles,
    obstacles_open,
    off_cycle_reviews,
    off_cycle_rounds,
    paid_late,
    paid_of_years,
    paid_since,
    supports,
    works,
)
from reports.selectors.source import Record, Scopes, Source, Wanted


def _whose(row: Any) -> str:
    return str(row.agency or row.area.full_name)


def _given(*natures: Nature) -> Callable[[Wanted], QuerySet[Allocation]]:
    """Allocations that keep anything, of a nature or of both."""

    def rows(wanted: Wanted) -> QuerySet[Allocation]:
        held = allocations(wanted.asked).filter(wanted.of_project(wanted.about))
        if natures:
            held = held.filter(nature__in=natures)
        found: QuerySet[Allocation] = held.annotate(counted=STAYS).exclude(counted=0)
        return found.order_by("area_path", "project__code", "pk")

    return rows


def _allocation(row: Any, _scopes: Scopes) -> Record:
    name = (
        f"{row.project.code} · {row.sub_project}" if row.sub_project else row.project.code
    )
    what = f"{name} – {row.get_nature_display()}, {row.get_fund_display()}"
    url = reverse("money-detail", args=[row.public_id])
    return Record(what, _whose(row), row.document.date, row.counted, url)


def _paid(
    *natures: Nature, late: bool = False
) -> Callable[[Wanted], QuerySet[Disbursement]]:
    """Entries that moved what was paid: of the years' money, or of earlier years'."""

    def rows(wanted: Wanted) -> QuerySet[Disbursement]:
        if late:
            entries = paid_late(wanted.asked, wanted.first)
        elif wanted.window == PERIOD:
            entries = paid_since(wanted.asked, wanted.first)
        else:
            entries = paid_of_years(wanted.asked)
        entries = entries.filter(wanted.of_project(wanted.about, "allocation__"))
        if natures:
            entries = entries.filter(allocation__nature__in=natures)
        return entries.annotate(counted=signed()).exclude(counted=0).order_by("on", "pk")

    return rows


def _entry(row: Any, _scopes: Scopes) -> Record:
    voucher = f" (chứng từ {row.voucher})" if row.voucher else ""
    what = f"{row.allocation.project.code} – {row.get_kind_display()}: {row.note}{voucher}"
    url = reverse("money-detail", args=[row.allocation.public_id])
    return Record(what, _whose(row.allocation), row.on, row.counted, url)


def _outputs(amount: str) -> Callable[[Wanted], QuerySet[Output]]:
    """What work planned or brought of a product: `kind.product`, behind its project."""

    def rows(wanted: Wanted) -> QuerySet[Output]:
        project, _, named = wanted.about.rpartition("/")
        kind, _, product = named.partition(".")
        standing = works(wanted.asked).filter(kind=kind)
        standing = standing.filter(wanted.of_project(project))
        made = Output.objects.filter(activity__in=standing, product=product)
        counted = made.annotate(counted=F(amount)).exclude(counted=0)
        return counted.order_by("activity__area_path", "activity__starts_on", "pk")

    return rows


def _output(row: Any, _scopes: Scopes) -> Record:
    work = row.activity
    names = {p.key: p.name for p in kinds()[work.kind].products}
    what, url = f"{work.name} – {names[row.product]}", _work_url(work)
    return Record(what, _whose(work), work.ends_on, row.counted, url)


def _works(*statuses: ActivityStatus) -> Callable[[Wanted], QuerySet[Activity]]:
    def rows(wanted: Wanted) -> QuerySet[Activity]:
        standing = works(wanted.asked)
        if statuses:
            standing = standing.filter(status__in=statuses)
        found: QuerySet[Activity] = standing.annotate(counted=Value(1))
        return found.order_by("area_path", "starts_on", "pk")

    return rows


def _activity(row: Any, _scopes: Scopes) -> Record:
    what = f"{row.project.code} – {row.name} ({row.get_status_display().lower()})"
    return Record(what, _whose(row), row.ends_on, row.counted, _work_url(row))


def _work_url(work: Activity) -> str:
    return reverse("work-detail", args=[work.public_id])


def _supports(counted: Any, *classes: Klass) -> Callable[[Wanted], QuerySet[Support]]:
    """Supports of a policy, or of all."""

    def rows(wanted: Wanted) -> QuerySet[Support]:
        given = supports(wanted.asked, wanted.first)
        if wanted.about:
            given = given.filter(policy__name=wanted.about)
        if classes:
            given = given.filter(klass__in=classes)
        return given.annotate(counted=counted).order_by("area_path", "on", "pk")

    return rows


def _homes(*classes: Klass) -> Callable[[Wanted], QuerySet[Support]]:
    """Supports of households: each household counts once."""

    def rows(wanted: Wanted) -> QuerySet[Support]:
        return _supports(Value(1), *classes)(wanted).filter(household__isnull=False)

    return rows


def _named(home: Household, scopes: Scopes) -> str:
    """A household by its head and code; by its code alone where it moved out of sight."""
    if home.area_path.startswith(scopes):
        return f"{home.head_name} ({home.code})"
    return f"{home.code} (đã chuyển đi nơi khác)"


def _page_of(name: str, home: Household, scopes: Scopes) -> str:
    seen = home.area_path.startswith(scopes)
    return reverse(name, args=[home.public_id]) if seen else ""


def _support(row: Any, scopes: Scopes) -> Record:
    home = row.household
    who = _named(home, scopes) if home is not None else row.name
    url = _page_of("household-story", home, scopes) if home is not None else ""
    what = f"{row.policy.name}: {who}"
    return Record(what, row.commune.full_name, row.on, row.counted, url, row.area_path)


def _inspections(wanted: Wanted) -> QuerySet[Inspection]:
    rows = inspections(wanted.asked, wanted.first).annotate(counted=Value(1))
    return rows.order_by("held_on", "pk")


def _inspection(row: Any, _scopes: Scopes) -> Record:
    url = reverse("register-detail", args=["kiem-tra", row.public_id])
    return Record(row.subject, _whose(row), row.held_on, row.counted, url)


def _obstacles(wanted: Wanted) -> QuerySet[Obstacle]:
    rows = obstacles(wanted.asked, wanted.first).annotate(counted=Value(1))
    return rows.order_by("raised_on", "pk")


def _obstacles_open(wanted: Wanted) -> QuerySet[Obstacle]:
    rows = obstacles_open(wanted.asked).annotate(counted=Value(1))
    return rows.order_by("raised_on", "pk")


def _obstacle(row: Any, _scopes: Scopes) -> Record:
    url = reverse("register-detail", args=["kho-khan", row.public_id])
    return Record(row.text, _whose(row), row.raised_on, row.counted, url)


# what an off-cycle form decided, by the figure it stands in
DECIDED: Mapping[str, Q] = {
    "reviewed": Q(),
    "poor": Q(klass=Klass.POOR) & ~Q(class_before=Klass.POOR),
    "near": Q(klass=Klass.NEAR_POOR) & ~Q(class_before=Klass.NEAR_POOR),
    "left_poor": Q(class_before=Klass.POOR) & ~Q(klass__in=["", Klass.POOR]),
    "left_near": Q(class_before=Klass.NEAR_POOR) & ~Q(klass__in=["", Klass.NEAR_POOR]),
}


def _reviews(held: Q, counted: Any) -> Callable[[Wanted], QuerySet[Any]]:
    """Off-cycle forms of a month, or of the year so far."""

    def rows(wanted: Wanted) -> QuerySet[Any]:
        asked, month = wanted.asked, _month(wanted)
        forms = off_cycle_reviews(asked.area, asked.year, month).filter(held)
        if wanted.about:
            forms = forms.filter(commune_round__round__month=month)
        return forms.annotate(counted=counted).order_by("area_path", "pk")

    return rows


def _month(wanted: Wanted) -> int:
    last: int = (
        wanted.asked.last.month if wanted.asked.last.year == wanted.asked.year else 12
    )
    return int(wanted.about) if wanted.about.isdecimal() else last


def _review(row: Any, scopes: Scopes) -> Record:
    home = row.household
    what = f"{_named(home, scopes)}: {row.get_class_before_display().lower()} → "
    what += row.get_klass_display().lower() or "chưa có kết quả"
    url = _page_of("household-detail", home, scopes)
    return Record(what, row.commune.full_name, None, row.counted, url, row.area_path)


def _off_cycle(wanted: Wanted) -> QuerySet[Any]:
    month = _month(wanted)
    rounds = off_cycle_rounds(wanted.asked.area, wanted.asked.year, month)
    if wanted.about:
        rounds = rounds.filter(round__month=month)
    return rounds.annotate(counted=Value(1)).order_by("round__month", "area_path")


def _round(row: Any, _scopes: Scopes) -> Record:
    url = reverse("round-detail", args=[row.public_id])
    return Record(str(row.round), row.commune.full_name, None, row.counted, url)


_MONEY = ("project", "sub_project", "area", "agency", "document")
_ENTRIES = ("allocation__project", "allocation__area", "allocation__agency")
_WORK = ("project", "area", "agency")
INVESTMENT, RECURRENT = Nature.INVESTMENT, Nature.RECURRENT


def _money(rows: Callable[[Wanted], QuerySet[Allocation]]) -> Source:
    return Source(Right.PROJECT_VIEW, rows, _allocation, _MONEY)


def _entries(rows: Callable[[Wanted], QuerySet[Disbursement]]) -> Source:
    through = ("allocation", Allocation)
    return Source(Right.PROJECT_VIEW, rows, _entry, _ENTRIES, through)


def _made(amount: str) -> Source:
    related = ("activity__area", "activity__agency")
    through = ("activity", Activity)
    return Source(Right.PROJECT_VIEW, _outputs(amount), _output, related, through)


def _helped(rows: Callable[[Wanted], QuerySet[Support]], once: str = "") -> Source:
    related, personal = ("policy", "household", "commune"), "support_list"
    return Source(Right.SUPPORT_VIEW, rows, _support, related, personal=personal, once=once)


def _decided(name: str, counted: Any) -> Source:
    related, rows = ("household", "commune"), _reviews(DECIDED[name], counted)
    return Source(Right.HOUSEHOLD_VIEW, rows, _review, related, personal="household")


SOURCES: Mapping[str, Source] = {
    "given": _money(_given()),
    "given_investment": _money(_given(INVESTMENT)),
    "given_recurrent": _money(_given(RECURRENT)),
    "paid": _entries(_paid()),
    "paid_investment": _entries(_paid(INVESTMENT)),
    "paid_recurrent": _entries(_paid(RECURRENT)),
    "paid_earlier": _entries(_paid(late=True)),
    "planned@": _made("planned"),
    "done": _made("done"),
    "activities": Source(Right.PROJECT_VIEW, _works(), _activity, _WORK),
    "activities_done": Source(
        Right.PROJECT_VIEW, _works(ActivityStatus.DONE), _activity, _WORK
    ),
    "supports": _helped(_supports(Value(1))),
    "support_homes": _helped(_homes(), "household"),
    "support_homes_poor": _helped(_homes(Klass.POOR), "household"),
    "support_homes_near": _helped(_homes(Klass.NEAR_POOR), "household"),
    "support_amount": _helped(_supports(F("amount"))),
    "inspections": Source(
        Right.PROJECT_VIEW, _inspections, _inspection, ("area", "agency")
    ),
    "obstacles": Source(Right.PROJECT_VIEW, _obstacles, _obstacle, ("area", "agency")),
    "obstacles_open": Source(
        Right.PROJECT_VIEW, _obstacles_open, _obstacle, ("area", "agency")
    ),
    "reviews_communes": Source(Right.ROUND_VIEW, _off_cycle, _round, ("round", "commune")),
    **{f"reviews_{name}": _decided(name, Value(1)) for name in DECIDED},
    **{f"reviews_{name}_persons": _decided(name, F("size")) for name in ("poor", "near")},
}
# what a plan set, line by line, and what came of it
PLANS = frozenset(
    {
        *("planned", "plan_households", "plan_minority", "plan_base", "plan_reduction"),
        *("plan_remaining", "plan_achieved"),
    }
)


def source_of(figure: Figure) -> Source | None:
    """The records of a figure; None for what is no figure of records.

    What is planned about a product is work; what is planned about nothing, a plan's line.
    """
    about = SOURCES.get(f"{figure.code}@") if figure.about else None
    return about or SOURCES.get(figure.code)


def right_to(figure: Figure) -> Right | None:
    """The right to the records of a figure; None for what is no figure of records."""
    source = source_of(figure)
    if source is not None:
        return source.right
    return Right.PLAN_VIEW if figure.code in PLANS else None

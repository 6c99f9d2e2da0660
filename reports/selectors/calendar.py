"""Who owes which report: units of a regime, their due days, who has sent and who has not."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from accounts.choices import Right
from accounts.models import Agency, RoleGrant, User
from accounts.rules import roles_with
from areas.choices import Level
from areas.models import Area, on_day
from areas.selectors import superior
from core.dates import today
from programs.models import Assignment
from reports.choices import Frequency, Sender, SubmissionStatus
from reports.models import ReportDue, ReportPeriod, ReportRegime, Submission
from reports.rules.calendar import LENGTH, Span, due_day, earliest, opens_on, spans
from reports.rules.submission import Move
from targets.models import TaskPart

LEVELS = {  # senders that are areas
    Sender.PROVINCE: Level.PROVINCE,
    Sender.DISTRICT: Level.DISTRICT,
    Sender.COMMUNE: Level.COMMUNE,
}


@dataclass(frozen=True, slots=True)
class Unit:
    """Who reports to whom, and as what."""

    area: Area
    agency: Agency | None
    receiver: Area
    sender: Sender
    adds_up: bool = False


def units_of(regime: ReportRegime, span: Span) -> list[Unit]:
    """Who owes the report of a period: by the map and the offices of its last day.

    Only units whose receiver has somebody who accepts reports: an area that does not
    use the product owes nothing in it. Who asks once is answered directly.
    """
    there = {area for area, since in receivers_on(today()).items() if since <= span.last}
    once = regime.frequency == Frequency.ONCE
    levels = [LEVELS[Sender(s)] for s in regime.senders if s != Sender.AGENCY]
    inside = Area.objects.within(regime.area_path).filter(level__in=levels)
    areas = inside.valid_on(span.last).select_related("parent").order_by("path")
    if once:
        areas = areas.exclude(pk=regime.area_id)
    else:  # above a province nobody works in the product: its report leaves it when signed
        areas = areas.filter(Q(parent__in=there) | Q(level=Level.PROVINCE, pk__in=there))
    senders = {level: sender for sender, level in LEVELS.items()}
    found = []
    for area in areas:
        receiver = regime.area if once else superior(area, span.last)
        found.append(Unit(area, None, receiver, senders[Level(area.level)]))
    if Sender.AGENCY in regime.senders and regime.area_id in there:
        working = working_agencies(regime.area, span)
        found += [Unit(a.area, a, regime.area, Sender.AGENCY) for a in working]
    return [*found, *_sheet_of(regime, span)] if found else []


def _sheet_of(regime: ReportRegime, span: Span) -> list[Unit]:
    """The sheet on which whoever asked adds up; a district sends its own on."""
    level = Level(regime.area.level)
    if level == Level.NATION:
        return []
    once = regime.frequency == Frequency.ONCE
    above = regime.area if once else superior(regime.area, span.last)
    sender = next(s for s, one in LEVELS.items() if one == level)
    return [Unit(regime.area, None, above, sender, adds_up=True)]


def receivers_on(day: date) -> dict[int, date]:
    """Areas in which somebody accepts reports, and since when."""
    roles = roles_with(Right.REPORT_ACCEPT)
    grants = RoleGrant.objects.filter(role__in=roles)
    there = grants.filter(on_day(day)).values("area_id")
    since = grants.filter(area__in=there).order_by().values_list("area_id")
    return dict(since.annotate(since=Min("valid_from")))


def working_agencies(area: Area, span: Span) -> QuerySet[Agency]:
    """Agencies of an area that a plan or a project of the year gave work.

    The office that receives the reports sends none.
    """
    part = TaskPart.objects.filter(agency=OuterRef("pk"), task__plan__year=span.year)
    duty = Assignment.objects.filter(agency=OuterRef("pk"), year=span.year)
    office = RoleGrant.objects.filter(
        on_day(today()), agency=OuterRef("pk"), role__in=roles_with(Right.REPORT_ACCEPT)
    )
    there = Agency.objects.filter(on_day(span.last), area=area)
    working = there.filter(Exists(part) | Exists(duty)).exclude(Exists(office))
    found: QuerySet[Agency] = working.select_related("area").order_by("name")
    return found


@dataclass(frozen=True, slots=True)
class Coming:
    """A period as the calendar has it, opened or not."""

    regime: ReportRegime
    span: Span
    due: date | None
    opens: date

    @property
    def name(self) -> str:
        """“quý III năm 2020”."""
        return self.regime.period_name(self.span.year, self.span.number)


def periods_of(regime: ReportRegime, year: int) -> list[Coming]:
    """The periods of a year that a regime asks for, while it is in force."""
    frequency = Frequency(regime.frequency)
    found = []
    for span in spans(frequency, year, window_day=regime.window_day):
        if regime.numbers and span.number not in regime.numbers:
            continue
        if regime.valid_from > span.last:
            continue
        due = due_day(regime.due_rule, frequency, span)
        begins = date(year, (span.number - 1) * LENGTH[frequency] + 1, 1)
        if regime.valid_to is not None and regime.valid_to <= begins:
            continue
        opens = opens_on(span, due, lead_days=regime.lead_days)
        found.append(Coming(regime, span, due, opens))
    return found


class DueDays:
    """The due day of each unit of a period: the regime's, or an earlier one set above."""

    def __init__(self, regime: ReportRegime, span: Span) -> None:
        self.frequency, self.span = Frequency(regime.frequency), span
        self.own = due_day(regime.due_rule, self.frequency, span)
        self.national = regime.area.level == Level.NATION
        self.told: list[ReportDue] = list(regime.dues.all())

    def of(self, unit: Unit) -> date | None:
        """The day that binds a unit; none binds who only adds up."""
        if unit.adds_up:
            return None
        earlier = [
            due_day(told.due_rule, self.frequency, self.span)
            for told in self.told
            if told.sender == unit.sender and unit.area.path.startswith(told.area_path)
        ]
        # a day of the ministry's binds the province; below it, what the province sets
        bound = not self.national or unit.sender == Sender.PROVINCE
        return earliest([self.own if bound else None, *earlier])


def regimes_for(user: User) -> QuerySet[ReportRegime]:
    """Regimes that bind somebody in one's areas: one's own, and those of areas above."""
    bound = _near(user)
    # what is asked once concerns who was asked
    asked = submissions_for(user).filter(period__regime=OuterRef("pk"))
    seen = ~Q(frequency=Frequency.ONCE) | Exists(asked)
    found: QuerySet[ReportRegime] = ReportRegime.objects.filter(bound & seen)
    return found.select_related("area")


def dues_for(user: User, regime: ReportRegime) -> QuerySet[ReportDue]:
    """Days set for a regime by one's own areas, those above and those below."""
    found: QuerySet[ReportDue] = regime.dues.filter(_near(user))
    return found.select_related("area", "set_by")


def _near(user: User) -> Q:
    """Rows of one's own areas, of those above them and of those below."""
    paths = user.scope_paths(Right.REPORT_VIEW) + user.scope_paths(Right.REPORT_SEND)
    near = Q(pk__in=[])
    for path in set(paths):
        steps = path.strip("/").split("/") if path != "/" else []
        above = ["/" + "/".join(steps[: n + 1]) + "/" for n in range(len(steps))]
        near |= Q(area_path__startswith=path) | Q(area_path__in=["/", *above])
    return near


def submissions_for(user: User) -> QuerySet[Submission]:
    """Reports one may read: of one's areas, and those one's agency owes."""
    seen = Submission.objects.visible_to(user, Right.REPORT_VIEW)
    own = Submission.objects.visible_to(user, Right.REPORT_SEND)
    found: QuerySet[Submission] = seen | own
    related = ("period__regime", "area", "agency", "receiver", "run__job", "run__file")
    # a frozen report is large: lists do without it
    return found.select_related(*related).defer("run__tables", "run__facts")


@dataclass(slots=True)
class MatrixRow:
    """One unit and its report of each period; None where it owes none."""

    name: str
    cells: list[Submission | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Units × periods of one regime in a year, with what was counted."""

    periods: list[ReportPeriod]
    rows: list[MatrixRow]
    coming: list[Coming]

    @property
    def late(self) -> int:
        """Reports that are overdue and not sent."""
        return sum(
            1 for row in self.rows for s in row.cells if s and not s.is_sent and s.days_late
        )

    @property
    def sent(self) -> int:
        """Reports the receivers have."""
        return sum(
            1 for row in self.rows for s in row.cells if s and s.is_sent and not s.adds_up
        )

    @property
    def owed(self) -> int:
        """Reports of opened periods."""
        return sum(1 for row in self.rows for s in row.cells if s and not s.adds_up)


def matrix(user: User, regime: ReportRegime, year: int) -> Matrix:
    """Who has, has not, and is late; three queries whatever the size."""
    periods = list(
        regime.periods.filter(year=year).select_related("regime").order_by("number")
    )
    column = {period.pk: n for n, period in enumerate(periods)}
    rows: dict[tuple[int, int], MatrixRow] = {}
    owed = submissions_for(user).filter(period__in=column)
    for one in owed.order_by("adds_up", "area_path", "agency__name"):
        key = one.area_id, one.agency_id or 0
        name = f"{one.unit_name} (tổng hợp)" if one.adds_up else one.unit_name
        row = rows.setdefault(key, MatrixRow(name, [None] * len(periods)))
        row.cells[column[one.period_id]] = one
    opened = {period.number for period in periods}
    coming = [c for c in periods_of(regime, year) if c.span.number not in opened]
    return Matrix(periods, list(rows.values()), coming)


@dataclass(frozen=True, slots=True)
class PeriodSum:
    """A period with how many owe, have sent, were accepted, are late; and one's own."""

    period: ReportPeriod
    owed: int
    sent: int
    accepted: int
    late: int
    due: date | None
    mine: list[Submission]


@dataclass(slots=True)
class RegimeRow:
    """A regime in a year: its opened periods and those to come."""

    regime: ReportRegime
    periods: list[PeriodSum]
    coming: list[Coming]


def calendar_of(user: User, year: int) -> list[RegimeRow]:
    """Every report of a year that concerns one's areas; four queries whatever the size."""
    begun = Q(valid_from__year__lte=year) | Q(frequency=Frequency.ONCE)
    regimes = {r.pk: r for r in regimes_for(user).filter(begun)}
    periods = ReportPeriod.objects.filter(regime__in=regimes, year=year)
    owed = submissions_for(user).filter(period__in=periods)
    sums = {row["period"]: row for row in _counted(owed)}
    mine: dict[int, list[Submission]] = {}
    for one in owed.filter(area__in=[g.area_id for g in user.current_grants()]):
        if holds(user, Right.REPORT_SEND, one) or holds(user, Right.REPORT_SIGN, one):
            mine.setdefault(one.period_id, []).append(one)
    rows = {pk: RegimeRow(regime, [], []) for pk, regime in regimes.items()}
    for period in periods.order_by("last", "number"):
        period.regime = regimes[period.regime_id]
        if period.pk in sums:
            counts = sums[period.pk]
            owns = mine.get(period.pk, [])
            owed_sent = {name: counts[name] for name in COUNTED}
            told = PeriodSum(period=period, mine=owns, **owed_sent)
            rows[period.regime_id].periods.append(told)
    for row in rows.values():
        opened = {told.period.number for told in row.periods}
        ahead = periods_of(row.regime, year)
        row.coming = [c for c in ahead if c.span.number not in opened]
    return [row for row in rows.values() if row.periods or row.coming]


COUNTED = ("owed", "sent", "accepted", "late", "due")


def _counted(owed: QuerySet[Submission]) -> Any:
    """By period: the reports of units that were asked, not of who adds them up."""
    sent = Q(status__in=[SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED])
    sent |= Q(accepted_number__isnull=False)
    return (
        owed.order_by()
        .filter(adds_up=False)
        .values("period")
        .annotate(
            owed=Count("pk"),
            sent=Count("pk", filter=sent),
            accepted=Count("pk", filter=Q(status=SubmissionStatus.ACCEPTED)),
            late=Count("pk", filter=~sent & Q(due_on__lt=today())),
            due=Min("due_on"),
        )
    )


WAITING = (SubmissionStatus.OPEN, SubmissionStatus.RETURNED, SubmissionStatus.SIGNING)


def unsent(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Reports that the receiver does not have."""
    return rows.filter(status__in=WAITING, accepted_number=None)


def holds(user: User, right: Right, submission: Submission) -> bool:
    """Whether the person acts in that right for the unit: its agency, or its area."""
    if submission.agency is not None:
        return user.acts_for(right, submission.agency)
    return user.acts_for_heir(right, submission.area)


def may_take(user: User, move: Move, submission: Submission) -> bool:
    """Whether a person takes a step: for the unit, or for the area that receives."""
    if move.by_receiver:
        return user.acts_for_heir(move.right, submission.receiver)
    return holds(user, move.right, submission)

"""The calendar at work: regimes loaded, periods opened, units reminded, days set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import today
from core.db import check_version
from core.errors import DomainError, RightMissing
from core.ids import new_id
from core.preconditions import VersionMissing
from office.notices import notify_areas
from reports.choices import Frequency, ReportKind, Sender
from reports.models import ReportDue, ReportPeriod, ReportRegime, Submission
from reports.rules.answers import MOST_COLUMNS
from reports.rules.calendar import DueRule, Span, due_day
from reports.rules.reminders import REMIND_BEFORE, needs_reminder
from reports.selectors.calendar import DueDays, Unit, periods_of, units_of, unsent
from reports.services.submitting import put_reminder

CATCH_UP = timedelta(days=400)
MOST_AHEAD = timedelta(days=366)
EARLIEST = date(2016, 1, 1)  # the first standard that is known here


class DueLater(DomainError):
    """A superior may only ask earlier than the text that binds it."""

    code = "report_due_later"
    message = "Hạn này muộn hơn hạn của “{regime}”; địa phương chỉ đặt hạn sớm hơn."


class NoUnits(DomainError):
    """A request goes to somebody."""

    code = "report_request_without_units"
    message = "Không có đơn vị nào trong phạm vi đã chọn dùng phần mềm để nhận yêu cầu."


class BadColumns(DomainError):
    """A table names its columns."""

    code = "report_request_columns"
    message = "Biểu có đến {most} cột, mỗi cột một tên; chỉ cột số mới cộng được."


class BadDays(DomainError):
    """A request speaks of the programmes' years and is answered soon."""

    code = "report_request_days"
    message = (
        "Số liệu từ ngày {first} trở đi, ngày cuối không trước ngày đầu; hạn gửi từ hôm nay "
        "đến {latest}."
    )


def open_periods(day: date) -> int:
    """Open every period whose time has come, for every unit that owes it.

    Safe to run again and again, and by two at once: what is there stays, what a missed
    run left out is added. Returns how many reports were opened.
    """
    opened = 0
    regimes = ReportRegime.objects.exclude(frequency=Frequency.ONCE)
    for regime in regimes.select_related("area").prefetch_related("dues"):
        for year in (day.year - 1, day.year, day.year + 1):
            for coming in periods_of(regime, year):
                if day - CATCH_UP <= coming.opens <= day:
                    opened += _open(regime, coming.span, coming.due)
    return opened


@transaction.atomic
def _open(regime: ReportRegime, span: Span, due: date | None) -> int:
    """One period, and a report for each unit that has none yet."""
    units = units_of(regime, span)
    if not units:
        return 0
    period, _ = ReportPeriod.objects.get_or_create(
        regime=regime,
        year=span.year,
        number=span.number,
        defaults={"first": span.first, "last": span.last, "due_on": due},
    )
    return _owe(period, units, DueDays(regime, span))


def _owe(period: ReportPeriod, units: Sequence[Unit], dues: DueDays) -> int:
    there = set(period.submissions.values_list("area_id", "agency_id"))
    new = [
        Submission(
            period=period,
            area=unit.area,
            area_path=unit.area.path,
            agency=unit.agency,
            receiver=unit.receiver,
            due_on=dues.of(unit),
            adds_up=unit.adds_up,
        )
        for unit in units
        if (unit.area.pk, unit.agency.pk if unit.agency else None) not in there
    ]
    made = Submission.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    return len(made)


def remind_due(day: date) -> int:
    """Remind units before the due day, and when it has passed; how many were told."""
    waiting = unsent(Submission.objects.filter(due_on__lte=day + REMIND_BEFORE))
    old = Q(due_on__gte=day - CATCH_UP)
    rows = waiting.filter(old).select_related("period__regime", "area", "agency")
    told = 0
    for row in rows.iterator(chunk_size=500):
        if row.due_on is not None and needs_reminder(row.due_on, row.reminded_on, day):
            put_reminder(row)
            told += 1
    return told


def tend_calendar(day: date) -> None:
    """What beat asks every hour: open what is due to open, remind what waits."""
    open_periods(day)
    remind_due(day)


@dataclass(frozen=True, slots=True)
class DueFacts:
    """An earlier day: of which senders, which rule, on what basis."""

    sender: Sender
    rule: DueRule
    basis: str


@transaction.atomic
def set_due(
    regime: ReportRegime, area: Area, facts: DueFacts, *, by: User, version: int | None
) -> ReportDue:
    """Set the units of one's area an earlier day; reports that wait take it over."""
    if not by.acts_in(Right.REPORT_ACCEPT, area):
        raise RightMissing(area=area.full_name)
    if regime.frequency == Frequency.ONCE:
        raise DueLater(regime=regime.name)
    _check_earlier(regime, facts.rule)
    told = ReportDue.objects.select_for_update().filter(
        regime=regime, area=area, sender=facts.sender
    )
    due = told.first() or ReportDue(
        regime=regime, area=area, sender=facts.sender, version=0
    )
    if due.pk:
        if version is None:  # somebody set one meanwhile: its version must be known
            raise VersionMissing
        check_version(due, version)
    due.area_path, due.basis, due.set_by = area.path, facts.basis, by
    due.due_months, due.due_day = facts.rule.months, facts.rule.day
    due.due_working_days = facts.rule.working_days
    due.version += 1
    due.full_clean(exclude=["regime", "area", "set_by"])
    due.save()
    _take_over(regime, area, facts.sender)
    return due


def _check_earlier(regime: ReportRegime, rule: DueRule) -> None:
    """In every period of the year the new day is no later than the regime's own."""
    frequency = Frequency(regime.frequency)
    for coming in periods_of(regime, today().year):
        new = due_day(rule, frequency, coming.span)
        if coming.due is not None and new is not None and new > coming.due:
            raise DueLater(regime=regime.name)


def _take_over(regime: ReportRegime, area: Area, sender: Sender) -> None:
    """Reports of the area that nobody sent are due by the new day."""
    inside = unsent(Submission.objects.filter(area_path__startswith=area.path))
    rows = inside.filter(period__regime=regime, agency__isnull=sender != Sender.AGENCY)
    told = ReportRegime.objects.select_related("area").prefetch_related("dues")
    regime, changed = told.get(pk=regime.pk), []
    for row in rows.select_related("period", "area", "agency", "receiver"):
        if row.adds_up or (row.agency is None and row.area.level != sender):
            continue
        unit = Unit(row.area, row.agency, row.receiver, sender)
        row.due_on = DueDays(regime, row.period.span).of(unit)
        changed.append(row)
    Submission.objects.bulk_update(changed, ["due_on"], batch_size=500)


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A report asked once: what, of whom, of which days, by when, on what basis.

    `columns` of a table: name, unit, whether a number, whether it adds up; none for the
    report of progress over the asked days (mid-term, end of period).
    """

    name: str
    senders: tuple[Sender, ...]
    first: date
    last: date
    due_on: date
    basis: str
    columns: tuple[dict[str, Any], ...] = ()


@transaction.atomic
def ask_once(facts: RequestFacts, *, area: Area, by: User) -> ReportPeriod:
    """Open a one-off request: every unit of the chosen kinds below owes an answer."""
    if not by.acts_in(Right.REPORT_ACCEPT, area):
        raise RightMissing(area=area.full_name)
    _check_days(facts)
    _check_columns(facts.columns)
    year = facts.last.year
    regime = _asked_once(facts, area, by)
    period = ReportPeriod.objects.create(
        regime=regime,
        year=year,
        number=1,
        first=facts.first,
        last=facts.last,
        due_on=facts.due_on,
    )
    units = units_of(regime, period.span)
    if not units:
        raise NoUnits
    rows = [_asked_of(period, unit, facts.due_on) for unit in units]
    Submission.objects.bulk_create(rows, batch_size=1000)
    told = [u.area.pk for u in units if u.agency is None and not u.adds_up]
    text = f"{facts.name}: yêu cầu của {area.full_name}, hạn {facts.due_on:%d/%m/%Y}."
    url = f"{reverse('calendar-list')}?nam={year}"
    notify_areas(told, Right.REPORT_SEND, text=text, url=url)
    return period


def _check_days(facts: RequestFacts) -> None:
    """Days of the programmes, in order; due within a year from today."""
    latest = today() + MOST_AHEAD
    in_order = EARLIEST <= facts.first <= facts.last <= latest
    if not in_order or not today() <= facts.due_on <= latest:
        raise BadDays(first=f"{EARLIEST:%d/%m/%Y}", latest=f"{latest:%d/%m/%Y}")


def _asked_once(facts: RequestFacts, area: Area, by: User) -> ReportRegime:
    """The request as a regime that comes once."""
    regime = ReportRegime(
        code=f"yeu-cau-{new_id()}",
        name=facts.name,
        kind=ReportKind.TABLE if facts.columns else ReportKind.PROGRESS,
        area=area,
        area_path=area.path,
        frequency=Frequency.ONCE,
        window_day=1,
        senders=list(facts.senders),
        receivers=[f"UBND {area.full_name}"],
        columns=list(facts.columns),
        basis=facts.basis,
        valid_from=today(),
        asked_by=by,
    )
    regime.full_clean(exclude=["area", "asked_by"])
    regime.save()
    return regime


def _asked_of(period: ReportPeriod, unit: Unit, due: date) -> Submission:
    """What one unit owes; the asker's own sheet adds up the answers."""
    return Submission(
        period=period,
        area=unit.area,
        area_path=unit.area.path,
        agency=unit.agency,
        receiver=unit.receiver,
        due_on=None if unit.adds_up else due,
        adds_up=unit.adds_up,
    )


def _check_columns(columns: Sequence[dict[str, Any]]) -> None:
    nameless = any(not column["name"] for column in columns)
    words = any(column["adds"] and not column["number"] for column in columns)
    if len(columns) > MOST_COLUMNS or nameless or words:
        raise BadColumns(most=MOST_COLUMNS)

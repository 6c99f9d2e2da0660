"""What units below a superior reported, as its own report takes them in."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from programs.models import Obstacle
from reports.kinds.progress import Part
from reports.kinds.table import TablePart
from reports.models import Edition, Submission
from reports.rules.figures import BY_CODE, Pair
from reports.selectors.records import Asked

SAID = 20  # difficulties quoted in the first words of a report


def parts_below(submission: Submission) -> QuerySet[Submission]:
    """Reports of the same period that this unit receives; an agency receives none."""
    same = Submission.objects.filter(period=submission.period)
    below = same.filter(receiver=submission.area).exclude(pk=submission.pk)
    if submission.agency is not None:
        below = below.none()
    found: QuerySet[Submission] = below.select_related("area", "agency", "period__regime")
    return found.order_by("area_path", "agency__name")


def asked_of(submission: Submission, on: date, known_at: datetime) -> Asked:
    """Whose figures a unit's report of a period asks for, until a day, as known when."""
    return Asked(
        area=submission.area,
        agency=submission.agency,
        year=submission.period.year,
        first=submission.period.first,
        last=on,
        known_at=known_at,
        apart=reporting_agencies(submission),
    )


def reporting_agencies(submission: Submission) -> frozenset[int]:
    """Agencies that report for themselves in this period: their rows are not the area's."""
    own = Submission.objects.filter(period=submission.period, agency__isnull=False)
    return frozenset(own.values_list("agency_id", flat=True))


def accepted_editions(rows: QuerySet[Submission]) -> dict[int, Edition]:
    """The edition that was accepted last of each report.

    A correction on its way changes nothing until it is accepted, too.
    """
    editions = Edition.objects.filter(
        submission__in=rows, number=F("submission__accepted_number")
    )
    return {one.submission_id: one for one in editions.select_related("run")}


def parts_of(submission: Submission) -> list[Part]:
    """Units below with the figures that were accepted of them; None for the others."""
    below = parts_below(submission)
    editions = accepted_editions(below)
    runs = {pk: edition.run for pk, edition in editions.items() if edition.run}
    return [
        Part(
            row.unit_name,
            row.state,
            figures_kept(runs[row.pk].facts) if row.pk in runs else None,
            str(runs[row.pk].public_id) if row.pk in runs else "",
        )
        for row in below
    ]


def figures_kept(facts: Mapping[str, Any]) -> dict[str, Pair]:
    """Figures as a frozen report keeps them; products of work are decimals."""
    return {
        code: (_value(code, period), _value(code, year))
        for code, (period, year) in facts.get("figures", {}).items()
    }


def _value(code: str, value: Any) -> Any:
    whole = code in BY_CODE or value is None or isinstance(value, int)
    return value if whole else Decimal(value)


def table_parts(submission: Submission) -> list[TablePart]:
    """Units below with the rows they answered in a one-off table, if accepted."""
    below = parts_below(submission)
    editions = accepted_editions(below)
    return [
        TablePart(
            row.unit_name,
            row.state,
            editions[row.pk].answers if row.pk in editions else [],
            str(row.public_id),
        )
        for row in below
    ]


def obstacles_said(submission: Submission, on: date) -> tuple[list[str], list[str]]:
    """Difficulties of the unit that nobody solved by a day, and what it proposes."""
    whose = Q(area=submission.area, agency=None)
    if submission.agency is not None:
        whose = Q(agency=submission.agency)
    raised = Obstacle.objects.filter(whose, raised_on__lte=on)
    open_ones = raised.told().filter(Q(solved_on__isnull=True) | Q(solved_on__gt=on))
    rows = list(open_ones.order_by("raised_on", "pk")[:SAID])
    return [f"- {r.text}" for r in rows], [f"- {r.proposal}" for r in rows if r.proposal]

"""What stands behind a figure of a built report: its records, or the reports it adds up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from reports.kinds.progress import OWN
from reports.models import ReportRun, Submission
from reports.rules.figures import Amount, total
from reports.selectors.links import DATA, Links, code_of
from reports.selectors.opening import NoSuchFigure
from reports.selectors.parts import asked_of, figures_kept
from reports.selectors.planned import planned_behind
from reports.selectors.records import Asked, all_of
from reports.selectors.source import PERIOD, Record, Records, Wanted, plain
from reports.selectors.sources import right_to, source_of


@dataclass(frozen=True, slots=True)
class Behind:
    """The rows behind a figure, what the report says, what the rows one sees add up to.

    `place` is where another page has them: households, everybody's numbers. `right` is
    that under which persons are named, `personal` what kind of reading that is.
    """

    label: str
    unit: str
    told: Amount | None
    rows: Sequence[Record] = ()
    sum: Amount | None = None
    are_reports: bool = False
    personal: str = ""
    right: Right | None = None
    place: str = ""

    @property
    def differs(self) -> bool:
        """Whether the rows say another figure than the report, with the same digits."""
        return self.told is not None and self.told != self.sum


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a frozen table: how it is called, its unit, its value, where it opens."""

    label: str
    unit: str
    value: Amount | None
    row: dict[str, Any]
    column: dict[str, Any]


def behind(run: ReportRun, code: str, user: User) -> Behind:
    """What stands behind a figure that stands in a report; an error for any other."""
    figure, _, window = code.partition("|")
    own = window.endswith(f"-{OWN}")
    cell = _cell_of(run, code.removesuffix(f"-{OWN}") if own else code)
    found = Behind(cell.label, cell.unit, cell.value)
    if run.facts.get("parts") and window and window != DATA and not own:
        return _reports(run, figure, window, found)
    if own:
        kept = figures_kept({"figures": run.facts["own"]}).get(figure, (None, None))
        told = kept[0 if window.startswith(PERIOD) else 1]
        found = replace(found, label=f"{cell.label} (phần của chính đơn vị)", told=told)
    right = right_to(figure)
    if right is None:
        place = Links(run, user).of(cell.row, cell.column)
        if not place:
            raise NoSuchFigure
        return replace(found, place=place)
    if not user.may(right):
        raise NoSuchFigure
    asked = asked_in(run, window)
    if source_of(figure) is None:
        rows = planned_behind(figure, asked, user)
        return replace(found, rows=rows, sum=_sum(rows))
    return _records(figure, window, asked, found, user)


def _cell_of(run: ReportRun, code: str) -> _Cell:
    """The cell of a figure in the tables as printed."""
    for table in run.tables:
        columns = table["columns"]
        for row in table["rows"]:
            for value, column in zip(row["cells"], columns, strict=True):
                if not column["words"] and code_of(row, column) == code:
                    words = dict(
                        zip((c["name"] for c in columns), row["cells"], strict=True)
                    )
                    unit = column["unit"] or words.get("unit") or ""
                    return _Cell(_label(row, column), unit, _number(value), row, column)
    raise NoSuchFigure


def _label(row: dict[str, Any], column: dict[str, Any]) -> str:
    """What a row and a column say together."""
    name = row["cells"][1] or "Cộng"
    said = [name, column["group"], column["heading"]]
    return " – ".join(word for word in said if word)


def _number(value: Any) -> Amount | None:
    if value in (None, ""):
        return None
    return plain(Decimal(str(value)))


def asked_in(run: ReportRun, window: str) -> Asked:
    """Whose rows a report counts: a unit's of a period, or everything of an area's year."""
    if run.as_of is None or run.known_at is None:
        raise NoSuchFigure
    if run.period_id is None or not window:
        return all_of(run.area, run.year, run.as_of, run.known_at)
    submission = Submission.objects.select_related("period", "area", "agency").get(
        public_id=run.job.params["submission"]
    )
    asked = asked_of(submission, run.as_of, run.known_at)
    return replace(asked, whole=True) if window == DATA else asked


def _records(figure: str, window: str, asked: Asked, found: Behind, user: User) -> Behind:
    source = source_of(figure)
    if source is None:
        raise NoSuchFigure
    rows = Records(source, Wanted(asked, window, figure.partition("@")[2]), user)
    found = replace(found, rows=rows, sum=plain(rows.total))
    return replace(found, personal=source.personal, right=source.right)


def _reports(run: ReportRun, figure: str, window: str, found: Behind) -> Behind:
    """The reports a superior's figure adds up, and its own part; what is unknown is a dash."""
    at = 0 if window == PERIOD else 1
    ids = [part["run"] for part in run.facts["parts"] if part["run"]]
    runs = {str(r.public_id): r for r in ReportRun.objects.filter(public_id__in=ids)}
    rows = []
    for part in run.facts["parts"]:
        of = runs.get(part["run"])
        pair = figures_kept(of.facts).get(figure, (None, None)) if of is not None else None
        value = pair[at] if pair is not None else None
        state = part["state"] if of is not None else f"{part['state']}: chưa cộng"
        url = _where(of, f"{figure}|{window}") if of is not None and value else ""
        rows.append(Record(part["name"], state, None, plain(value), url))
    own = figures_kept({"figures": run.facts["own"]}).get(figure, (None, None))[at]
    url = _where(run, f"{figure}|{window}-{OWN}") if own else ""
    rows.append(Record("Phần của chính đơn vị", "", None, plain(own), url))
    return replace(found, rows=rows, sum=_sum(rows), are_reports=True)


def _where(run: ReportRun, code: str) -> str:
    return f"{reverse('report-figure', args=[run.public_id])}?{urlencode({'so': code})}"


def _sum(rows: Sequence[Record]) -> Amount | None:
    """The sum of rows; None where nobody knows any of them."""
    return total([{"": (row.counted, None)} for row in rows])[""][0] if rows else 0

"""What stands behind a figure of a built report: households, records, or other reports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from reports.models import Edition, ReportRun, Submission
from reports.rules.codes import BELOW, DATA, OWN, PERIOD, Figure
from reports.rules.figures import Amount, total
from reports.selectors.calendar import submissions_for
from reports.selectors.everybody import Everybody
from reports.selectors.links import (
    Links,
    Reader,
    address_of_figure,
    adds_up,
    homes_of,
    opened_by,
)
from reports.selectors.opening import EVERYBODY, NoSuchFigure, Opened, checked_code
from reports.selectors.parts import asked_of, figures_kept
from reports.selectors.planned import ACHIEVED, Lines, planned_behind
from reports.selectors.records import ONE_DAY, Asked, all_of
from reports.selectors.source import Record, Records, Wanted, plain
from reports.selectors.sources import source_of

MONEY = ("given", "paid", "support_amount")  # begin the codes of figures in đồng


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a frozen table: what it is called, its unit, its value, what it opens.

    `own` asks for a superior's own part of the figure only; `counts` is the unit of the
    rows behind it: those of a share are not percent.
    """

    label: str
    unit: str
    value: Amount | None
    figure: Figure
    area: str
    counts: str
    own: bool = False

    @property
    def is_share(self) -> bool:
        """Whether it is a percentage: it opens its part, which is another number."""
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class Behind:
    """The records behind a figure, and what those one sees add up to.

    `right` is that under which persons are named, `personal` what kind of reading that is.
    """

    rows: Sequence[Record] = ()
    sum: Amount | None = None
    are_reports: bool = False
    personal: str = ""
    right: Right | None = None


def run_for(user: User, public_id: UUID) -> ReportRun:
    """A built report one may read: of one's areas, or of a duty of one's agency; else 404."""
    runs = ReportRun.objects.select_related("area", "period", "job")
    seen = runs.visible_to(user, Right.REPORT_VIEW).filter(public_id=public_id).first()
    if seen is not None:
        found: ReportRun = seen
        return found
    owed = submissions_for(user).order_by().values("pk")
    signed = Edition.objects.filter(submission__in=owed).values("run")
    now = Submission.objects.filter(pk__in=owed).values("run")
    own = runs.filter(pk__in=signed) | runs.filter(pk__in=now)
    mine: ReportRun = get_object_or_404(own, public_id=public_id)
    return mine


def cell_at(run: ReportRun, table: int, row: int, column: str) -> Cell:
    """A cell by where it stands; an error where none is, or nothing stands behind it."""
    try:
        printed = run.tables[table]
        line = printed["rows"][row]
    except IndexError as error:
        raise NoSuchFigure from error
    names = [one["name"] for one in printed["columns"]]
    if column not in names:
        raise NoSuchFigure
    at = names.index(column)
    return _cell(line, printed["columns"][at], line["cells"][at], names)


def cell_of(run: ReportRun, key: str, window: str, *, own: bool) -> Cell:
    """The cell of a figure of a progress report."""
    for table in run.tables:
        names = [one["name"] for one in table["columns"]]
        for row in table["rows"]:
            for value, column in zip(row["cells"], table["columns"], strict=True):
                figure = opened_by(row, column)
                if figure is None or figure.kind == BELOW or not figure.window:
                    continue
                if (figure.key, figure.window) == (key, window):
                    return replace(_cell(row, column, value, names), own=own)
    raise NoSuchFigure


def _cell(row: Any, column: Any, value: Any, names: list[str]) -> Cell:
    figure = opened_by(row, column)
    if figure is None or column["words"]:
        raise NoSuchFigure
    said = dict(zip(names, row["cells"], strict=True))
    unit = column["unit"] or said.get("unit") or ""
    words = [row["cells"][1] or "Cộng", column["group"], column["heading"]]
    label = " – ".join(word for word in words if word)
    counts = said.get("unit") if unit == "%" else unit
    if counts in (None, "", "%"):
        counts = "đồng" if figure.code.startswith(MONEY) else "hộ"
    return Cell(label, unit, number_in(value), figure, row.get("area", ""), counts)


def number_in(value: Any) -> Amount | None:
    """A number as a frozen table keeps it; None for a dash."""
    return None if value in (None, "") else plain(Decimal(str(value)))


def behind(run: ReportRun, cell: Cell, user: User) -> Behind | Opened | Everybody:
    """What stands behind a cell, as far as the person may see it; else an error."""
    figure, sums = cell.figure, adds_up(run) and not cell.own
    area = Area.objects.filter(public_id=cell.area).first() if cell.area else run.area
    if area is None or not Reader(user).may_open(figure, area.path, adds_up=sums):
        raise NoSuchFigure
    if sums and figure.window not in ("", DATA):
        return _reports(run, figure, user)
    asked = asked_in(run, figure.window)
    homes = homes_of(figure)
    if homes:
        return _homes(run, asked, homes, area, figure.window)
    source = source_of(figure)
    if source is None:
        rows = planned_behind(figure.code, _lines(run, asked, figure, area), user)
        return Behind(rows, _sum(rows))
    records = Records(source, Wanted(asked, figure.window, figure.about), user)
    return Behind(
        records, plain(records.total), personal=source.personal, right=source.right
    )


def _lines(run: ReportRun, asked: Asked, figure: Figure, area: Area) -> Lines:
    """A plan's result speaks of the communes of its day; what was achieved, of those it
    counted. A progress report adds up whatever the plan set."""
    if not figure.about:
        return Lines(asked, asked.area, None)
    communes = Area.objects.communes_of(asked.area, asked.last)
    of_day = frozenset(communes.values_list("pk", flat=True))
    counted = _counted(run) if figure.code == ACHIEVED else None
    return Lines(asked, area, of_day if counted is None else of_day & counted)


def _counted(run: ReportRun) -> frozenset[int] | None:
    """The communes a report counted; None for all."""
    told = run.facts.get("counted")
    if told is None:
        return None
    communes = Area.objects.filter(public_id__in=told)
    return frozenset(communes.values_list("pk", flat=True))


def told_by(run: ReportRun, cell: Cell) -> Amount | None:
    """What the report says: of the cell, or of a superior's own part of it."""
    if not cell.own:
        return cell.value
    kept = figures_kept({"figures": run.facts.get("own", {})})
    pair = kept.get(cell.figure.key, (None, None))
    return plain(pair[0 if cell.figure.window == PERIOD else 1])


def asked_in(run: ReportRun, window: str) -> Asked:
    """Whose rows a report counts: a unit's of a period, or everything of an area's year."""
    if run.as_of is None or run.known_at is None:
        raise NoSuchFigure
    if not window:
        return all_of(run.area, run.year, run.as_of, run.known_at)
    submission = Submission.objects.select_related("period", "area", "agency").get(
        public_id=run.job.params["submission"]
    )
    asked = asked_of(submission, run.as_of, run.known_at)
    apart = Agency.objects.filter(public_id__in=run.facts.get("apart", []))
    asked = replace(asked, apart=frozenset(apart.values_list("pk", flat=True)))
    return replace(asked, whole=True) if window == DATA else asked


def _homes(
    run: ReportRun, asked: Asked, code: str, area: Area, window: str
) -> Opened | Everybody:
    """Households, or everybody's numbers, of the communes the report counted."""
    counted = _counted(run)
    if code in EVERYBODY:
        return Everybody(area, code, asked.last, asked.known_at, counted=counted)
    first = asked.first - ONE_DAY if window == PERIOD else asked.eve
    return Opened(
        area=area,
        code=checked_code(code),
        on=asked.last,
        first=first,
        known_at=asked.known_at,
        counted=counted,
    )


def _reports(run: ReportRun, figure: Figure, user: User) -> Behind:
    """The reports a superior's figure adds up, and its own part; what is unknown is a dash."""
    at = 0 if figure.window == PERIOD else 1
    links, rows = Links(run, user), []
    for part in run.facts["parts"]:
        of = links.parts.get(part["run"])
        value = None
        if of is not None:
            value = figures_kept(of.facts).get(figure.key, (None, None))[at]
        state = part["state"] if of is not None else f"{part['state']}: chưa cộng"
        url = links.of_part(of, figure) if of is not None and value else ""
        rows.append(Record(part["name"], state, None, plain(value), url))
    own = figures_kept({"figures": run.facts["own"]}).get(figure.key, (None, None))[at]
    may = Reader(user).may_open(figure, run.area_path, adds_up=False)
    url = address_of_figure(run.public_id, figure, own=True) if own and may else ""
    rows.append(Record("Phần của chính đơn vị", "", None, plain(own), url))
    return Behind(rows, _sum(rows), are_reports=True)


def _sum(rows: Sequence[Record]) -> Amount | None:
    """The sum of rows; None where nobody knows any of them."""
    return total([{"": (row.counted, None)} for row in rows])[""][0] if rows else 0


def cell_below(run: ReportRun, cell: Cell, user: User) -> tuple[ReportRun, Cell]:
    """A cell of the table of units as the cell of the report it speaks of."""
    figure = cell.figure
    if figure.kind != BELOW:
        return run, cell
    own = figure.about == OWN
    whose = run if own or not figure.about else run_for(user, UUID(figure.about))
    return whose, cell_of(whose, figure.code, figure.window, own=own)

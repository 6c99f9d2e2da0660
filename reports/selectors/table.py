"""A table of one's own choice: areas down, figures across, of a year's end or any day."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of, today
from reports.charts.chart import Cell, Chart, Heading, Opener
from reports.choices import HouseGroup, TableRows
from reports.rules.measures import Measure, value_of
from reports.selectors.counting import Counted, Day, count_communes
from reports.selectors.dashboard import measures_of
from reports.selectors.everybody import with_lists
from reports.selectors.measures import Sums, added, parts_below, sums_by_commune
from reports.selectors.opening import opener_for

COUNTED_AT_ONCE = 30  # communes of a day that a page counts while one waits


@dataclass(frozen=True, slots=True)
class Question:
    """What a table is of: an area, its rows, its figures, a year's end or a day, a group.

    A year's figures are those of communes whose review was recognised, as in the forms;
    a day's are of all communes that keep households.
    """

    area: Area
    rows: TableRows
    codes: tuple[str, ...]
    year: int
    day: date | None = None
    group: HouseGroup = HouseGroup.ALL

    @property
    def on(self) -> date:
        """The day its figures stand on."""
        return self.day or min(last_day_of(self.year), today())

    @property
    def measures(self) -> list[Measure]:
        """The figures asked for, as the year's standard knows them."""
        known = measures_of(self.year)
        return [known[code] for code in self.codes if code in known]


def is_long(question: Question) -> bool:
    """Whether counting it takes longer than one waits: a day of many communes."""
    if question.day is None:
        return False
    communes = Area.objects.communes_of(question.area, question.on)
    return communes.count() > COUNTED_AT_ONCE


def table_of(question: Question, user: User) -> Chart:
    """The table with its total; shares come from sums. What nobody knows is a dash."""
    by_commune = _by_commune(question)
    places = _places(question)
    measures = question.measures
    opener = opener_for(user, question.group, question.day)
    rows = []
    for place in places:
        inside = _inside(place, by_commune)
        cells = _cells(question, place, inside, opener)
        rows.append([Cell(place.full_name), *cells])
    if len(places) > 1:
        whole = added({pk: sums for pk, (_, sums) in by_commune.items()})
        cells = _cells(question, question.area, whole, opener)
        rows.append([Cell("Tổng cộng"), *cells])
    return Chart(
        key="bang",
        title=f"Bảng số liệu – {question.area.full_name}",
        finding=_when(question),
        source=_source(question, len(by_commune)),
        headings=[Heading("Địa bàn"), *(Heading(m.heading, m.unit) for m in measures)],
        rows=rows,
    )


def _by_commune(question: Question) -> dict[int, tuple[str, Sums]]:
    """Each known commune's path and counts."""
    if question.day is None:
        found = sums_by_commune(question.area, question.year, question.group)
    else:
        day = Day(question.day, question.year)
        counted: Counted = count_communes(question.area, day, question.group)
        begun = with_lists(question.area, question.day)
        found = {
            pk: Sums(Counter(counts), 1) for pk, counts in counted.items() if pk in begun
        }
    communes = Area.objects.communes_of(question.area, question.on)
    paths = dict(communes.values_list("pk", "path"))
    return {pk: (paths[pk], sums) for pk, sums in found.items() if pk in paths}


def _places(question: Question) -> Sequence[Area]:
    if question.rows == TableRows.COMMUNES:
        return list(Area.objects.communes_of(question.area, question.on))
    if question.day is None:
        return parts_below(question.area, question.year)
    below = Area.objects.filter(parent=question.area).exclude(level=Level.VILLAGE)
    return list(below.valid_on(question.on).order_by("code")) or [question.area]


def _inside(place: Area, by_commune: dict[int, tuple[str, Sums]]) -> Sums:
    if place.pk in by_commune:
        return by_commune[place.pk][1]
    inside = {
        pk: sums for pk, (path, sums) in by_commune.items() if path.startswith(place.path)
    }
    return added(inside)


def _cells(question: Question, place: Area, sums: Sums, opener: Opener) -> list[Cell]:
    measures = question.measures
    if not sums.communes:
        return [Cell(None) for _ in measures]
    return [
        Cell(
            value_of(measure, sums.counts, question.group),
            opener(place, measure.part, question.year),
        )
        for measure in measures
    ]


def _when(question: Question) -> str:
    group = f" · {question.group.label}" if question.group else ""
    if question.day is None:
        return f"Cuối năm {question.year} (đến {question.on:%d/%m/%Y}){group}"
    return f"Ngày {question.day:%d/%m/%Y}{group}"


def _source(question: Question, known: int) -> str:
    all_ = Area.objects.communes_of(question.area, question.on).count()
    if question.day is None:
        return (
            f"Nguồn: kết quả rà soát năm {question.year}; chỉ tính {known}/{all_} xã đã công "
            "nhận. Dấu – là chưa có số liệu."
        )
    return (
        f"Nguồn: danh sách đang có hiệu lực ngày {question.day:%d/%m/%Y} của {known}/{all_} "
        "xã, kể cả xã chưa công nhận kết quả của năm; biến động từ đầu năm. Dấu – là chưa có "
        "số liệu."
    )

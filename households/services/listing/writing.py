"""A round's list written back in the layouts it can be read from."""

import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from core.batches import batches
from core.dates import today
from households.choices import (
    Cause,
    Education,
    Group,
    Klass,
    PrintKind,
    Relation,
    Sex,
    Work,
)
from households.models import CommuneRound, Member, Review
from households.rules import Standard, score_b2
from households.rules.tables import FIELDS, Field
from households.selectors import age_on, in_list_order
from households.standards import needs, standards
from office.lists import ListSheet, write_lists

BATCH = 500
ABOVE = (Klass.AVERAGE, Klass.NOT_POOR)
TITLE = "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT"


@dataclass(frozen=True, slots=True)
class _Line:
    """One row to be written: the form, and of the household the member it is about."""

    number: int
    review: Review
    member: Member
    standard: Standard
    document: tuple[str, str]

    @property
    def leads(self) -> bool:
        """Whether this is the head's row, where the household's facts stand."""
        return self.member.relation == Relation.HEAD


Cell = Callable[[_Line], Any]


def _head(text: Callable[[_Line], Any]) -> Cell:
    """What stands on the head's row only."""
    return lambda line: text(line) if line.leads else ""


def _yes(value: bool | None) -> str:
    return "" if value is None else ("Có" if value else "Không")


def _mark(value: object) -> str:
    return "Có" if value else ""


def _birth(line: _Line) -> str:
    person = line.member.person
    if person.birth_date is not None:
        return f"{person.birth_date:%d/%m/%Y}"
    return str(person.birth_year or "")


def _klass(review: Review) -> str:
    return Klass(review.klass).label.capitalize() if review.klass else ""


def _b2(line: _Line) -> int | str:
    if line.review.score_b1 is None:
        return ""
    return score_b2(line.standard, line.review.deprived)


def _causes(line: _Line) -> str:
    return "; ".join(Cause(c).label for c in line.review.causes)


def _points(line: _Line) -> int | str:
    return "" if line.review.score_b1 is None else line.review.score_b1


def _unable(line: _Line) -> str:
    return _mark(Group.NO_CAPACITY in line.review.groups)


def _groups(line: _Line) -> str:
    return "; ".join(Group(g).label for g in line.review.groups)


def _needs(line: _Line) -> str:
    known = needs()
    return "; ".join(known.get(key, key) for key in line.review.needs)


def _label(field: Field) -> str:
    return FIELDS[field][0]


def _place(line: _Line) -> str:
    return str(line.review.household.village or "")


BY_MEMBER: Sequence[tuple[str, int, Cell]] = (
    ("STT hộ", 6, _head(lambda line: str(line.number))),
    ("Họ và tên chủ hộ", 24, _head(lambda line: line.review.household.head_name)),
    ("Họ và tên thành viên", 24, lambda line: line.member.person.full_name),
    ("Quan hệ với chủ hộ", 12, lambda line: Relation(line.member.relation).label),
    ("Ngày sinh", 12, _birth),
    ("Giới tính", 8, lambda line: Sex(line.member.person.sex).label),
    ("Số CCCD", 16, lambda line: line.member.person.cccd),
    ("Tỉnh", 14, lambda line: line.review.household.province.name),
    ("Huyện", 14, lambda line: getattr(line.review.household.district, "name", "")),
    ("Mã huyện", 8, lambda line: getattr(line.review.household.district, "code", "")),
    ("Xã", 14, lambda line: line.review.commune.name),
    ("Mã xã", 8, lambda line: line.review.commune.code),
    ("Thôn", 16, _place),
    ("Dân tộc", 12, lambda line: line.member.person.ethnic_group),
    ("Phân loại hộ", 14, _head(lambda line: _klass(line.review))),
    ("Số quyết định", 14, _head(lambda line: line.document[0])),
    ("Ngày quyết định", 12, _head(lambda line: line.document[1])),
    ("Điểm B1", 8, _head(_points)),
    ("Điểm B2", 8, _head(_b2)),
    ("DTTS", 8, _head(lambda line: _mark(line.review.ethnic_minority))),
    ("Không có khả năng lao động", 10, _head(_unable)),
    ("Người có công", 8, lambda line: _mark(line.member.person.merit)),
    ("Nguyên nhân", 28, _head(_causes)),
    ("Tuổi", 6, lambda line: age_on(line.member.person, today())),
    ("Số nhân khẩu", 8, _head(lambda line: line.review.household.size)),
)
BY_HOUSEHOLD: Sequence[tuple[str, int, Cell]] = (
    ("Ngày rà soát", 12, lambda line: f"{line.review.updated_at:%d/%m/%Y}"),
    ("Chủ hộ", 26, lambda line: line.review.household.head_name),
    ("Mã hộ", 16, lambda line: line.review.household.code),
    ("DTTS tại chỗ", 10, lambda line: _mark(line.review.household.native_minority)),
    ("Giới tính", 8, lambda line: Sex(line.member.person.sex).label),
    ("Số nhân khẩu", 8, lambda line: line.review.household.size),
    ("Phiếu A", 8, lambda line: ""),
    ("Điểm B1", 8, _points),
    ("Điểm B2", 8, _b2),
    ("Kết quả", 16, lambda line: _klass(line.review)),
    ("Người rà soát", 22, lambda line: str(line.review.reviewed_by or "")),
)


def _own(standard: Standard) -> Sequence[tuple[str, int, Cell]]:
    """Our own template: everything the registry and the form can take."""

    def lacks(key: str) -> Cell:
        return _head(lambda line: _mark(key in line.review.deprivations))

    person: Sequence[tuple[Field, int, Cell]] = (
        (Field.NUMBER, 6, _head(lambda line: str(line.number))),
        (Field.CODE, 16, _head(lambda line: line.review.household.code)),
        (Field.VILLAGE, 16, _head(_place)),
        (Field.NAME, 24, lambda line: line.member.person.full_name),
        (Field.RELATION, 12, lambda line: Relation(line.member.relation).label),
        (Field.BIRTH, 12, _birth),
        (Field.SEX, 8, lambda line: Sex(line.member.person.sex).label),
        (Field.CCCD, 16, lambda line: line.member.person.cccd),
        (Field.ETHNIC, 12, lambda line: line.member.person.ethnic_group),
        (Field.INSURED, 8, lambda line: _yes(line.member.person.insured)),
        (Field.STUDYING, 8, lambda line: _yes(line.member.person.studying)),
        (Field.EDUCATION, 18, _education),
        (Field.WORK, 22, _work),
        (Field.DISABLED, 8, lambda line: _mark(line.member.person.disabled)),
        (Field.ALLOWANCE, 8, lambda line: _mark(line.member.person.monthly_allowance)),
        (Field.MERIT, 8, lambda line: _mark(line.member.person.merit)),
        (Field.NATIVE, 8, _head(lambda line: _mark(line.review.household.native_minority))),
        (Field.ADDRESS, 20, _head(lambda line: line.review.household.address)),
        (Field.AREA_M2, 8, _head(_area)),
        (Field.B1, 8, _head(_points)),
        (Field.B2, 8, _head(_b2)),
    )
    rest: Sequence[tuple[Field, int, Cell]] = (
        (Field.CAUSE, 28, _head(_causes)),
        (Field.GROUPS, 28, _head(_groups)),
        (Field.NEEDS, 28, _head(_needs)),
        (Field.WISHES, 28, _head(lambda line: line.review.wishes)),
    )
    return [
        *((_label(field), width, cell) for field, width, cell in person),
        *((f"Thiếu hụt {i.name}", 10, lacks(i.key)) for i in standard.indicators),
        *((_label(field), width, cell) for field, width, cell in rest),
    ]


def _education(line: _Line) -> str:
    level = line.member.person.education
    return str(Education(level).label) if level else ""


def _work(line: _Line) -> str:
    work = line.member.person.work
    return str(Work(work).label) if work else ""


def _area(line: _Line) -> Any:
    area = line.review.household.area_m2
    return "" if area is None else str(area).replace(".", ",")


def write_round(kind: PrintKind, item: CommuneRound, path: Path) -> None:
    """Write the round's list in one of the three layouts."""
    standard = standards()[item.round.standard]
    title = f"{TITLE} NĂM {item.round.year}"
    place = f"{item.commune.full_name}"
    mine = Review.objects.counting().filter(commune_round=item)
    reviews = in_list_order(mine)
    if kind == PrintKind.LIST_HOUSEHOLDS:
        sheets = [_sheet("Danh sách", [title, place], BY_HOUSEHOLD, item, reviews)]
    elif kind == PrintKind.LIST_TEMPLATE:
        sheets = [_sheet("Danh sách", [title, place], _own(standard), item, reviews)]
    else:
        sheets = list(_official(title, place, item, reviews))
    write_lists(sheets, path)


TEMPLATE_NAME = "mau-danh-sach-ho.xlsx"


def blank_template(standard: Standard) -> io.BytesIO:
    """Our own template without a household in it."""
    columns = _own(standard)
    headings = [(heading, width) for heading, width, _ in columns]
    titles = ["DANH SÁCH HỘ ĐỂ NHẬP VÀO HỆ THỐNG", HOW_TO]
    sheet = ListSheet("Danh sách", titles, headings, rows=[[""] * len(columns)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mau.xlsx"
        write_lists([sheet, _guide()], path)
        return io.BytesIO(path.read_bytes())


def _guide() -> ListSheet:
    """What the columns of words take, beside the empty list."""
    words = (
        (Field.RELATION, Relation.labels),
        (Field.SEX, Sex.labels),
        (Field.EDUCATION, Education.labels),
        (Field.WORK, Work.labels),
        (Field.CAUSE, Cause.labels),
        (Field.GROUPS, Group.labels),
        (Field.NEEDS, list(needs().values())),
    )
    rows = [(_label(field), word) for field, known in words for word in known]
    titles = ["CÁC GIÁ TRỊ ĐƯỢC NHẬN", "Nhiều giá trị trong một ô cách nhau bằng dấu “;”."]
    return ListSheet("Giá trị", titles, (("Cột", 26), ("Giá trị", 60)), rows)


HOW_TO = (
    "Mỗi dòng một người; thông tin của hộ chỉ ghi ở dòng chủ hộ; chỉ số thiếu hụt ghi Có."
)


def _official(
    title: str, place: str, item: CommuneRound, reviews: QuerySet[Review]
) -> Iterator[ListSheet]:
    """Three sheets: on the lists now, out of poverty, out of near-poverty."""
    listed = reviews.filter(klass__in=(Klass.POOR, Klass.NEAR_POOR))
    yield _sheet("Hộ nghèo, cận nghèo", [title, place], BY_MEMBER, item, listed, 7)
    for name, before, text in (
        ("Thoát nghèo", Klass.POOR, "DANH SÁCH HỘ THOÁT NGHÈO"),
        ("Thoát cận nghèo", Klass.NEAR_POOR, "DANH SÁCH HỘ THOÁT CẬN NGHÈO"),
    ):
        gone = reviews.filter(klass__in=ABOVE, class_before=before)
        titles = [f"{text} NĂM {item.round.year}", place]
        yield _sheet(name, titles, BY_MEMBER, item, gone, 9)


def _sheet(
    name: str,
    titles: Sequence[str],
    columns: Sequence[tuple[str, int, Cell]],
    item: CommuneRound,
    reviews: QuerySet[Review],
    heading_row: int = 6,
) -> ListSheet:
    heads_only = columns is BY_HOUSEHOLD
    lines = _lines(item, reviews, heads_only=heads_only)
    return ListSheet(
        name=name,
        titles=titles,
        headings=[(heading, width) for heading, width, _ in columns],
        rows=([cell(line) for _, _, cell in columns] for line in lines),
        heading_row=heading_row,
    )


def _lines(
    item: CommuneRound, reviews: QuerySet[Review], *, heads_only: bool
) -> Iterator[_Line]:
    standard = standards()[item.round.standard]
    decided = item.recognitions.select_related("document").order_by("-pk").first()
    number, day = ("", "")
    if decided is not None:
        number, day = decided.document.number, f"{decided.document.date:%d/%m/%Y}"
    wide = reviews.select_related(
        "household__village",
        "household__province",
        "household__district",
        "commune",
        "reviewed_by",
    )
    count = 0
    for part in batches(wide.iterator(BATCH), BATCH):
        members = _members(part)
        for review in part:
            count += 1
            for member in members.get(review.household_id, []):
                if heads_only and member.relation != Relation.HEAD:
                    continue
                yield _Line(count, review, member, standard, (number, day))


def _members(reviews: list[Review]) -> dict[int, list[Member]]:
    """Open members of a batch's households, the head first."""
    found: dict[int, list[Member]] = {}
    homes = [review.household_id for review in reviews]
    opened = Member.objects.filter(household__in=homes, valid_to=None)
    for member in opened.select_related("person").order_by("pk"):
        found.setdefault(member.household_id, []).append(member)
    for many in found.values():
        many.sort(key=lambda m: m.relation != Relation.HEAD)
    return found

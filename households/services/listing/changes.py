"""After a decision: who comes onto and who leaves the lists, for those it concerns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.batches import batches
from households.choices import Klass, Relation, Sex
from households.models import CommuneRound, Member, Recognition, Review
from households.selectors import age_on, in_list_order
from office.lists import ListSheet, write_lists

BATCH = 500
LISTED = (Klass.POOR, Klass.NEAR_POOR)
SCHOOL_AGES = range(3, 18)
HEADINGS: Sequence[tuple[str, int]] = (
    ("TT", 6),
    ("Họ và tên", 26),
    ("Ngày sinh", 12),
    ("Giới tính", 8),
    ("Số CCCD", 16),
    ("Quan hệ với chủ hộ", 12),
    ("Chủ hộ", 26),
    ("Mã hộ", 16),
    ("Thôn, tổ dân phố", 18),
    ("Diện trước", 18),
    ("Diện sau", 18),
    ("Từ ngày", 12),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One member of a household that came onto the lists, changed or left them."""

    review: Review
    member: Member
    since: date

    @property
    def increase(self) -> bool:
        """Whether the household comes onto the lists."""
        return self.review.class_before not in LISTED and self.review.klass in LISTED

    @property
    def decrease(self) -> bool:
        """Whether the household leaves the lists."""
        return self.review.class_before in LISTED and self.review.klass not in LISTED

    @property
    def changed(self) -> bool:
        """Whether the class is another one than before."""
        return self.review.class_before != self.review.klass

    @property
    def pupil(self) -> bool:
        """Whether the member is of the age of a pupil."""
        age = age_on(self.member.person, self.since)
        return age is not None and age in SCHOOL_AGES

    @property
    def leads(self) -> bool:
        """Whether the member is the head: lists by household name the head alone."""
        return self.member.relation == Relation.HEAD


Wanted = Callable[[_Line], bool]
# who takes which list: insurance and schools by person, electricity and the bank by head
SHEETS: Sequence[tuple[str, str, Wanted]] = (
    ("BHYT tăng", "DANH SÁCH TĂNG: CẤP THẺ BẢO HIỂM Y TẾ", lambda x: x.increase),
    ("BHYT giảm", "DANH SÁCH GIẢM: THẺ BẢO HIỂM Y TẾ", lambda x: x.decrease),
    (
        "BHYT đổi diện",
        "DANH SÁCH THAY ĐỔI DIỆN: THẺ BẢO HIỂM Y TẾ",
        lambda x: x.changed and not x.increase and not x.decrease,
    ),
    (
        "Trường học tăng",
        "DANH SÁCH TĂNG: HỌC SINH HỘ NGHÈO, CẬN NGHÈO",
        lambda x: x.increase and x.pupil,
    ),
    (
        "Trường học giảm",
        "DANH SÁCH GIẢM: HỌC SINH HỘ NGHÈO, CẬN NGHÈO",
        lambda x: x.decrease and x.pupil,
    ),
    (
        "Điện tăng",
        "DANH SÁCH TĂNG: HỖ TRỢ TIỀN ĐIỆN HỘ NGHÈO",
        lambda x: x.leads and x.changed and x.review.klass == Klass.POOR,
    ),
    (
        "Điện giảm",
        "DANH SÁCH GIẢM: HỖ TRỢ TIỀN ĐIỆN HỘ NGHÈO",
        lambda x: x.leads and x.changed and x.review.class_before == Klass.POOR,
    ),
    (
        "NHCSXH",
        "DANH SÁCH HỘ THAY ĐỔI DIỆN, GỬI NGÂN HÀNG CHÍNH SÁCH XÃ HỘI",
        lambda x: x.leads and x.changed,
    ),
)


def write_changes(item: CommuneRound, path: Path) -> None:
    """One workbook, a sheet for each receiver; classes before and after the decision."""
    titles = [f"Rà soát {item.round.when} – {item.commune.full_name}"]
    write_lists(
        (
            ListSheet(name, [title, *titles], HEADINGS, _rows(item, wanted))
            for name, title, wanted in SHEETS
        ),
        path,
    )


def _rows(item: CommuneRound, wanted: Wanted) -> Iterator[Sequence[Any]]:
    chosen = (line for line in _lines(item) if wanted(line))
    for number, line in enumerate(chosen, start=1):
        yield _row(number, line)


def _lines(item: CommuneRound) -> Iterator[_Line]:
    """Members of the households whose class the decision changed."""
    first = Recognition.objects.known_at().filter(commune_round=item).first()
    since = first.valid_from if first else item.round.opens_on
    mine = Review.objects.counting().filter(commune_round=item)
    reviews = in_list_order(mine.select_related("household__village"))
    for part in batches(reviews.iterator(BATCH), BATCH):
        changed = {r.household_id: r for r in part if r.class_before != r.klass}
        opened = Member.objects.filter(household__in=changed, valid_to=None)
        for member in opened.select_related("person").order_by("household_id", "pk"):
            yield _Line(changed[member.household_id], member, since)


def _row(number: int, line: _Line) -> Sequence[Any]:
    person, review = line.member.person, line.review
    born = f"{person.birth_date:%d/%m/%Y}" if person.birth_date else person.birth_year
    return (
        *(number, person.full_name, str(born or ""), Sex(person.sex).label, person.cccd),
        *(line.member.get_relation_display(), review.household.head_name),
        *(review.household.code, str(review.household.village or "")),
        *(review.get_class_before_display(), review.get_klass_display()),
        f"{line.since:%d/%m/%Y}",
    )

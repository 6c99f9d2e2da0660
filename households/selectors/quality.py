"""What is worth a second look in a commune's data, each finding with its place."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.urls import reverse

from areas.models import Area
from core.dates import today
from households.choices import (
    LIST_IMPORT,
    EventKind,
    Klass,
    Relation,
    ReviewStatus,
)
from households.models import (
    CommuneRound,
    Household,
    HouseholdEvent,
    Member,
    Review,
    VillageTotal,
)
from households.rules import CHILD_UNDER
from households.selectors.likeness import still_two
from households.selectors.lists import age_of, age_on, last_reviews
from households.standards import quality_limits, standards
from office.choices import ImportStatus
from office.models import ImportRun

SHOWN = 50
PUPIL_FROM = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: the household (or village), and what is odd about it."""

    who: str
    what: str
    household: UUID | None = None
    review: UUID | None = None
    url: str = ""


@dataclass(slots=True)
class Check:
    """One kind of oddity with what was found; `more` were found than are shown."""

    title: str
    advice: str
    findings: list[Finding] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return max(0, len(self.findings) - SHOWN)

    @property
    def shown(self) -> list[Finding]:
        """The first of them."""
        return self.findings[:SHOWN]


def quality_of(commune: Area, item: CommuneRound | None) -> list[Check]:
    """Every check of a commune that found something."""
    checks = [check(commune) for check in _REGISTRY]
    if item is not None:
        checks += [check(item) for check in _ROUND]
    return [check for check in checks if check.findings]


def _homes(commune: Area) -> QuerySet[Household]:
    return Household.objects.within(commune.path).standing().order_by("place_key")


def _headless(commune: Area) -> Check:
    head = Member.objects.filter(
        household=OuterRef("pk"), valid_to=None, relation=Relation.HEAD
    )
    rows = _homes(commune).filter(~Exists(head))
    found = [Finding(str(h), "không có chủ hộ", h.public_id) for h in rows]
    return Check("Hộ không có chủ hộ", "Mở hộ và chọn chủ hộ.", found)


def _ages(commune: Area) -> Check:
    """Ages that cannot be, and children's facts told of adults."""
    found = []
    for member in _odd_years(commune).order_by("household_id", "pk"):
        text = _odd_age(member, _head_age(member))
        if text:
            home = member.household
            found.append(Finding(f"{member.person}, hộ {home}", text, home.public_id))
    advice = "Kiểm tra ngày sinh, quan hệ với chủ hộ, tình trạng học tập."
    return Check("Tuổi không hợp lý", advice, found)


def _odd_years(commune: Area) -> QuerySet[Member]:
    """Members whose year of birth lets them be odd; the day of birth decides."""
    year, limits = today().year, quality_limits()
    heads = Member.objects.filter(
        household=OuterRef("household"), valid_to=None, relation=Relation.HEAD
    )
    born, child = F("person__birth_year"), Q(relation=Relation.CHILD)
    return (
        Member.objects.filter(household__in=_homes(commune), valid_to=None)
        .annotate(head_born=Subquery(heads.values("person__birth_year")[:1]))
        .annotate(head_birth_date=Subquery(heads.values("person__birth_date")[:1]))
        .filter(
            Q(person__birth_year__gte=year)
            | Q(person__birth_year__lt=year - limits.oldest_years)
            | Q(person__malnourished=True, person__birth_year__lte=year - CHILD_UNDER)
            | Q(person__studying=True, person__birth_year__gte=year - PUPIL_FROM)
            | child & Q(head_born__gt=born - limits.parent_gap_years - 1)
        )
        .select_related("person", "household")
    )


def _head_age(member: Member) -> int | None:
    """The age of the head of a member's household, as the query brought it."""
    known: Any = member
    return age_of(known.head_birth_date, known.head_born, today())


def _odd_age(member: Member, head: int | None) -> str:
    age, limits = age_on(member.person, today()), quality_limits()
    if age is None:
        return ""
    person = member.person
    too_close = (
        member.relation == Relation.CHILD
        and head is not None
        and head - age < limits.parent_gap_years
    )
    odd = (
        (age < 0, "sinh sau hôm nay"),
        (age > limits.oldest_years, f"{age} tuổi"),
        (too_close, f"là con nhưng chỉ kém chủ hộ {(head or 0) - age} tuổi"),
        (
            bool(person.malnourished) and age >= CHILD_UNDER,
            f"{age} tuổi, ghi trẻ suy dinh dưỡng",
        ),
        (bool(person.studying) and age < PUPIL_FROM, f"{age} tuổi, ghi đang đi học"),
    )
    return next((text for wrong, text in odd if wrong), "")


def _totals(commune: Area) -> Check:
    """Entered totals smaller than the rows that are kept."""
    entered = {
        t.village_id: t
        for t in VillageTotal.objects.within(commune.path)
        .on(today())
        .select_related("village")
    }
    counted = (
        _homes(commune)
        .order_by()
        .filter(village__in=entered)
        .values("village")
        .annotate(persons=Sum("size"), households=Count("pk"))
    )
    found = []
    for row in counted:
        told = entered[row["village"]]
        for label, said, held in (
            ("hộ", told.households, row["households"]),
            ("nhân khẩu", told.persons, row["persons"] or 0),
        ):
            if held > said:
                text = f"ghi {said} {label}, danh bạ có {held}"
                url = reverse("household-list")
                found.append(Finding(str(told.village), text, url=url))
    advice = "Cập nhật số hộ, số khẩu của thôn kèm ngày và nguồn."
    return Check("Số tổng của thôn không khớp danh bạ", advice, found)


def _printed_totals(commune: Area) -> Check:
    """Totals printed in the last household list that its rows do not add up to."""
    read = (ImportStatus.READY, ImportStatus.APPLIED)
    lists = ImportRun.objects.filter(kind=LIST_IMPORT, area=commune, status__in=read)
    last = lists.select_related("file").order_by("-pk").first()
    problems = last.problems if last else []
    url = reverse("list-import", args=[last.public_id]) if last else ""
    name = last.file.name if last else ""
    found = [Finding(name, p["message"], url=url) for p in problems]
    advice = "So lại với bản giấy: thiếu dòng, hoặc số tổng in sai."
    return Check("Số tổng in trong danh sách không khớp các dòng", advice, found)


def _same_persons(commune: Area) -> Check:
    """Persons who were found to be one, and still stand in two households."""
    url = f"{reverse('like-persons')}?commune={commune.public_id}"
    pairs = still_two(commune, (commune.path,))
    text = "đã kết luận là một người, còn đứng ở hai hộ"
    found = [Finding(str(pair.first), text, url=url) for pair in pairs]
    advice = "Ghi việc “thành viên rời hộ” ở hộ sai."
    return Check("Một người đứng ở hai hộ", advice, found)


def _reviews(item: CommuneRound) -> QuerySet[Review]:
    done = Review.objects.counting().filter(commune_round=item)
    return done.select_related("household").order_by("area_path", "pk")


def _few_lacks(item: CommuneRound) -> Check:
    """Poor households with fewer deprivations than their class asks for."""
    standard = standards()[item.round.standard]
    least = max(
        (c.deprived_min for c in standard.clauses if c.klass == Klass.POOR), default=0
    )
    rows = _reviews(item).filter(status=ReviewStatus.DONE, klass=Klass.POOR)
    found = [
        _of(r, f"hộ nghèo nhưng thiếu hụt {r.deprived}/{least} chỉ số")
        for r in rows
        if r.deprived < least
    ]
    return Check(f"Hộ nghèo thiếu hụt dưới {least} chỉ số", "Kiểm tra Phiếu B2.", found)


def _only_totals(item: CommuneRound) -> Check:
    rows = _reviews(item).filter(deprived_total__gt=0)
    found = [_of(r, f"{r.deprived_total} chỉ số, chưa rõ chỉ số nào") for r in rows]
    advice = "Đánh dấu từng chỉ số: báo cáo theo chỉ số cần đến."
    return Check("Chỉ ghi tổng điểm B2", advice, found)


def _other_region(item: CommuneRound) -> Check:
    region = {True: "thành thị", False: "nông thôn"}
    rows = _reviews(item).filter(~Q(urban=F("commune__urban")))
    text = "chấm theo {}, xã là {}"
    found = [_of(r, text.format(region[r.urban], region[item.commune.urban])) for r in rows]
    return Check("Chấm sai khu vực", "Lưu lại phiếu theo đúng khu vực của xã.", found)


def _jumps(item: CommuneRound) -> Check:
    """B1 far from last year's, under the same standard."""
    rows = list(_reviews(item).filter(status=ReviewStatus.DONE))
    before = last_reviews(item, [r.household_id for r in rows])
    limit = quality_limits().score_jump
    found = []
    for row in rows:
        last = before.get(row.household_id)
        if last is None or row.score_b1 is None:
            continue
        if abs(row.score_b1 - last) >= limit:
            found.append(_of(row, f"B1 năm trước {last}, năm nay {row.score_b1} điểm"))
    return Check(f"Điểm B1 lệch năm trước từ {limit} điểm", "Rà soát lại Phiếu B1.", found)


def _untouched(item: CommuneRound) -> Check:
    """Villages nobody has begun."""
    begun = ~Q(status=ReviewStatus.TODO)
    rows = (
        Review.objects.counting()
        .filter(commune_round=item, household__village__isnull=False)
        .values_list("household__village__kind", "household__village__name")
        .annotate(listed=Count("pk"), begun=Count("pk", filter=begun))
    )
    url = reverse("round-detail", args=[item.public_id])
    found = [
        Finding(f"{kind} {name}", f"{listed} hộ chưa rà soát", url=url)
        for kind, name, listed, begun in rows
        if not begun
    ]
    return Check("Cả thôn chưa rà soát", "Nhắc rà soát viên.", found)


def _splits(item: CommuneRound) -> Check:
    """Households split shortly before the round."""
    opened: date = item.round.opens_on
    since = opened - timedelta(days=quality_limits().split_days_before_round)
    rows = (
        HouseholdEvent.objects.standing()
        .filter(kind=EventKind.SPLIT, household__commune=item.commune)
        .filter(day__range=(since, today()))
        .select_related("household", "other")
    )
    found = [
        Finding(
            str(e.household), f"tách {e.note} ngày {e.day:%d/%m/%Y}", e.household.public_id
        )
        for e in rows
    ]
    return Check("Tách hộ ngay trước hoặc trong đợt rà soát", "Xem lý do tách hộ.", found)


def _of(review: Review, text: str) -> Finding:
    home = review.household
    return Finding(str(home), text, home.public_id, review.public_id)


_REGISTRY: tuple[Callable[[Area], Check], ...] = (
    _headless,
    _ages,
    _totals,
    _printed_totals,
    _same_persons,
)
_ROUND: tuple[Callable[[CommuneRound], Check], ...] = (
    _few_lacks,
    _only_totals,
    _other_region,
    _jumps,
    _untouched,
    _splits,
)

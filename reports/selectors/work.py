"""What waits for a person; bars of a chart."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from core.dates import today
from households.choices import RequestStatus, ReviewStatus, RoundStatus
from households.models import CommuneRound, Review, ReviewRequest
from households.rules import ENTERABLE, next_steps
from households.selectors import in_list_order
from households.services.rounds import acting_area
from households.standards import procedures
from programs.selectors.registers import due_for
from reports.choices import SubmissionStatus
from reports.models import Submission
from reports.rules.submission import moves_from
from reports.selectors.calendar import may_take, submissions_for
from reports.selectors.errands import errands_of, waiting
from targets.choices import TABLE_KINDS, PlanStatus, TargetKind, TargetStatus
from targets.models import Plan, Target
from targets.selectors import my_parts

SHOWN = 100
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Work:
    """One thing that waits for somebody."""

    what: str
    where: str
    status: str
    label: str
    days_left: int | None
    url: str
    act: str

    @property
    def days_over(self) -> int:
        """Days since it was due; 0 while it is not."""
        return max(0, -(self.days_left or 0))


_WAITS = {
    RoundStatus.WAITING: "Mở rà soát",
    RoundStatus.SURVEY: "Nhập phiếu và trình",
    RoundStatus.MEETING: "Ghi biên bản họp thôn",
    RoundStatus.POSTED: "Theo dõi niêm yết và trình",
    RoundStatus.RETURNED: "Bổ sung, chỉnh sửa và trình lại",
    RoundStatus.SUBMITTED: "Xem kết quả đã trình",
    RoundStatus.OPINED: "Ghi quyết định công nhận",
}


def work_of(me: User) -> list[Work]:
    """Rounds, lines, plans and requests that wait for this person, the urgent first."""
    found = _round_work(me) + _target_work(me) + _issue_work(me) + _request_work(me)
    found += _task_work(me) + _register_work(me) + _report_work(me) + _errand_work(me)
    return sorted(found, key=lambda w: (w.days_left is None, w.days_left or 0, w.where))


@dataclass(frozen=True, slots=True)
class MyList:
    """An enumerator's forms in rounds under way, and the first that is not done."""

    total: int
    done: int
    first: UUID | None


def my_list(me: User) -> MyList:
    """The list of a person who enters forms without seeing the round as a whole."""
    if me.may(Right.ROUND_VIEW) or not me.may(Right.REVIEW_EDIT):
        return MyList(0, 0, None)
    mine = Review.objects.visible_to(me, Right.REVIEW_EDIT).counting()
    forms = mine.filter(commune_round__status__in=ENTERABLE)
    done = Q(status=ReviewStatus.DONE)
    counts = forms.aggregate(total=Count("pk"), done=Count("pk", filter=done))
    rest = in_list_order(forms.exclude(done)).values_list("public_id", flat=True)
    return MyList(counts["total"], counts["done"], rest.first())


def _round_work(me: User) -> list[Work]:
    visible = CommuneRound.objects.visible_to(me, Right.ROUND_VIEW)
    open_ones = visible.exclude(status=RoundStatus.RECOGNISED).filter(
        round__opens_on__lte=today(), round__year=today().year
    )
    found = []
    for item in open_ones.select_related("round", "commune__parent")[:SHOWN]:
        procedure = procedures()[item.round.procedure]
        steps = next_steps(procedure, RoundStatus(item.status))
        if not any(me.acts_in(s.right, acting_area(item, s)) for s in steps):
            continue
        found.append(
            Work(
                what=f"Rà soát {item.round.when}",
                where=item.commune.full_name,
                status=item.status,
                label=item.get_status_display(),
                days_left=_days_to(item.step_due_on or item.due_on),
                url=reverse("round-detail", args=[item.public_id]),
                act=_WAITS[RoundStatus(item.status)],
            )
        )
    return found


def _report_work(me: User) -> list[Work]:
    """Reports to write, to sign, to accept; the next step says whose turn it is."""
    seen = submissions_for(me).exclude(status=SubmissionStatus.ACCEPTED)
    own_sheet = Q(adds_up=True, status=SubmissionStatus.OPEN)  # when it pleases
    areas = [grant.area_id for grant in me.current_grants()]
    near = Q(due_on__isnull=True) | Q(due_on__lte=today() + SOON)
    sent = Q(receiver__in=areas, status=SubmissionStatus.SUBMITTED)
    own = Q(area__in=areas) & ~Q(status=SubmissionStatus.SUBMITTED)
    begun = Q(period__first__lte=today())
    mine = seen.filter(near, own | sent, begun).exclude(own_sheet)
    found = []
    for row in mine.order_by("due_on", "pk")[: SHOWN * 2]:
        moves = moves_from(SubmissionStatus(row.status), agency=row.agency_id is not None)
        if any(may_take(me, move, row) for move in moves):
            found.append(_one_report(row, _act_of(row, moves[0].act)))
    return found[:SHOWN]


def _act_of(row: Submission, act: str) -> str:
    """What is to be done: first its figures, after a return the mending."""
    if row.status == SubmissionStatus.RETURNED:
        return "Sửa và trình lại"
    table = row.period.regime.columns
    begun = row.answers if table else row.run_id
    return act if begun or row.status != SubmissionStatus.OPEN else "Lập báo cáo"


def _one_report(row: Submission, act: str) -> Work:
    late = row.days_late and not row.is_sent
    return Work(
        what=str(row.period),
        where=row.unit_name,
        status="returned" if late else row.status,
        label=f"Quá hạn · {row.state}" if late else row.state,
        days_left=_days_to(row.due_on),
        url=reverse("submission-detail", args=[row.public_id]),
        act=act,
    )


def _register_work(me: User) -> list[Work]:
    """What registers ask of this person soon: difficulties, remedies, money to come back."""
    return [
        Work(
            what=due.register.title
            if due.register.personal  # who is meant is read, and logged, on its own page
            else f"{due.register.title}: {due.row}",
            where=str(due.row.agency or due.row.area.full_name),
            status="returned" if due.due_on < today() else "waiting",
            label="Quá hạn" if due.due_on < today() else due.register.waits,
            days_left=_days_to(due.due_on),
            url=reverse("register-detail", args=[due.register.slug, due.row.public_id]),
            act=due.register.lines.act if due.register.lines else due.register.act,
        )
        for due in due_for(me, until=today() + SOON)
    ]


def _errand_work(me: User) -> list[Work]:
    """What somebody asked of this person because of a figure."""
    rows = waiting(errands_of(me)).filter(given_to=me)
    return [
        Work(
            what=row.text,
            where=row.area.full_name,
            status="returned" if row.due_on < today() else "waiting",
            label="Quá hạn" if row.due_on < today() else f"{row.given_by} giao",
            days_left=_days_to(row.due_on),
            url=reverse("errand-detail", args=[row.public_id]),
            act="Trả lời việc được giao",
        )
        for row in rows[:SHOWN]
    ]


def _request_work(me: User) -> list[Work]:
    """Requests that nobody has looked at yet, by commune."""
    seen = ReviewRequest.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    waiting = seen.filter(status=RequestStatus.RECEIVED, quick_pass__isnull=True)
    rows = waiting.values("commune__name", "commune__kind").annotate(
        count=Count("pk"), due=Min("appointment_on")
    )
    return [
        Work(
            what=f"{row['count']} giấy đề nghị chờ xem xét",
            where=f"{row['commune__kind']} {row['commune__name']}",
            status=RequestStatus.RECEIVED,
            label=RequestStatus.RECEIVED.label,
            days_left=_days_to(row["due"]),
            url=f"{reverse('request-list')}?open=1",
            act="Xem xét giấy đề nghị",
        )
        for row in rows.order_by("commune__name")
    ]


def _days_to(day: date | None) -> int | None:
    return None if day is None else (day - today()).days


def _target_work(me: User) -> list[Work]:
    """Figures to register for one's own area, and asked figures to answer; once a plan."""
    mine = _own_areas(me, Right.TARGET_REGISTER)
    answers = _own_areas(me, Right.TARGET_APPROVE)
    lines = Target.objects.visible_to(me, Right.PLAN_VIEW).filter(
        kind__in=TABLE_KINDS, plan__status=PlanStatus.DRAFT
    )
    open_ones = (TargetStatus.DRAFT, TargetStatus.RETURNED)
    to_register = lines.filter(kind=TargetKind.LINE, status__in=open_ones, area__in=mine)
    to_answer = lines.filter(status=TargetStatus.REGISTERED, plan__area__in=answers)
    acts = [("Đăng ký chỉ tiêu", to_register), ("Phê duyệt chỉ tiêu", to_answer)]
    return [_line_work(item, act) for act, rows in acts for item in _once(rows)]


def _own_areas(me: User, right: Right) -> list[int]:
    """Areas in which the person holds the right itself."""
    return [g.area_id for g in me.current_grants() if me.acts_in(right, g.area)]


def _once(lines: QuerySet[Target]) -> list[Target]:
    """One line for each plan and area, whatever the number of indicators."""
    ordered = lines.order_by("plan_id", "area__code", "area_id", "pk")
    found = ordered.distinct("plan_id", "area__code", "area_id")
    return list(found.select_related("plan__area", "area")[:SHOWN])


def _line_work(item: Target, act: str) -> Work:
    return Work(
        what=f"Chỉ tiêu năm {item.plan.year}",
        where=item.area.full_name,
        status=item.status,
        label=item.get_status_display(),
        days_left=None,
        url=reverse("plan-detail", args=[item.plan.public_id]),
        act=act,
    )


def _task_work(me: User) -> list[Work]:
    """Work given by plans that is due soon or overdue."""
    day = today()
    return [
        Work(
            what=part.task.product or str(part.task),
            where=str(part.agency or part.area.full_name),
            status="returned" if part.is_late(day) else part.status,
            label="Quá hạn" if part.is_late(day) else part.get_status_display(),
            days_left=_days_to(part.task.due_on),
            url=f"{reverse('plan-tasks', args=[part.task.plan.public_id])}#viec-{part.public_id}",
            act="Báo tiến độ nhiệm vụ",
        )
        for part in my_parts(me, day + SOON)
    ]


def _issue_work(me: User) -> list[Work]:
    """Plans with nothing in their way wait for the area's own leader."""
    lines = Target.objects.filter(plan=OuterRef("pk"), kind__in=TABLE_KINDS)
    asked = lines.filter(kind=TargetKind.ASSIGNED, status=TargetStatus.REGISTERED)
    ready = Plan.objects.visible_to(me, Right.PLAN_ISSUE).filter(
        Exists(lines.filter(value__gt=0)),
        ~Exists(lines.filter(kind=TargetKind.LINE).exclude(status=TargetStatus.APPROVED)),
        ~Exists(asked),
        status=PlanStatus.DRAFT,
    )
    return [
        Work(
            what=f"Kế hoạch giảm nghèo năm {plan.year}",
            where=plan.area.full_name,
            status=plan.status,
            label="Không còn dòng nào chờ",
            days_left=None,
            url=reverse("plan-detail", args=[plan.public_id]),
            act="Ban hành kế hoạch",
        )
        for plan in ready.select_related("area").order_by("year", "pk")
        if me.acts_in(Right.PLAN_ISSUE, plan.area)
    ]

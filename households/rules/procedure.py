"""What may happen next in a commune's round."""

from dataclasses import dataclass
from datetime import date

from core.errors import DomainError
from households.choices import RoundKind, RoundStatus


@dataclass(frozen=True, slots=True)
class ProcedureStep:
    """One step of a procedure: from where to where, by which right, taken where."""

    start: RoundStatus
    to: RoundStatus
    right: str
    by: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps of a round and who takes them, during the days it covers.

    Unit: posting, objection and opinion in working days; meeting in percent of those
    present; starts_on_day a day of the month; decide_within in calendar days; opens and
    closes month and day of a periodic round. adds_without_request: the commune may list a
    household nobody asked for.
    None: this procedure has no such step.
    """

    code: str
    name: str
    kind: RoundKind
    first_day: date
    last_day: date | None
    source: str
    mark: str
    steps: tuple[ProcedureStep, ...]
    meeting_percent: int | None = None
    posting_days: int | None = None
    objection_days: int | None = None
    opinion_days: int | None = None
    starts_on_day: int | None = None
    decide_within_days: int | None = None
    opens: tuple[int, int] | None = None
    closes: tuple[int, int] | None = None
    adds_without_request: bool = False


ENTERABLE = frozenset({RoundStatus.SURVEY, RoundStatus.RETURNED})

TRANSITIONS: dict[RoundStatus, frozenset[RoundStatus]] = {
    RoundStatus.WAITING: frozenset({RoundStatus.SURVEY}),
    RoundStatus.SURVEY: frozenset({RoundStatus.MEETING, RoundStatus.SUBMITTED}),
    RoundStatus.MEETING: frozenset({RoundStatus.SURVEY, RoundStatus.POSTED}),
    RoundStatus.POSTED: frozenset({RoundStatus.SURVEY, RoundStatus.SUBMITTED}),
    RoundStatus.SUBMITTED: frozenset(
        {RoundStatus.RETURNED, RoundStatus.OPINED, RoundStatus.RECOGNISED}
    ),
    RoundStatus.RETURNED: frozenset({RoundStatus.MEETING, RoundStatus.SUBMITTED}),
    RoundStatus.OPINED: frozenset({RoundStatus.RECOGNISED}),
    RoundStatus.RECOGNISED: frozenset({RoundStatus.RETURNED}),
}
NEED_REASON = frozenset({RoundStatus.RETURNED})
BACKWARD = frozenset(
    {
        (RoundStatus.MEETING, RoundStatus.SURVEY),
        (RoundStatus.POSTED, RoundStatus.SURVEY),
    }
)


class WrongStep(DomainError):
    """The procedure has no such step from here."""

    code = "wrong_step"
    message = "Không thể chuyển từ “{current}” sang “{to}”. {then}"


class NotEnterable(DomainError):
    """Reviews are written only while the commune is surveying or was returned."""

    code = "round_not_enterable"
    message = (
        "Xã đang ở trạng thái “{status}” nên không sửa được phiếu; "
        "chỉ sửa được khi đang rà soát hoặc khi cấp xem xét trả lại."
    )


class ReviewsMissing(DomainError):
    """Some households of the list are not done."""

    code = "reviews_missing"
    message = (
        "Chưa trình được: còn {count} hộ chưa hoàn thành rà soát; công chức xã, rà soát "
        "viên hoàn thành các phiếu này."
    )


class ListEmpty(DomainError):
    """A commune submits a list, not nothing."""

    code = "list_empty"
    message = "Chưa trình được: danh sách rà soát chưa có hộ nào; công chức xã đưa hộ vào danh sách."


class MeetingsMissing(DomainError):
    """Some villages have not agreed to their list yet."""

    code = "meetings_missing"
    message = (
        "Chưa niêm yết được: {villages} chưa có cuộc họp đạt tỷ lệ đồng ý; công chức xã ghi "
        "biên bản họp."
    )


class RequestNeeded(DomainError):
    """Since 2022 a household outside the managed lists is reviewed on its request."""

    code = "request_needed"
    message = (
        "Hộ {name} chưa có giấy đề nghị được nhận; hãy nhận giấy đề nghị của hộ, ghi kết quả "
        "Phiếu A rồi lấy vào danh sách."
    )


class MeetingFailed(DomainError):
    """A meeting that did not agree sends the village back to the survey."""

    code = "meeting_failed"
    message = (
        "{village} họp ngày {day} không đạt tỷ lệ đồng ý; công chức xã chuyển xã về rà soát, "
        "xem lại các hộ rồi họp lại."
    )


class PostingNotOver(DomainError):
    """The list must hang its working days before it goes on."""

    code = "posting_not_over"
    message = (
        "Chưa trình được: danh sách còn niêm yết đến hết ngày {day}; sau ngày đó công chức xã "
        "trình được."
    )


class PostingMissing(DomainError):
    """What changed after the list was posted must be posted again."""

    code = "posting_missing"
    message = (
        "Chưa trình được: chưa niêm yết, hoặc có phiếu sửa, ý kiến trả lời sau lần niêm yết "
        "cuối; công chức "
        "xã niêm yết lại (đang bị trả lại thì chuyển sang họp thôn trước)."
    )


class ObjectionsOpen(DomainError):
    """An objection must be answered first."""

    code = "objections_open"
    message = (
        "Chưa trình được: còn {count} ý kiến của người dân chưa trả lời; công chức xã trả lời "
        "từng ý kiến."
    )


class NoteMissing(DomainError):
    """Returning needs a reason."""

    code = "note_missing"
    message = "Hãy ghi lý do trả lại để xã biết cần bổ sung, chỉnh sửa gì."


def check_step(
    procedure: Procedure, current: RoundStatus, to: RoundStatus
) -> ProcedureStep:
    """The procedure's step from `current` to `to`; refused if there is none.

    Unit: one step.
    Source: the procedure's own file (`source`, `mark`); law.md §3.
    """
    if to in TRANSITIONS[current]:
        for step in procedure.steps:
            if step.start == current and step.to == to:
                return step
    raise wrong_step(procedure, current, to)


# who takes a step, in words: by the commune or its superior, and the right it asks for
TAKERS = {
    ("commune", "round.decide"): "lãnh đạo UBND xã",
    ("superior", "round.decide"): "lãnh đạo UBND cấp trên",
    ("commune", ""): "công chức xã",
    ("superior", ""): "cán bộ cấp trên",
}


def taker(step: ProcedureStep) -> str:
    """Who may take a step, as a refusal names him.

    Unit: one role in words.
    Source: the procedure's own file; docs/glossary.md.
    """
    return TAKERS.get((step.by, step.right), TAKERS[step.by, ""])


def wrong_step(procedure: Procedure, current: RoundStatus, to: RoundStatus) -> WrongStep:
    """The refusal of a step the procedure does not have: what it has, and who takes it.

    Unit: one refusal.
    Source: the procedure's own file (`source`, `mark`).
    """
    offered = [f"“{s.to.label}” ({taker(s)})" for s in next_steps(procedure, current)]
    then = f"Từ đây chỉ có: {', '.join(offered)}." if offered else "Đây là bước cuối."
    return WrongStep(current=current.label, to=to.label, then=then)


def next_steps(procedure: Procedure, current: RoundStatus) -> list[ProcedureStep]:
    """Steps the procedure offers from `current`.

    Unit: a list of steps; empty at the end.
    Source: the procedure's own file (`source`, `mark`); law.md §3.
    """
    return [step for step in procedure.steps if step.start == current]


def meeting_agrees(procedure: Procedure, *, present: int, agreeing: int) -> bool:
    """Whether enough of those present agreed to the village's list.

    Unit: persons.
    Source: Quyết định 24/2021/QĐ-TTg (law.md §3, step 3): at least 50% of those present.
    """
    percent = procedure.meeting_percent or 0
    return present > 0 and agreeing * 100 >= percent * present

"""What may happen next to a unit's report, and by which right."""

from dataclasses import dataclass

from accounts.choices import Right
from core.errors import DomainError
from reports.choices import SubmissionStatus as S


class WrongStep(DomainError):
    """The report is not where this step begins."""

    code = "submission_wrong_step"
    message = "Báo cáo đang ở trạng thái “{current}”, không chuyển sang “{to}” được."


@dataclass(frozen=True, slots=True)
class Move:
    """One step: where it leads, what it is called, who takes it, what it needs."""

    to: S
    act: str
    right: Right
    by_receiver: bool = False
    needs_reason: bool = False


# an agency has no leader's account: its officer sends what its head signed on paper
MOVES: dict[S, tuple[Move, ...]] = {
    S.OPEN: (Move(S.SIGNING, "Trình lãnh đạo ký", Right.REPORT_SEND),),
    S.RETURNED: (Move(S.SIGNING, "Trình lãnh đạo ký", Right.REPORT_SEND),),
    S.SIGNING: (
        Move(S.SUBMITTED, "Ký và gửi báo cáo", Right.REPORT_SIGN),
        Move(S.OPEN, "Chuyển lại để sửa", Right.REPORT_SIGN, needs_reason=True),
    ),
    S.SUBMITTED: (
        Move(S.ACCEPTED, "Tiếp nhận báo cáo", Right.REPORT_ACCEPT, by_receiver=True),
        Move(
            S.RETURNED,
            "Trả lại để bổ sung, chỉnh sửa",
            Right.REPORT_ACCEPT,
            by_receiver=True,
            needs_reason=True,
        ),
    ),
    S.ACCEPTED: (Move(S.OPEN, "Lập bản đính chính", Right.REPORT_SEND, needs_reason=True),),
}
SEND = Move(S.SUBMITTED, "Gửi báo cáo", Right.REPORT_SEND)
# an accepted report that was opened for a correction: it stands as it was accepted
CANCEL = Move(S.ACCEPTED, "Hủy đính chính", Right.REPORT_SEND, needs_reason=True)
EDITABLE = (S.OPEN, S.RETURNED)


def moves_from(status: S, *, agency: bool, corrects: bool = False) -> tuple[Move, ...]:
    """The steps a report may take now.

    Unit: steps; an agency's officer sends without an account of a leader; what `corrects`
    an accepted edition may be given up.
    Source: ux.md (states of reports); project convention, ADR 0027.
    """
    moves = (SEND,) if agency and status in EDITABLE else MOVES[status]
    return (*moves, CANCEL) if corrects and status in EDITABLE else moves


def move_to(status: S, to: S, *, agency: bool, corrects: bool = False) -> Move:
    """The step from a status to another; refused where there is none.

    Unit: one step.
    Source: project convention, ADR 0027.
    """
    for move in moves_from(status, agency=agency, corrects=corrects):
        if move.to == to:
            return move
    raise WrongStep(current=status.label, to=to.label)

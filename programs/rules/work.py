"""How a piece of project work goes on, and what must be there before it ends."""

from collections.abc import Iterable
from datetime import date

from core.errors import DomainError
from programs.choices import ActivityStatus
from programs.kinds import Kind

NEXT: dict[ActivityStatus, tuple[ActivityStatus, ...]] = {
    ActivityStatus.PROPOSED: (ActivityStatus.APPRAISED, ActivityStatus.STOPPED),
    ActivityStatus.APPRAISED: (ActivityStatus.APPROVED, ActivityStatus.STOPPED),
    ActivityStatus.PLANNED: (ActivityStatus.RUNNING, ActivityStatus.STOPPED),
    ActivityStatus.APPROVED: (ActivityStatus.RUNNING, ActivityStatus.STOPPED),
    ActivityStatus.RUNNING: (ActivityStatus.DONE, ActivityStatus.STOPPED),
    ActivityStatus.DONE: (),
    ActivityStatus.STOPPED: (),
}


class StepNotAllowed(DomainError):
    """Work goes on step by step."""

    code = "activity_step"
    message = "Hoạt động đang ở bước “{now}”, không chuyển sang “{wanted}” được."


class ChecksMissing(DomainError):
    """A house is done when it has what a house must have."""

    code = "activity_checks_missing"
    message = "Chưa xác nhận đủ điều kiện hoàn thành: {missing}."


class StageBackwards(DomainError):
    """A work is not handed over before it was begun."""

    code = "workstage_order"
    message = "“{later}” ({last}) không được trước “{earlier}” ({first})."


class StageAhead(DomainError):
    """Nothing was reached tomorrow."""

    code = "workstage_ahead"
    message = "Ngày thực hiện {day} chưa đến."


def check_stages(done: Iterable[tuple[str, date]], *, on: date) -> None:
    """Refuse stages reached in the wrong order, or in the future; named in their order.

    Unit: days.
    Source: project convention, ADR 0024 (stages of works are data).
    """
    before: tuple[str, date] | None = None
    for name, day in done:
        if day > on:
            raise StageAhead(day=f"{day:%d/%m/%Y}")
        if before is not None and day < before[1]:
            raise StageBackwards(
                later=name,
                last=f"{day:%d/%m/%Y}",
                earlier=before[0],
                first=f"{before[1]:%d/%m/%Y}",
            )
        before = name, day


def first_status(kind: Kind) -> ActivityStatus:
    """Where work of a kind begins: proposed where it must be approved, else as planned.

    Unit: one piece of work.
    Source: law.md §5, design §3 (production projects pass proposal, appraisal, approval).
    """
    return ActivityStatus.PROPOSED if kind.approved else ActivityStatus.PLANNED


def check_step(now: ActivityStatus, wanted: ActivityStatus) -> None:
    """Refuse a step that does not follow.

    Unit: one step.
    Source: project convention, ADR 0024.
    """
    if wanted not in NEXT[now]:
        raise StepNotAllowed(now=now.label, wanted=wanted.label)


def check_done(kind: Kind, seen: Iterable[str]) -> None:
    """Refuse to end work whose checks were not all seen.

    Unit: one piece of work.
    Source: the “3 cứng” and 20 years of Dự án 5 (Kế hoạch 1335/KH-UBND).
    """
    missing = [check.name for check in kind.checks if check.key not in set(seen)]
    if missing:
        raise ChecksMissing(missing=", ".join(missing))

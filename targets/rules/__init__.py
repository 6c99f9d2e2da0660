"""The arithmetic of plans, what may happen to them, how a figure is shared out."""

from targets.rules.plan import (
    PLAN_TRANSITIONS,
    TARGET_TRANSITIONS,
    BelowAssigned,
    Line,
    LinesNotApproved,
    MoreThanTotal,
    PlanClosed,
    ReasonMissing,
    ReductionTooLarge,
    WrongTargetStep,
    check_target_step,
    explain_rate,
    needed_for_points,
    note_on_objective,
    region_of,
    total,
)
from targets.rules.sharing import share_out

__all__ = [
    "PLAN_TRANSITIONS",
    "TARGET_TRANSITIONS",
    "BelowAssigned",
    "Line",
    "LinesNotApproved",
    "MoreThanTotal",
    "PlanClosed",
    "ReasonMissing",
    "ReductionTooLarge",
    "WrongTargetStep",
    "check_target_step",
    "explain_rate",
    "needed_for_points",
    "note_on_objective",
    "region_of",
    "share_out",
    "total",
]

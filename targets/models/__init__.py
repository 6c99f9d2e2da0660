"""Plans as documents, their tasks, indicators and targets."""

from targets.models.plan import Plan, PlanQuerySet
from targets.models.target import Indicator, Target, TargetChange
from targets.models.task import Task, TaskPart

__all__ = [
    "Indicator",
    "Plan",
    "PlanQuerySet",
    "Target",
    "TargetChange",
    "Task",
    "TaskPart",
]

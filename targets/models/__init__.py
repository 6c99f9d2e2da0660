"""Plans as documents, their tasks, indicators and targets."""

from targets.models.aim import HouseholdAim
from targets.models.plan import Plan, PlanQuerySet
from targets.models.result import Result
from targets.models.target import Indicator, Target, TargetChange
from targets.models.task import Task, TaskPart
from targets.models.total import PlanTotal

__all__ = [
    "HouseholdAim",
    "Indicator",
    "Plan",
    "PlanQuerySet",
    "PlanTotal",
    "Result",
    "Target",
    "TargetChange",
    "Task",
    "TaskPart",
]

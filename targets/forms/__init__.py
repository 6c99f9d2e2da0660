"""Forms of plans, their texts and their work."""

from targets.forms.plan import AdjustForm, IssueForm, PlanForm, PlanTableForm, ShareForm
from targets.forms.text import ObjectiveForm, ResultForm
from targets.forms.work import CheckForm, TaskForm

__all__ = [
    "AdjustForm",
    "CheckForm",
    "IssueForm",
    "ObjectiveForm",
    "PlanForm",
    "PlanTableForm",
    "ResultForm",
    "ShareForm",
    "TaskForm",
]

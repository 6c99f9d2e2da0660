"""Questions about plans, their lines, their tasks, and tables that were checked."""

from targets.selectors.checks import TABLE_CHECK, checks_of, own_area
from targets.selectors.plans import (
    BelowRow,
    chain_of,
    issued_lines,
    plans_below,
    verdicts,
)
from targets.selectors.sheet import (
    Sheet,
    SheetRow,
    sheet_of,
    total_line,
    totals_of,
    waiting_of,
)
from targets.selectors.tasks import TaskProgress, my_parts, speaks_for, tasks_of

__all__ = [
    "TABLE_CHECK",
    "BelowRow",
    "Sheet",
    "SheetRow",
    "TaskProgress",
    "chain_of",
    "checks_of",
    "issued_lines",
    "my_parts",
    "own_area",
    "plans_below",
    "sheet_of",
    "speaks_for",
    "tasks_of",
    "total_line",
    "totals_of",
    "verdicts",
    "waiting_of",
]

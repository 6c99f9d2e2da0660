"""Pure rules of the registry, of rounds and of recognised status."""

from households.rules.classing import (
    MAX_POINTS,
    Classification,
    Clause,
    IncompleteReview,
    Indicator,
    Standard,
    classify,
    score_b2,
)
from households.rules.counting import (
    MAX_SIZE,
    MIN_SIZE,
    changed_answers,
    is_minority,
    poverty_rate,
)
from households.rules.procedure import (
    ENTERABLE,
    TRANSITIONS,
    ListEmpty,
    NoteMissing,
    NotEnterable,
    Procedure,
    ProcedureStep,
    ReviewsMissing,
    WrongStep,
    check_step,
    next_steps,
)

__all__ = [
    "ENTERABLE",
    "MAX_POINTS",
    "MAX_SIZE",
    "MIN_SIZE",
    "TRANSITIONS",
    "Classification",
    "Clause",
    "IncompleteReview",
    "Indicator",
    "ListEmpty",
    "NotEnterable",
    "NoteMissing",
    "Procedure",
    "ProcedureStep",
    "ReviewsMissing",
    "Standard",
    "WrongStep",
    "changed_answers",
    "check_step",
    "classify",
    "is_minority",
    "next_steps",
    "poverty_rate",
    "score_b2",
]

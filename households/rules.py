"""How a household is classed, and what may happen next in a round."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.errors import DomainError
from core.numbers import share_percent
from households.choices import Klass, RoundStatus

MIN_SIZE, MAX_SIZE = 1, 50
MAX_POINTS = 999
MINORITY_NOT = "Kinh"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One lack of a basic service that the standard asks about."""

    key: str
    dimension: str
    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A class given up to a B1 limit from a number of deprivations on.

    Unit: B1 in points; deprivations in indicators.
    """

    klass: Klass
    rural_b1_max: int
    urban_b1_max: int
    deprived_min: int

    def b1_max(self, *, urban: bool) -> int:
        """The B1 limit of the household's region."""
        return self.urban_b1_max if urban else self.rural_b1_max


@dataclass(frozen=True, slots=True)
class Standard:
    """A national poverty standard (chuẩn nghèo đa chiều) and the days it covers.

    Not only its numbers: its indicators and the order of its clauses are data too.
    """

    code: str
    name: str
    first_day: date
    last_day: date
    source: str
    mark: str
    classes: tuple[Klass, ...]
    clauses: tuple[Clause, ...]
    indicators: tuple[Indicator, ...]
    points_per_deprivation: int

    @property
    def indicator_keys(self) -> list[str]:
        """Keys of the indicators in the order of the official columns."""
        return [indicator.key for indicator in self.indicators]


@dataclass(frozen=True, slots=True)
class Classification:
    """A class and the sentence that explains it."""

    klass: Klass
    explanation: str


def classify(
    standard: Standard, *, score_b1: int, deprived: int, urban: bool
) -> Classification:
    """Class of a household under a standard: the first clause that holds.

    Unit: score_b1 in points; deprived in indicators of the standard.
    Source: the standard's own file (`source`, `mark`); law.md §2.
    """
    over: Clause | None = None
    missed: Clause | None = None
    for clause in standard.clauses:
        limit = clause.b1_max(urban=urban)
        if score_b1 > limit:
            over = clause
            continue
        if deprived < clause.deprived_min:
            missed = clause
            continue
        text = _explain(standard, clause, over, missed, (score_b1, deprived, urban))
        return Classification(klass=clause.klass, explanation=text)
    limit = max(clause.b1_max(urban=urban) for clause in standard.clauses)
    label = Klass.NOT_POOR.label
    return Classification(Klass.NOT_POOR, f"B1 {score_b1} > {limit}: {label}")


def _explain(
    standard: Standard,
    clause: Clause,
    over: Clause | None,
    missed: Clause | None,
    facts: tuple[int, int, bool],
) -> str:
    """Why this clause, in the words a person would check it with."""
    score_b1, deprived, urban = facts
    limit = clause.b1_max(urban=urban)
    bounds = f"B1 {score_b1} ≤ {limit}"
    if over is not None:
        bounds = f"B1 {score_b1} > {over.b1_max(urban=urban)} và ≤ {limit}"
    share = f"thiếu hụt {deprived}/{len(standard.indicators)} chỉ số"
    if clause.deprived_min:
        return f"{bounds} và {share}: {clause.klass.label}"
    if missed is not None:
        few = f"{share} (chưa đến {missed.deprived_min})"
        return f"{bounds} và {few}: {clause.klass.label}"
    return f"{bounds}: {clause.klass.label}"


def score_b2(standard: Standard, deprived: int) -> int:
    """B2 points of a household.

    Unit: points.
    Source: Thông tư 07/2021/TT-BLĐTBXH, Phiếu B2 [S2].
    """
    return standard.points_per_deprivation * deprived


@dataclass(frozen=True, slots=True)
class ProcedureStep:
    """One step of a procedure: from where to where, by which right, taken where."""

    start: RoundStatus
    to: RoundStatus
    right: str
    by: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """The steps of a round and who takes them, during the days it covers."""

    code: str
    name: str
    first_day: date
    last_day: date | None
    source: str
    mark: str
    steps: tuple[ProcedureStep, ...]


ENTERABLE = frozenset({RoundStatus.SURVEY, RoundStatus.RETURNED})

TRANSITIONS: dict[RoundStatus, frozenset[RoundStatus]] = {
    RoundStatus.WAITING: frozenset({RoundStatus.SURVEY}),
    RoundStatus.SURVEY: frozenset({RoundStatus.SUBMITTED}),
    RoundStatus.SUBMITTED: frozenset(
        {RoundStatus.RETURNED, RoundStatus.OPINED, RoundStatus.RECOGNISED}
    ),
    RoundStatus.RETURNED: frozenset({RoundStatus.SUBMITTED}),
    RoundStatus.OPINED: frozenset({RoundStatus.RECOGNISED}),
    RoundStatus.RECOGNISED: frozenset(),
}


class WrongStep(DomainError):
    """The procedure has no such step from here."""

    code = "wrong_step"
    message = "Không thể chuyển từ “{current}” sang “{to}”."


class NotEnterable(DomainError):
    """Reviews are written only while the commune is surveying or was returned."""

    code = "round_not_enterable"
    message = (
        "Xã đang ở trạng thái “{status}” nên không sửa được phiếu; "
        "chỉ sửa được khi đang rà soát hoặc được trả lại."
    )


class ReviewsMissing(DomainError):
    """Some households of the list are not done."""

    code = "reviews_missing"
    message = "Chưa trình được: còn {count} hộ chưa hoàn thành rà soát."


class ListEmpty(DomainError):
    """A commune submits a list, not nothing."""

    code = "list_empty"
    message = "Chưa trình được: danh sách rà soát chưa có hộ nào."


class NoteMissing(DomainError):
    """Returning needs a reason."""

    code = "note_missing"
    message = "Hãy ghi lý do trả lại để xã biết cần bổ sung, chỉnh sửa gì."


class IncompleteReview(DomainError):
    """A finished form has its B1 total."""

    code = "review_incomplete"
    message = "Chưa hoàn thành được: thiếu tổng điểm B1."


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
    raise WrongStep(current=current.label, to=to.label)


def next_steps(procedure: Procedure, current: RoundStatus) -> list[ProcedureStep]:
    """Steps the procedure offers from `current`.

    Unit: a list of steps; empty at the end.
    Source: the procedure's own file (`source`, `mark`); law.md §3.
    """
    return [step for step in procedure.steps if step.start == current]


def is_minority(ethnic_group: str) -> bool:
    """Whether a household counts as ethnic-minority (DTTS), by its head's group.

    Unit: yes or no.
    Source: law.md §3, groups [G].
    """
    return bool(ethnic_group) and ethnic_group != MINORITY_NOT


def poverty_rate(poor: int, households: int) -> Decimal | None:
    """Share of poor households.

    Unit: percent of households, half up to two decimals; None without households.
    Source: law.md §4, form 1, column 4 = 3/1.
    """
    return share_percent(poor, households)


def changed_answers(before: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    """Names of the answers that differ between two states of a form.

    Unit: field names.
    Source: project convention, docs/glossary.md (review).
    """
    return [name for name in now if before.get(name) != now[name]]

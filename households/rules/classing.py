"""How a household is classed under a standard, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.errors import DomainError
from households.choices import Klass

MAX_POINTS = 999


@dataclass(frozen=True, slots=True)
class Indicator:
    """One lack of a basic service that the standard asks about.

    `suggest` says how the members' data answer it, where they can (rules.suggestions).
    """

    key: str
    dimension: str
    name: str
    definition: str
    suggest: Mapping[str, Any] = field(default_factory=dict)


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
    note: str = ""

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


def with_average(found: Classification) -> Classification:
    """The class after the commune confirmed average-standard farming.

    Only a household above the lists can be one; the others keep their class.

    Unit: one class.
    Source: law.md §3: farming households of average standard need their own request and
    confirmation [G]; no B1 limit of theirs is known [?].
    """
    if found.klass != Klass.NOT_POOR:
        return found
    above = found.explanation.rsplit(":", 1)[0]
    text = f"{above}; đã xác nhận: {Klass.AVERAGE.label}"
    return Classification(Klass.AVERAGE, text)


def score_b2(standard: Standard, deprived: int) -> int:
    """B2 points of a household.

    Unit: points.
    Source: Thông tư 07/2021/TT-BLĐTBXH, Phiếu B2 [S2].
    """
    return standard.points_per_deprivation * deprived


class IncompleteReview(DomainError):
    """A finished form has its B1 total."""

    code = "review_incomplete"
    message = "Chưa hoàn thành được: thiếu tổng điểm B1."

"""Money in whole đồng: what was given, changed, shared and spent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.errors import DomainError
from core.numbers import share_percent, show_int
from programs.choices import EntryKind, Fund

MOST_MONEY = 10**15  # đồng in one figure: a thousand provinces' five-year sums
# what an entry does to the amount disbursed; commitments, clearings and settlements move nothing
SIGNS: dict[EntryKind, int] = {
    EntryKind.COMMITMENT: 0,
    EntryKind.ADVANCE: 1,
    EntryKind.PAYMENT: 1,
    EntryKind.CLEARING: 0,  # its advance counted already
    EntryKind.RETURN: -1,
    EntryKind.SETTLEMENT: 0,
}


class MoreThanGiven(DomainError):
    """Nobody shares or spends more than there is."""

    code = "allocation_holds_its_parts"
    message = (
        "{area}, {project}: còn {left} đồng, không đủ {wanted} đồng (đã giao {given}, đã "
        "phân bổ {shared}, đã giải ngân {spent})."
    )


class TransferUnbalanced(DomainError):
    """A transfer moves money, it makes none."""

    code = "transfer_unbalanced"
    message = "Điều chuyển phải giữ nguyên tổng: các khoản cộng lại lệch {gap} đồng."


class TransferAcross(DomainError):
    """A transfer keeps nature, source and year."""

    code = "transfer_across"
    message = "Điều chuyển phải giữ nguyên {what}; muốn đổi thì dùng quyết định điều chỉnh."


@dataclass(frozen=True, slots=True)
class Purse:
    """One allocation in numbers.

    Unit: đồng.
    """

    opening: int
    changed: int
    shared: int
    spent: int

    @property
    def given(self) -> int:
        """The current plan: opening and all changes."""
        return self.opening + self.changed

    @property
    def left(self) -> int:
        """Neither shared further down nor spent."""
        return self.given - self.shared - self.spent

    def __add__(self, other: "Purse") -> "Purse":
        return Purse(
            self.opening + other.opening,
            self.changed + other.changed,
            self.shared + other.shared,
            self.spent + other.spent,
        )


def disbursed_share(spent: int, given: int) -> Decimal | None:
    """Disbursed of the current plan.

    Unit: percent, half up; None where there is no plan.
    Source: law.md §5: percent is "none" where there is no plan, not 0.
    """
    return share_percent(spent, given)


def check_transfer(deltas: Iterable[int], sameness: Mapping[str, set[object]]) -> None:
    """Refuse a transfer that makes money, or that changes what money must stay.

    Unit: đồng; `sameness` maps a word to the values found.
    Source: law.md §5: totals and nature preserved where the law asks.
    """
    gap = sum(deltas)
    if gap:
        raise TransferUnbalanced(gap=show_int(gap))
    for what, found in sameness.items():
        if len(found) > 1:
            raise TransferAcross(what=what)


def check_shares(shares: Mapping[Fund, int], amount: int) -> None:
    """The sources of one amount are the amount.

    Unit: đồng.
    Source: law.md §5 (sources of programme money).
    """
    gap = amount - sum(shares.values())
    if gap:
        raise SharesUnbalanced(gap=show_int(gap))


class SharesUnbalanced(DomainError):
    """An amount is the sum of its sources."""

    code = "shares_unbalanced"
    message = "Các nguồn cộng lại lệch {gap} đồng so với tổng số."


def spread(whole: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Whole đồng in proportion to weights, by the largest remainder; the parts are the whole.

    Unit: đồng, by the keys of the weights; nothing where nobody has weight.
    Source: the People's Council's norms are data (law.md §5); the rounding is a project
    convention, ADR 0022.
    """
    total = sum(weights.values())
    if total <= 0:
        return dict.fromkeys(weights, 0)
    exact = {key: Fraction(whole * weight, total) for key, weight in weights.items()}
    parts = {key: int(share) for key, share in exact.items()}
    by_rest = sorted(exact, key=lambda key: (parts[key] - exact[key], key))
    for key in by_rest[: whole - sum(parts.values())]:
        parts[key] += 1
    return parts

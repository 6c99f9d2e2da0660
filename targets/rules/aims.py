"""What a household may be registered for in a year."""

from core.errors import DomainError
from targets.choices import Aim

INDICATORS: dict[Aim, str] = {
    Aim.ESCAPE: "poor_reduction",
    Aim.ESCAPE_NEAR: "near_poor_reduction",
    Aim.SUPPORT: "no_capacity_supported",
}
POOR, NEAR_POOR = "poor", "near_poor"


class NotOnTheLists(DomainError):
    """Only a household recognised poor or near-poor can escape."""

    code = "aim_not_on_the_lists"
    message = (
        "Hộ {household} không thuộc hộ nghèo, hộ cận nghèo được công nhận đến {day}; không "
        "đăng ký được."
    )


class SupportMissing(DomainError):
    """Who cannot work is not asked to escape: the support is planned instead."""

    code = "householdaim_support_is_planned"
    message = (
        "Hộ {household} không có khả năng lao động: ghi hướng hỗ trợ riêng của hộ rồi đăng "
        "ký."
    )


def aim_of(klass: str, *, able: bool) -> Aim | None:
    """What a household of that recognised class is registered for; None for no other.

    Unit: one aim.
    Source: project convention, ADR 0021; households without working capacity have a
    support plan of their own.
    """
    if klass == POOR:
        return Aim.ESCAPE if able else Aim.SUPPORT
    return Aim.ESCAPE_NEAR if klass == NEAR_POOR else None

"""The arithmetic of programme money, and where a project applies."""

from programs.rules.applying import Applies, applies
from programs.rules.money import (
    Purse,
    check_shares,
    check_transfer,
    disbursed_share,
    spread,
)

__all__ = [
    "Applies",
    "Purse",
    "applies",
    "check_shares",
    "check_transfer",
    "disbursed_share",
    "spread",
]

"""Numbers as people in Việt Nam read and write them; rates."""

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

TWO_PLACES = Decimal("0.01")
LONGEST = 27  # letters of a number: a sheet writes a rate with up to twenty digits


def share_percent(part: int, whole: int, *, places: int = 2) -> Decimal | None:
    """Share of `part` in `whole`, in percent, rounded half up to `places` decimals.

    Unit: percent; None where there is no whole.
    Source: project convention, ADR 0004.
    """
    if whole == 0:
        return None
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def truncated_percent(part: int, whole: int) -> Decimal | None:
    """Share of `part` in `whole`, in percent, cut after two decimals.

    Unit: percent; None where there is no whole.
    Source: project convention, ADR 0004; printed plans truncate (seed 001).
    """
    if whole == 0:
        return None
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(TWO_PLACES, rounding=ROUND_DOWN)


def show_int(value: int | None) -> str:
    """`15954` as `15.954`; unknown is a dash."""
    return "–" if value is None else f"{value:,}".replace(",", ".")


def show_decimal(value: Decimal | None, places: int = 2) -> str:
    """`2.08` as `2,08`; unknown is a dash."""
    if value is None:
        return "–"
    text = f"{value:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,"))


def show_plain(value: Decimal) -> str:
    """`7.00` as `7`, `1.25` as `1,25`: no more decimals than say something."""
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return show_decimal(value, places)


_GROUPED = re.compile(r"-?\d{1,3}([.,]\d{3})+")


def _short(text: str) -> str:
    """Digits nobody counts with are no number."""
    if len(text) > LONGEST:
        raise ValueError(text[:LONGEST])
    return text


def parse_int(text: str) -> int:
    """A whole number written `1.491`, `1,491`, `1491` or `1491.0`; else ValueError."""
    clean = _short(text.strip().replace("\u00a0", "").replace(" ", ""))
    if _GROUPED.fullmatch(clean):
        return int(re.sub(r"[.,]", "", clean))
    if re.fullmatch(r"-?\d+([.,]0+)?", clean):
        return int(re.split(r"[.,]", clean)[0])
    raise ValueError(text)


def parse_decimal(text: str) -> Decimal:
    """A number written `2,08`, `2.08`, `1.234,5` or `27,42%`; else ValueError."""
    clean = _short(text.strip().rstrip("%").replace("\u00a0", "").replace(" ", ""))
    if not re.fullmatch(r"-?[\d.,]*\d", clean):
        raise ValueError(text)
    last = max(clean.rfind(","), clean.rfind("."))
    if last < 0:
        return Decimal(clean)
    whole = re.sub(r"[.,]", "", clean[:last])
    return Decimal(f"{whole or '0'}.{clean[last + 1 :]}")


def whole(text: str) -> int | None:
    """A whole number from 0, written with plain digits; None for anything else."""
    clean = text.strip()
    return int(clean) if clean.isascii() and clean.isdigit() and len(clean) < 10 else None  # noqa: PLR2004


def pad_number(number: str) -> str:
    """“5/BC-UBND” as “05/BC-UBND”: a document's number below ten is padded (law.md §6)."""
    digits = len(number) - len(number.lstrip("0123456789"))
    return f"0{number}" if digits == 1 else number

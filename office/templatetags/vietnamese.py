"""How numbers and states are shown in every template."""

import re
from decimal import Decimal

from django import template

from core.numbers import show_decimal, show_int, show_plain

register = template.Library()


@register.filter
def so(value: int | None) -> str:
    """A whole number with dots; unknown is a dash."""
    return show_int(value)


@register.filter
def thap_phan(value: Decimal | None) -> str:
    """A number with two decimals and a comma; unknown is a dash."""
    return show_decimal(value)


@register.filter
def phan_tram(value: Decimal | None) -> str:
    """A rate in percent; unknown is a dash."""
    return "–" if value is None else f"{show_decimal(value)}%"


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    """The value under a computed key."""
    return mapping.get(key)


@register.filter
def o(value: object) -> object:
    """A frozen report's cell: whole numbers with dots, rates with a comma, None a dash."""
    if value is None:
        return "–"
    if isinstance(value, int):
        return show_int(value)
    text = str(value)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return show_decimal(Decimal(text), len(text.split(".")[1]))
    return text


@register.filter
def gon(value: Decimal | int | None) -> str:
    """`1491.00` as `1.491`, `1.25` as `1,25`: no more decimals than say something."""
    return "–" if value is None else show_plain(Decimal(value))


@register.filter
def ngay(value: str) -> str:
    """A day kept as `2024-05-02`, as people read it; unknown is a dash."""
    return "/".join(reversed(value.split("-"))) if value else "–"

"""How numbers and states are shown in every template."""

from decimal import Decimal

from django import template

from core.numbers import show_decimal, show_int

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

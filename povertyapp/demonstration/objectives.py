"""Which number of which sentence of the five plans is which objective: a table to read.

python -m povertyapp.demonstration.objectives > docs/plan-objectives.md
"""

from decimal import Decimal
from typing import Any

from core.numbers import show_plain
from povertyapp.reference import read_json

TITLE = """# Numbers of the five plans

Made from `data/plans/plans.json`; a test walks the plans' own words and finds every number here.

| plan | sentence | indicator | value | unit |
|---|---|---|---|---|
"""
SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "eq": "=", "about": "≈", "between": ""}


def table() -> str:
    """The table in Markdown."""
    indicators = {one["code"]: one for one in _list("indicators.json")}
    rows = [
        " | ".join(
            (
                plan["number"],
                item["sentence"],
                indicators[item["indicator"]]["name"],
                _value(item),
                indicators[item["indicator"]]["unit"],
            )
        )
        for plan in _list("plans/plans.json")
        for item in plan["objectives"]
    ]
    return TITLE + "".join(f"| {row} |\n" for row in rows)


def _list(path: str) -> list[dict[str, Any]]:
    found = read_json(path)
    assert isinstance(found, list)  # noqa: S101 - our own files
    return found


def _value(item: dict[str, Any]) -> str:
    numbers = [
        show_plain(Decimal(item[name])) for name in ("value", "value_to") if name in item
    ]
    words = f"{SIGNS[item['operator']]} {' – '.join(numbers) or item['outside']}".strip()
    if "value_from" in item:
        words += f" (từ {show_plain(Decimal(item['value_from']))})"
    if "by_year" in item:
        words += f", đến {item['by_year']}"
    return words

"""Needs and the policies that answer them: a data file an administrator sets."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from programs.rules.needs import Need

FILE = Path(__file__).resolve().parent.parent / "data" / "need-answers.json"


@cache
def _raw() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@cache
def answerable_needs() -> dict[str, Need]:
    """All needs by key, in the order of the file."""
    return {
        raw["key"]: Need(
            key=raw["key"],
            name=raw["name"],
            deprivations=frozenset(raw["deprivations"]),
            causes=frozenset(raw["causes"]),
            asked=frozenset(raw["asked"]),
            policies=tuple(raw["policies"]),
        )
        for raw in _raw()["needs"]
    }


@cache
def priority_order() -> dict[str, int]:
    """Groups that come first, the first 0."""
    return {key: n for n, key in enumerate(_raw()["priority"])}


def needs_source() -> str:
    """How sure the matching and the order are, in words."""
    return f"{_raw()['source']}. {_raw()['priority_source']}."

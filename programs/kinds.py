"""Kinds of project work: the dated data file that names products, units and checks."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "data" / "activity-kinds.json"


@dataclass(frozen=True, slots=True)
class Product:
    """What a kind of work brings, and what it is counted in."""

    key: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Check:
    """What must be seen before a piece of work counts as done."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage a work passes on its way, in the order of the data."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of work: the projects it may belong to, its products, checks and stages.

    `approved` says whether it passes proposal, appraisal and approval; `policy` is the
    code of the policy under which its households are supported, `reach` the product that
    counts whom it reaches; empty projects: any.
    """

    key: str
    name: str
    projects: tuple[str, ...]
    products: tuple[Product, ...]
    checks: tuple[Check, ...]
    approved: bool
    policy: str
    reach: str
    source: str
    stages: tuple[Stage, ...]

    def product(self, key: str) -> Product:
        """One product by its key."""
        return next(product for product in self.products if product.key == key)

    def belongs_to(self, project_code: str) -> bool:
        """Whether work of this kind may be done in a project."""
        return not self.projects or project_code in self.projects


def _kind(raw: dict[str, Any]) -> Kind:
    return Kind(
        key=raw["key"],
        name=raw["name"],
        projects=tuple(raw["projects"]),
        products=tuple(Product(*one) for one in raw["products"]),
        checks=tuple(Check(*one) for one in raw.get("checks", [])),
        approved=raw.get("approved", False),
        policy=raw.get("policy", ""),
        reach=raw.get("reach", ""),
        source=raw["source"],
        stages=tuple(Stage(*one) for one in raw.get("stages", [])),
    )


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by key, in the order of the file."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return {kind.key: kind for kind in map(_kind, raw["kinds"])}

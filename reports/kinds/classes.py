"""What forms 9 and 10 share: the same columns for the poor and for the near-poor."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import make_dataclass
from typing import Any

from households.choices import Klass
from office.columns import column
from reports.rules.measures import NAME_OF

CLASSES = {Klass.POOR: "Hộ nghèo", Klass.NEAR_POOR: "Hộ cận nghèo"}
By = dict[Klass, Counter[str]]


def opens(codes: Sequence[str]) -> dict[str, str]:
    """The figure behind each column of both classes.

    `codes` are those of one class, in the order of its columns: empty for the whole
    class, `cause:illness` for what it is about.
    """
    return {
        f"{klass}_{n}": f"{NAME_OF[klass]}:{code}".rstrip(":")
        for klass in CLASSES
        for n, code in enumerate(codes, start=1)
    }


def row_class(name: str, headings: Sequence[str]) -> type:
    """A row class with each heading once a class, numbered through."""
    fixed: list[tuple[str, type, Any]] = [
        ("order", str, column("TT", formula="A", width=6)),
        ("area", str, column("Khu vực/ Địa bàn", formula="B", width=24)),
    ]
    rest = [
        (
            f"{klass}_{n}",
            object,
            column(
                heading,
                unit="hộ",
                number_format="#,##0",
                width=9,
                formula=str(n + len(headings) * before),
                group=group,
            ),
        )
        for before, (klass, group) in enumerate(CLASSES.items())
        for n, heading in enumerate(headings, start=1)
    ]
    return make_dataclass(name, [*fixed, *rest], frozen=True)

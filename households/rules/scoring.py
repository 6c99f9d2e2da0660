"""Income points (B1) by the items of a scoring sheet, where one is loaded."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import DomainError


class SheetIncomplete(DomainError):
    """A sheet is answered whole, or its total is entered directly."""

    code = "sheet_incomplete"
    message = (
        "Chấm theo mục còn thiếu: {items}. Hãy chấm đủ các mục, hoặc bỏ trống mọi mục và "
        "nhập thẳng tổng điểm B1."
    )


class SheetUnknown(DomainError):
    """The sheet or one of its answers is not loaded here."""

    code = "sheet_unknown"
    message = "Bảng điểm B1 không có mục hoặc lựa chọn “{what}”."


class SheetUnverified(DomainError):
    """Points of an unverified sheet decide about nobody."""

    code = "sheet_unverified"
    message = (
        "Chưa đi tiếp được: {count} phiếu chấm theo “{sheet}”, bảng điểm chưa đối chiếu "
        "với văn bản. Hãy nhập thẳng tổng điểm B1 của các phiếu đó."
    )


@dataclass(frozen=True, slots=True)
class Option:
    """One answer and its points in each region."""

    key: str
    name: str
    rural: int
    urban: int

    def points(self, *, urban: bool) -> int:
        """Points of the household's region."""
        return self.urban if urban else self.rural


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a sheet."""

    key: str
    name: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ScoringSheet:
    """A version of Phiếu B1: its items and whether anybody compared it with the law."""

    code: str
    name: str
    standards: tuple[str, ...]
    verified: bool
    source: str
    mark: str
    items: tuple[Item, ...]


def total_points(sheet: ScoringSheet, answers: Mapping[str, str], *, urban: bool) -> int:
    """B1 of a household whose sheet is answered whole.

    Unit: points.
    Source: the sheet's own file (`source`, `mark`); law.md §2: the table of 2022-2025 is
    not available [?].
    """
    items = {item.key: item for item in sheet.items}
    for key in answers:
        if key not in items:
            raise SheetUnknown(what=key)
    missing = [item.name for item in sheet.items if not answers.get(item.key)]
    if missing:
        raise SheetIncomplete(items=", ".join(missing))
    total = 0
    for item in sheet.items:
        chosen = next((o for o in item.options if o.key == answers[item.key]), None)
        if chosen is None:
            raise SheetUnknown(what=answers[item.key])
        total += chosen.points(urban=urban)
    return total

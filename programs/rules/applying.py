"""Whether a project applies to an area in a year, and why."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Applies:
    """The answer and the sentence that explains it."""

    yes: bool
    why: str


def applies(
    *, stated: bool | None, source: str, wanted: Sequence[str], held: Sequence[str]
) -> Applies:
    """Whether a project applies: what was stated for the area or above it, else where it runs.

    A project that runs only in designated areas (huyện nghèo…) needs one of them.

    Unit: one project, area and year.
    Source: Quyết định 90/QĐ-TTg (title S); what runs where is data of the province
    (Phú Thọ runs DA2, 3, 4, 6, 7).
    """
    if stated is not None:
        word = "áp dụng" if stated else "không áp dụng"
        return Applies(stated, f"{word} theo {source}")
    if not wanted:
        return Applies(yes=True, why="áp dụng cho mọi địa bàn")
    if set(wanted) & set(held):
        return Applies(yes=True, why="địa bàn thuộc diện của dự án")
    return Applies(yes=False, why="chỉ áp dụng cho địa bàn thuộc diện của dự án")

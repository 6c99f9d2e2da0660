"""Findings as sentences: where, what is printed, what it should be, why."""

from collections.abc import Callable, Sequence

from targets.checker.explaining import shown
from targets.checker.findings import Candidate, Finding, Kind
from targets.checker.table import Cell


def in_words(found: Finding, name: Callable[[Cell], str], label: str) -> str:
    """One sentence about a finding; `name` says what the sheet calls a cell.

    Unit: one sentence, without what could be proposed.
    Source: project convention, ux.md (errors: what, where, how to mend).
    """
    where, why = ", ".join(name(cell) for cell in found.cells), found.explanation
    sentences = {
        Kind.LABEL: f"Ô {where} ({label}): in {found.printed}, tính đúng là "
        f"{found.computed}: {why}. Không phải lỗi.",
        Kind.CELL: f"Ô {where} ({label}): in {found.printed}, phải là {found.computed}: {why}.",
        Kind.SWAPPED: f"Ô {where}: {found.printed}: {why}.",
        Kind.MISSING_ROW: f"Dòng “{label}”: {why}; dòng thiếu có {found.computed}.",
        Kind.PROMISE: f"Ô {where} ({label}): {why}.",
        Kind.UNCLEAR: f"Các ô {where} không khớp nhau: {why}.",
    }
    return sentences[found.kind]


def proposals(found: Finding) -> Sequence[Candidate]:
    """Cells that may be wrong, where no single one stands out.

    Unit: candidates, each with the values it could have.
    Source: project convention, docs/adr.
    """
    return found.candidates if found.kind == Kind.UNCLEAR else ()


def proposal_in_words(one: Candidate, name: Callable[[Cell], str]) -> str:
    """What one cell would have to be.

    Unit: part of a sentence.
    Source: project convention.
    """
    values = ", ".join(shown(value) for value in one.values)
    why = f" ({one.why})" if one.why else ""
    return f"nếu ô {name(one.cell)} sai: phải là {values}{why}"

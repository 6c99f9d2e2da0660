"""The only place that makes PDF papers: Typst templates, fonts of our own."""

import json
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE.parent / "templates" / "print"
PDF = "application/pdf"


PPI = 200  # of a picture in a document


def write_pdf(template: str, data: dict[str, Any]) -> bytes:
    """One paper as PDF/A4; `data` reaches the template as plain values.

    Text is text: nothing a person typed is read as markup (templates get it as JSON).
    """
    return _compiled(template, data)


def write_png(template: str, data: dict[str, Any]) -> bytes:
    """One picture for a document, drawn by the same templates."""
    return _compiled(template, data, format="png", ppi=PPI)


def _compiled(template: str, data: dict[str, Any], **how: Any) -> bytes:
    made: bytes = typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=str)},
        **how,
    )
    return made

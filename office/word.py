"""The only place that writes Word documents: the layout of Nghị định 30/2020/NĐ-CP.

A4, margins 20/30/15 mm, Times New Roman, quốc hiệu right, issuing body left, page number
centred at the top from page 2, “Nơi nhận” left of the signature (law.md §6 [S]).
"""

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from core.text import printable
from office.letter import write_png

FONT = "Times New Roman"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CENTRE, LEFT, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)
MOST_ROWS = 300  # of one table: more is a matter of the workbook
CHART_WIDTH = 169  # mm
WIDE = 8  # columns that a portrait page still shows at a readable size


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look: points, bold, italic."""

    size: int
    bold: bool = False
    italic: bool = False

    def put(self, paragraph: Paragraph, text: str) -> None:
        """Write the words so."""
        run = paragraph.add_run(printable(text))
        run.font.size, run.bold, run.italic = Pt(self.size), self.bold, self.italic


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table of a report: its headings, its rows as people read them, which are bold."""

    title: str
    headings: Sequence[str]
    widths: Sequence[int]
    rows: Sequence[Sequence[str]]
    bold: Sequence[bool]
    words: Sequence[bool]
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PaperChart:
    """Bars of a report: each its name, its length, and its value as people read it."""

    title: str
    bars: Sequence[tuple[str, float, str]]
    source: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A report as a document: who issues it, its parts, its tables, who signs.

    `parts` are titles with their paragraphs.
    """

    superior: str
    issuer: str
    number: str
    place: str
    name: str
    about: str
    parts: Sequence[tuple[str, Sequence[str]]]
    tables: Sequence[PaperTable]
    receivers: Sequence[str]
    authority: Sequence[str]
    signer: str
    charts: Sequence[PaperChart] = ()


def write_docx(paper: Paper) -> bytes:
    """The paper as a Word document."""
    document = Document()
    _page(document)
    _head(document, paper)
    title = Look(14, bold=True)
    _line(document, paper.name.upper(), look=title, align=CENTRE, space=(10, 2))
    _line(document, paper.about, look=title, align=CENTRE, space=(0, 10))
    for name, paragraphs in paper.parts:
        _line(document, name, look=Look(13, bold=True), space=(6, 2))
        for text in paragraphs:
            _line(document, text, look=Look(13), align=BOTH, indent=10, space=(0, 4))
    _foot(document, paper)
    if paper.charts:
        _pictures(document, paper.charts)
    for table in paper.tables:
        _appendix(document, table)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def _page(document: Doc) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)  # type: ignore[attr-defined]
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = CENTRE
    _field(number.add_run(), "PAGE")


def _field(run: Run, code: str) -> None:
    """A field that Word computes, the page's number."""
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _head(document: Doc, paper: Paper) -> None:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    _widths(table, [60, 105])
    if paper.superior:
        _add(left, paper.superior.upper(), Look(12))
    _rule(_add(left, paper.issuer.upper(), Look(12, bold=True)))
    _add(left, paper.number, Look(13))
    _add(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Look(12, bold=True))
    _rule(_add(right, "Độc lập - Tự do - Hạnh phúc", Look(13, bold=True)))
    _add(right, paper.place, Look(13, italic=True))


def _add(cell: _Cell, text: str, look: Look) -> Paragraph:
    """A centred line of a cell; the first takes the paragraph every cell begins with."""
    begun = len(cell.paragraphs) > 1 or cell.paragraphs[0].text
    paragraph: Paragraph = cell.add_paragraph() if begun else cell.paragraphs[0]
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(2)
    look.put(paragraph, text)
    return paragraph


def _rule(paragraph: Paragraph) -> None:
    """The short line under the motto and under the issuing body."""
    for run in paragraph.runs:
        run.underline = True


def _line(
    document: Doc,
    text: str,
    *,
    look: Look,
    align: WD_ALIGN_PARAGRAPH = LEFT,
    indent: int = 0,
    space: tuple[int, int] = (0, 2),
) -> None:
    """A line of its own; `space` is before and after, in points, `indent` in mm."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(space[0]), Pt(space[1])
    shape.first_line_indent = Mm(indent)
    look.put(paragraph, text)


def _foot(document: Doc, paper: Paper) -> None:
    """“Nơi nhận” on the left, who signs on the right; they stay together."""
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _add(left, "Nơi nhận:", Look(12, bold=True, italic=True)).alignment = LEFT
    for receiver in [*paper.receivers, "Lưu: VT."]:
        _add(left, f"- {receiver}", Look(11)).alignment = LEFT
    for text in paper.authority:
        _add(right, text.upper(), Look(13, bold=True))
    for _ in range(4):
        right.add_paragraph()
    _add(right, paper.signer, Look(13, bold=True))


def _pictures(document: Doc, charts: Sequence[PaperChart]) -> None:
    """The charts on pages of their own, drawn as in the PDF."""
    section = document.add_section()
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.different_first_page_header_footer = False
    for chart in charts:
        picture = io.BytesIO(write_png("chart", asdict(chart)))
        document.add_picture(picture, width=Mm(CHART_WIDTH))
        shape = document.inline_shapes[-1]._inline.docPr
        shape.set("descr", chart.title)


def _appendix(document: Doc, told: PaperTable) -> None:
    """A table on pages of its own, broad ones across; headings repeat."""
    section = document.add_section()
    broad = len(told.headings) > WIDE
    section.orientation = WD_ORIENT.LANDSCAPE if broad else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (
        (Mm(297), Mm(210)) if broad else (Mm(210), Mm(297))
    )
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.different_first_page_header_footer = False
    _line(document, told.title, look=Look(13, bold=True), align=CENTRE, space=(0, 6))
    _table(document, told, usable=262 if broad else 175)
    if len(told.rows) > MOST_ROWS:
        more = f"Biểu có {len(told.rows)} dòng; phần còn lại xem tệp Excel."
        _line(document, more, look=Look(11, italic=True), space=(4, 2))
    for note in told.notes:
        _line(document, note, look=Look(11, italic=True), space=(4, 2))


def _table(document: Doc, told: PaperTable, *, usable: int) -> None:
    table = document.add_table(rows=1, cols=len(told.headings), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    scale = usable / sum(told.widths)
    for n, text in enumerate(told.headings):
        _fill(table.rows[0].cells[n], text, CENTRE, bold=True)
    _repeat(table)
    for cells, bold in list(zip(told.rows, told.bold, strict=True))[:MOST_ROWS]:
        row = table.add_row().cells
        for n, text in enumerate(cells):
            _fill(row[n], text, LEFT if told.words[n] else RIGHT, bold=bold)
    _widths(table, [width * scale for width in told.widths])


def _widths(table: Table, widths: Sequence[float]) -> None:
    """Widths in mm, for the grid and for every cell: programs read the one or the other."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _fill(cell: _Cell, text: str, align: WD_ALIGN_PARAGRAPH, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    Look(11, bold=bold).put(paragraph, text)


def _repeat(table: Table) -> None:
    """The first row heads every page."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    properties.append(repeat)

"""What the projects brought in a year: planned and done, by project.

Source: Thông tư 10/2022/TT-BLĐTBXH asks for outputs by project; the columns of its own
forms are not known here, so the layout is ours (ADR 0029).
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from core.numbers import share_percent
from office.columns import column
from programs.kinds import kinds
from reports.kinds.built import Built, BuiltRow, Year
from reports.kinds.money import projects_of
from reports.selectors.records import works

RATE, AMOUNT = "0.00", "#,##0.##"
Done = tuple[Decimal, Decimal]
Amount = int | Decimal


@dataclass(frozen=True, slots=True)
class OutputRow:
    """One product of a project's work. 3 = 2/1.

    Unit: each line names its own; %.
    Source: law.md §1, Thông tư 10/2022/TT-BLĐTBXH [S]; layout ours.
    """

    order: str = column("TT", formula="A", width=6)
    product: str = column("Dự án, kết quả, sản phẩm", formula="B", width=60)
    unit: str = column("Đơn vị tính", formula="C", width=14)
    planned: Amount | None = column("Kế hoạch", number_format=AMOUNT, formula="1")
    done: Amount | None = column("Thực hiện", number_format=AMOUNT, formula="2")
    rate: Decimal | None = column(
        "So với kế hoạch (%)", unit="%", number_format=RATE, formula="3=2/1"
    )


def build(asked: Year) -> Built:
    """Each project with its products; products of different units are never added."""
    counted = _counted(asked)
    rows: list[BuiltRow] = []
    ids = {project for project, _, _ in counted}
    for number, project in enumerate(projects_of(ids), start=1):
        name = f"{project.code}: {project.name}"
        heading = OutputRow(str(number), name, "", None, None, None)
        rows.append(BuiltRow(heading, bold=True, is_heading=True))
        rows += [
            BuiltRow(
                _row(f"{kind.name}: {product.name}", product.unit, counted[key]),
                area=str(asked.area.public_id),
                opens=f"{project.public_id}/{kind.key}.{product.key}",
            )
            for kind in kinds().values()
            for product in kind.products
            if (key := (project.pk, kind.key, product.key)) in counted
        ]
    notes = [
        "Theo sổ hoạt động của năm lúc lập báo cáo, không tính hoạt động đã dừng; sản phẩm "
        "khác đơn vị tính không cộng với nhau.",
    ]
    title = f"KẾT QUẢ THEO DỰ ÁN NĂM {asked.year}"
    opens = {"planned": "@planned", "done": "@done", "rate": "@done"}
    return Built(OutputRow, rows, title, {}, notes, opens=opens)


def _counted(asked: Year) -> dict[tuple[int, str, str], Done]:
    """Planned and done by project, kind of work and product; one query."""
    standing = works(asked.everything).filter(outputs__isnull=False)
    sums = standing.values_list("project_id", "kind", "outputs__product").annotate(
        planned=Sum("outputs__planned", default=0), done=Sum("outputs__done", default=0)
    )
    return {
        (project, kind, product): (Decimal(planned), Decimal(done))
        for project, kind, product, planned, done in sums
    }


def plain_number(value: Decimal) -> Amount:
    """A whole amount without decimals: people count works, not hundredths of them."""
    return int(value) if value == value.to_integral_value() else value


def _row(name: str, unit: str, sums: Done) -> OutputRow:
    planned, done = (plain_number(value) for value in sums)
    scaled = [int(value * 100) for value in sums]  # two decimals are all that is kept
    return OutputRow("", name, unit, planned, done, share_percent(scaled[1], scaled[0]))

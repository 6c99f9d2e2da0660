"""Budget and disbursement of a year by project and sub-project.

Source: Thông tư 10/2022/TT-BLĐTBXH asks for budget and disbursement by project; the
columns of its own forms are not known here, so the layout is ours (ADR 0029).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from core.numbers import share_percent
from office.columns import column
from programs.choices import Nature
from programs.models import Project
from programs.selectors.work import signed
from reports.kinds.built import Built, BuiltRow, Year
from reports.selectors.records import STAYS, allocations, paid_of_years

INT, RATE, DONG = "#,##0", "0.00", "đồng"
GIVEN, PAID = "Vốn được sử dụng trong năm", "Đã giải ngân"
ALL = "Tổng số (đồng)"
INVEST, REST = "Vốn đầu tư phát triển (đồng)", "Vốn sự nghiệp (đồng)"
NATURES = (Nature.INVESTMENT, Nature.RECURRENT)
Key = tuple[int, int | None, str]  # project, sub-project, nature


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One project or sub-project. 4–6 of the year's money by the day; 7 = 4/1.

    Unit: đồng, %.
    Source: law.md §1, Thông tư 10/2022/TT-BLĐTBXH [S]; layout ours.
    """

    order: str = column("TT", formula="A", width=6)
    project: str = column("Dự án, tiểu dự án", formula="B", width=54)
    given: int | None = column(
        ALL, unit=DONG, number_format=INT, formula="1=2+3", group=GIVEN, width=18
    )
    given_invest: int | None = column(
        INVEST, unit=DONG, number_format=INT, formula="2", group=GIVEN, width=18
    )
    given_rest: int | None = column(
        REST, unit=DONG, number_format=INT, formula="3", group=GIVEN, width=18
    )
    paid: int | None = column(
        ALL, unit=DONG, number_format=INT, formula="4=5+6", group=PAID, width=18
    )
    paid_invest: int | None = column(
        INVEST, unit=DONG, number_format=INT, formula="5", group=PAID, width=18
    )
    paid_rest: int | None = column(
        REST, unit=DONG, number_format=INT, formula="6", group=PAID, width=18
    )
    rate: Decimal | None = column(
        "Tỷ lệ giải ngân (%)", unit="%", number_format=RATE, formula="7=4/1", width=10
    )


# the allocations and entries behind each column, of the project of the row
OPENS = {
    "given": "@given",
    "given_invest": "@given_investment",
    "given_rest": "@given_recurrent",
    "paid": "@paid",
    "paid_invest": "@paid_investment",
    "paid_rest": "@paid_recurrent",
    "rate": "@paid",
}


def build(asked: Year) -> Built:
    """Projects with money in an area, their sub-projects below, and the total."""
    given, paid = _given(asked), _paid(asked)
    area = str(asked.area.public_id)
    rows: list[BuiltRow] = []
    keys = {*given, *paid}
    for number, project in enumerate(projects_of({key[0] for key in keys}), start=1):
        name = f"{project.code}: {project.name}"
        line = _of(str(number), name, (project.pk,), (given, paid))
        rows.append(BuiltRow(line, bold=True, area=area, opens=str(project.public_id)))
        rows += [
            BuiltRow(
                _of("", f"{sub.code}: {sub.name}", (project.pk, sub.pk), (given, paid)),
                area=area,
                opens=f"{project.public_id}#{sub.code}",
            )
            for sub in project.sub_projects.all()
            if any(key[:2] == (project.pk, sub.pk) for key in keys)
        ]
    whole = _sums("", "Tổng cộng", given, paid)
    rows.append(BuiltRow(whole, bold=True, area=area))
    notes = [
        "Vốn được sử dụng là vốn của năm còn lại ở từng đơn vị trong địa bàn (giao, điều "
        "chỉnh, trừ phần đã phân bổ tiếp), nên không tính hai lần. Giải ngân của vốn năm "
        f"nay đến ngày {asked.on:%d/%m/%Y}, đã trừ phần nộp trả; vốn theo sổ lúc lập.",
    ]
    title = f"VỐN VÀ GIẢI NGÂN THEO DỰ ÁN NĂM {asked.year}"
    return Built(MoneyRow, rows, title, {}, notes, opens=OPENS)


KEYS = ("project_id", "sub_project_id", "nature")


def _given(asked: Year) -> dict[Key, int]:
    rows = allocations(asked.everything).values_list(*KEYS)
    return {tuple(key): n for *key, n in rows.annotate(stays=Sum(STAYS))}


def _paid(asked: Year) -> dict[Key, int]:
    keys = [f"allocation__{key}" for key in KEYS]
    entries = paid_of_years(asked.everything).values_list(*keys)
    counted = entries.annotate(paid=Sum(signed()))
    return {tuple(key): n for *key, n in counted}


def projects_of(ids: set[int]) -> list[Project]:
    """Projects by their codes, with their sub-projects."""
    found = Project.objects.filter(pk__in=ids).prefetch_related("sub_projects")
    return list(found.order_by("code", "pk"))


Sums = tuple[Mapping[Key, int], Mapping[Key, int]]


def _of(order: str, name: str, begins: tuple[int, ...], sums: Sums) -> MoneyRow:
    """The line of a project, or of a sub-project: what its keys begin with."""
    given, paid = (
        {key: n for key, n in part.items() if key[: len(begins)] == begins} for part in sums
    )
    return _sums(order, name, given, paid)


def _sums(
    order: str, name: str, given: Mapping[Key, int], paid: Mapping[Key, int]
) -> MoneyRow:
    cells: list[Any] = []
    for part in (given, paid):
        by_nature = [
            sum(n for key, n in part.items() if key[2] == nature) for nature in NATURES
        ]
        cells += [sum(by_nature), *by_nature]
    cells.append(share_percent(cells[3], cells[0]))
    return MoneyRow(order, name, *cells)

"""Budget and disbursement of a year by project and sub-project.

Source: Thông tư 10/2022/TT-BLĐTBXH asks for budget and disbursement by project; the
columns of its own forms are not known here, so the layout is ours (ADR 0029).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum

from core.numbers import share_percent
from office.columns import column
from programs.choices import Nature
from programs.models import Allocation, Disbursement, Project
from programs.selectors.work import signed
from reports.kinds.built import Built, BuiltRow, Year

INT, RATE, DONG = "#,##0", "0.00", "đồng"
GIVEN, PAID = "Vốn được sử dụng trong năm", "Đã giải ngân"
ALL, INVEST, REST = "Tổng số", "Vốn đầu tư phát triển", "Vốn sự nghiệp"
NATURES = (Nature.INVESTMENT, Nature.RECURRENT)
Key = tuple[str, str, str]  # project, sub-project, nature


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
        "Tỷ lệ giải ngân", unit="%", number_format=RATE, formula="7=4/1", width=10
    )


def build(asked: Year) -> Built:
    """Projects with money in an area, their sub-projects below, and the total."""
    given, paid = _given(asked), _paid(asked)
    rows: list[BuiltRow] = []
    for number, project in enumerate(_projects({key[0] for key in {*given, *paid}}), 1):
        rows.append(BuiltRow(_row(str(number), project, (given, paid)), bold=True))
        subs = {key[1] for key in {*given, *paid} if key[0] == project.code and key[1]}
        rows += [
            BuiltRow(_sub_row(project, sub.code, f"{sub.code}: {sub.name}", (given, paid)))
            for sub in project.sub_projects.all()
            if sub.code in subs
        ]
    rows.append(BuiltRow(_sums("", "Tổng cộng", given, paid), bold=True))
    notes = [
        "Vốn được sử dụng là vốn của năm còn lại ở từng đơn vị trong địa bàn (giao, điều "
        "chỉnh, trừ phần đã phân bổ tiếp), nên không tính hai lần. Giải ngân của vốn năm "
        f"nay đến ngày {asked.on:%d/%m/%Y}, đã trừ phần nộp trả; vốn theo sổ lúc lập.",
    ]
    title = f"VỐN VÀ GIẢI NGÂN THEO DỰ ÁN NĂM {asked.year}"
    return Built(MoneyRow, rows, title, {}, notes)


def _given(asked: Year) -> dict[Key, int]:
    rows = Allocation.objects.within(asked.area.path).filter(year=asked.year).order_by()
    keys = ("project__code", "sub_project__code", "nature")
    stays = Sum(F("opening") + F("changed") - F("shared"))
    counted = rows.values_list(*keys).annotate(stays=stays)
    return {(p, sub or "", nature): n for p, sub, nature, n in counted}


def _paid(asked: Year) -> dict[Key, int]:
    entries = Disbursement.objects.filter(
        allocation__area_path__startswith=asked.area.path,
        allocation__year=asked.year,
        on__lte=asked.on,
        recorded_at__lte=asked.known_at,
    )
    names = ("project__code", "sub_project__code", "nature")
    keys = [f"allocation__{name}" for name in names]
    counted = entries.order_by().values_list(*keys).annotate(paid=Sum(signed()))
    return {(p, sub or "", nature): n for p, sub, nature, n in counted}


def _projects(codes: set[str]) -> list[Project]:
    """The newest project of each code, in the order of codes."""
    found = Project.objects.filter(code__in=codes).prefetch_related("sub_projects")
    newest = {p.code: p for p in found.order_by("programme__valid_from")}
    return [newest[code] for code in sorted(newest)]


def projects_named(codes: set[str]) -> dict[str, str]:
    """The newest name of each project's code, in the order of codes."""
    return {project.code: project.name for project in _projects(codes)}


Sums = tuple[Mapping[Key, int], Mapping[Key, int]]


def _row(order: str, project: Project, sums: Sums) -> MoneyRow:
    given, paid = (
        {key: n for key, n in part.items() if key[0] == project.code} for part in sums
    )
    return _sums(order, f"{project.code}: {project.name}", given, paid)


def _sub_row(project: Project, code: str, name: str, sums: Sums) -> MoneyRow:
    given, paid = (
        {key: n for key, n in part.items() if key[:2] == (project.code, code)}
        for part in sums
    )
    return _sums("", name, given, paid)


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

"""Workbooks of plans and of named households, as the queue writes them."""

from dataclasses import dataclass
from pathlib import Path

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import today
from core.errors import DomainError
from core.text import name_norm
from office.columns import column, columns_of, values_of
from office.exports import Writer, ask_export, register
from office.models import Export
from office.workbook import Form, FormRow, write_form
from targets.choices import TABLE_KINDS
from targets.models import Indicator, Plan, Target
from targets.plan_table import table_rows, write_plan_table
from targets.selectors import totals_of
from targets.selectors.aims import candidates, on_the_lists

PLAN_TABLE = "plan_table"
AIMS = "household_aims"


class NoTable(DomainError):
    """Only a plan with that indicator's lines has a table to write."""

    code = "plan_without_table"
    message = "Kế hoạch này không có bảng của chỉ tiêu ấy để xuất."


def ask_plan_table(plan: Plan, code: str, *, by: User) -> Export:
    """Ask for a plan's table of one indicator; its first one where none is named."""
    codes = [total.indicator.code for total in totals_of(plan)]
    wanted = code or next(iter(codes), "")
    if wanted not in codes:
        raise NoTable
    params = {"plan": str(plan.public_id), "indicator": wanted}
    return ask_export(PLAN_TABLE, params, area=plan.area, by=by)


def _plan_of(export: Export) -> Plan:
    plans = Plan.objects.readable_by(export.created_by)
    found: Plan = plans.select_related("area", "document").get(
        public_id=export.params["plan"]
    )
    return found


def _reads_plan(export: Export) -> bool:
    """A plan from above is read by whom it sets something for."""
    plans = Plan.objects.readable_by(export.created_by)
    return plans.filter(public_id=export.params["plan"]).exists()


def _sees_commune(export: Export) -> bool:
    seen = Area.objects.visible_to(export.created_by, Right.HOUSEHOLD_VIEW)
    return seen.filter(pk=export.area_id).exists()


def _write_plan(export: Export, path: Path) -> None:
    """The plan's table in its printed layout: the lines the person may see."""
    plan = _plan_of(export)
    seen = Target.objects.visible_to(export.created_by, Right.PLAN_VIEW)
    indicator = Indicator.objects.get(code=export.params["indicator"])
    lines = seen.filter(plan=plan, kind__in=TABLE_KINDS, indicator=indicator)
    ordered = lines.select_related("area", "indicator").order_by("position", "pk")
    issued = str(plan.document) if plan.document else "dự thảo, chưa ban hành"
    write_plan_table(
        path,
        rows=table_rows(ordered),
        year=plan.year,
        subtitle=f"(Kèm theo {plan.title}: {issued}){_early(plan)}",
        klass=indicator.get_base_display() if indicator.base else indicator.name.lower(),
    )


def _early(plan: Plan) -> str:
    """Where the baseline is not the year's end yet, the paper says of which day it is."""
    if not plan.starts_early or plan.baseline_on is None:
        return ""
    return f". Số đầu kỳ tính đến {plan.baseline_on:%d/%m/%Y}"


def _plan_name(export: Export) -> str:
    plan = _plan_of(export)
    place = name_norm(plan.area.name).replace(" ", "-")
    return f"bang-chi-tieu-{place}-{plan.year}.xlsx"


@dataclass(frozen=True, slots=True)
class AimRow:
    """One registered household.

    Source: project convention, ADR 0021 (no form of the law is known for it).
    """

    order: int = column("TT", formula="A", width=6)
    head: str = column("Chủ hộ", formula="B", width=26)
    code: str = column("Mã hộ", formula="1", width=14)
    village: str = column("Thôn, tổ dân phố", formula="2", width=22)
    size: int = column("Số nhân khẩu", unit="người", number_format="#,##0", formula="3")
    klass: str = column("Diện đầu năm", formula="4", width=16)
    aim: str = column("Đăng ký", formula="5", width=26)
    support: str = column("Hướng hỗ trợ", formula="6", width=40)
    outcome: str = column("Kết quả rà soát trong năm", formula="7", width=22)


def _write_aims(export: Export, path: Path) -> None:
    """Households a commune named for a year, in the order of its lists."""
    year, commune = int(export.params["year"]), export.area
    rows = on_the_lists(export.created_by, commune, year)
    named = [c for c in candidates(rows, year) if c.registered is not None]
    columns = columns_of(AimRow)
    cells = [
        AimRow(
            order=number,
            head=c.household.head_name,
            code=c.household.code,
            village=c.household.village.full_name if c.household.village else "",
            size=c.household.size,
            klass=c.label,
            aim=c.registered.get_aim_display() if c.registered else "",
            support=c.registered.support if c.registered else "",
            outcome={None: "chưa có", True: "đạt", False: "chưa đạt"}[c.escaped],
        )
        for number, c in enumerate(named, start=1)
    ]
    form = Form(
        issuer=f"ỦY BAN NHÂN DÂN\n{commune.full_name}",
        superior=commune.parent.full_name if commune.parent else "",
        place_and_date=f"{commune.name}, ngày      tháng      năm {today().year}",
        title=f"DANH SÁCH HỘ ĐĂNG KÝ THOÁT NGHÈO, THOÁT CẬN NGHÈO NĂM {year}",
        subtitle=f"{commune.full_name}: {len(cells)} hộ, lập ngày {today():%d/%m/%Y}.",
        columns=columns,
        rows=[FormRow(cells=values_of(row, columns)) for row in cells],
    )
    write_form(form, path)


def _aims_name(export: Export) -> str:
    place = name_norm(export.area.name).replace(" ", "-")
    return f"ho-dang-ky-{place}-{export.params['year']}.xlsx"


def register_exports() -> None:
    """Called once, when the house is built."""
    plan = Writer(_reads_plan, "Bảng chỉ tiêu", _write_plan, _plan_name)
    register(PLAN_TABLE, plan)
    aims = Writer(_sees_commune, "Hộ đăng ký trong năm", _write_aims, _aims_name)
    register(AIMS, aims)

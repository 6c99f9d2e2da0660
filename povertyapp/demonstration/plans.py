"""The five plans as documents with their objectives; Ngọc Hồi's table; 2021's draft."""

import csv
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from areas.choices import Level
from areas.models import Area
from core.dates import playing
from core.numbers import parse_decimal, parse_int
from office.choices import DocumentKind
from office.documents import DocumentFacts, record_document
from povertyapp.reference import DATA, read_json
from targets.choices import Operator, PlanStatus, TargetKind, TargetStatus
from targets.models import Indicator, Plan, Target
from targets.rules import region_of
from targets.services.draft import draft_plan
from targets.services.plans import POOR_REDUCTION, answer_target, register_target

NGOC_HOI = "252-2020"
SAME_COMMUNE = {"Bờ Y": "Pờ Y"}
ASSIGNED = Decimal(190)


def printed_table() -> list[dict[str, str]]:
    """Rows of Ngọc Hồi's table as printed: order, name, seven figures."""
    path = DATA / "plans" / f"{NGOC_HOI}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))
    keys = "order name households minority poor rate_before reduction remaining rate_after".split()
    padded = [(row + [""] * len(keys))[: len(keys)] for row in rows[3:]]
    return [dict(zip(keys, row, strict=True)) for row in padded]


def _area(code: str, day: date) -> Area:
    areas = Area.objects.valid_on(day).filter(code=code).exclude(level=Level.VILLAGE)
    found: Area = areas.get()
    return found


def load_plans() -> dict[str, Plan]:
    """The five plans, each a document with the numbers of its objectives."""
    raws = read_json("plans/plans.json")
    assert isinstance(raws, list)  # noqa: S101 - our own file
    return {raw["key"]: _plan(raw) for raw in raws}


def _plan(raw: dict[str, Any]) -> Plan:
    day = date.fromisoformat(raw["date"])
    area = _area(raw["area"], day)
    with playing(max(day, date(2026, 1, 1))):
        document = record_document(
            DocumentFacts(
                DocumentKind.PLAN, raw["number"], day, raw["title"], raw["signer"]
            ),
            area=area,
            issuer=raw["issuer"],
        )
    plan = Plan.objects.create(
        title=raw["title"],
        area=area,
        area_path=area.path,
        year=raw["year"],
        valid_from=date(raw["year"], 1, 1),
        valid_to=date(raw["year"] + 1, 1, 1),
        document=document,
        status=PlanStatus.ISSUED,
        note=raw["note"],
    )
    for position, item in enumerate(raw["objectives"], start=1):
        place = _area(item["area"], day) if "area" in item else area
        Target.objects.create(
            plan=plan,
            indicator=Indicator.objects.get(code=item["indicator"]),
            kind=TargetKind.OBJECTIVE,
            area=place,
            area_path=place.path,
            position=position,
            operator=item["operator"],
            value=Decimal(item["value"]),
            value_to=Decimal(item["value_to"]) if "value_to" in item else None,
            sentence=item["sentence"],
            status=TargetStatus.APPROVED,
        )
    return plan


def load_table(plan: Plan) -> None:
    """Ngọc Hồi's printed lines."""
    indicator = Indicator.objects.get(code=POOR_REDUCTION)
    communes = {a.full_name: a for a in Area.objects.filter(parent=plan.area)}
    lines = []
    rows = [r for r in printed_table() if r["households"] and r["order"] != "III"]
    for position, row in enumerate(rows, start=1):
        name = row["name"]
        for written, listed in SAME_COMMUNE.items():
            name = name.replace(written, listed)
        area = communes[name]
        lines.append(_line(plan, indicator, area, row, position))
    Target.objects.bulk_create(lines)


def _line(
    plan: Plan, indicator: Indicator, area: Area, row: dict[str, str], position: int
) -> Target:
    return Target(
        plan=plan,
        indicator=indicator,
        kind=TargetKind.LINE,
        area=area,
        area_path=area.path,
        position=position,
        region=region_of(urban=area.urban),
        operator=Operator.AT_LEAST,
        value=parse_int(row["reduction"]),
        households=parse_int(row["households"]),
        minority=parse_int(row["minority"]),
        poor_before=parse_int(row["poor"]),
        printed_rate_before=parse_decimal(row["rate_before"]),
        printed_remaining=parse_int(row["remaining"]),
        printed_rate_after=parse_decimal(row["rate_after"]),
        status=TargetStatus.APPROVED,
    )


def assign(province: Area, district: Area) -> None:
    """The province's assigned minimum; the plan does not state one, so it is made up."""
    with playing(date(2020, 2, 1)):
        document = record_document(
            DocumentFacts(
                DocumentKind.DECISION,
                "MH-01/QĐ-UBND",
                date(2020, 1, 15),
                "Giao chỉ tiêu giảm nghèo năm 2020, 2021 (số liệu minh họa)",
                "",
            ),
            area=province,
            issuer="UBND tỉnh Kon Tum",
        )
    indicator = Indicator.objects.get(code=POOR_REDUCTION)
    for year in (2020, 2021):
        plan = Plan.objects.create(
            title=f"Giao chỉ tiêu giảm nghèo năm {year} (minh họa)",
            area=province,
            area_path=province.path,
            year=year,
            valid_from=date(year, 1, 1),
            valid_to=date(year + 1, 1, 1),
            document=document,
            status=PlanStatus.ISSUED,
            is_demo=True,
        )
        Target.objects.create(
            plan=plan,
            indicator=indicator,
            kind=TargetKind.ASSIGNED,
            area=district,
            area_path=district.path,
            operator=Operator.AT_LEAST,
            value=ASSIGNED if year == date(2020, 1, 1).year else Decimal(30),
            sentence="Số liệu minh họa",
            status=TargetStatus.APPROVED,
        )


def draft_2021(district: Area, users: dict[str, User]) -> None:
    """Next year's draft: one commune approved, one registered, the rest waiting."""
    with playing(date(2020, 9, 28)):
        plan = draft_plan(
            district,
            year=2021,
            title="Kế hoạch giảm nghèo huyện Ngọc Hồi năm 2021 (minh họa)",
            by=users["ngochoi.canbo"],
        )
        by_name = {t.area.name: t for t in plan.targets.select_related("area")}
        kan = register_target(
            by_name["Đăk Kan"], value=6, note="", by=users["dakkan.canbo"], version=None
        )
        answer_target(
            kan, to=TargetStatus.APPROVED, note="", by=users["ngochoi.canbo"], version=None
        )
        register_target(
            by_name["Đăk Xú"], value=11, note="", by=users["dakxu.canbo"], version=None
        )

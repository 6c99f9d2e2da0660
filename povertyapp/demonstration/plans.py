"""The five plans as documents with their objectives; Ngọc Hồi's table; 2021's draft."""

import csv
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Agency, User
from areas.choices import Level
from areas.models import Area
from core.dates import playing
from core.numbers import parse_decimal, parse_int
from core.text import name_norm
from office.choices import DocumentKind
from office.documents import DocumentFacts, record_document
from povertyapp.reference import DATA, read_json
from targets.choices import Operator, PlanStatus, TargetKind, TargetStatus
from targets.models import Indicator, Plan, Target
from targets.rules import region_of
from targets.services.draft import PlanFacts, draft_plan
from targets.services.plans import POOR_REDUCTION, answer_target, register_target
from targets.services.tasks import Duty, write_task
from targets.services.totals import recount

NGOC_HOI = "252-2020"
NATION = "00"  # how our file names the whole country
SAME_COMMUNE = {"Bờ Y": "Pờ Y"}
ASSIGNED = Decimal(190)
TABLE_YEAR = 2020
DRAFTED = (POOR_REDUCTION,)


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
    """The five plans under the documents they carry out, with objectives and tasks."""
    raws, tasks = read_json("plans/plans.json"), read_json("plans/tasks.json")
    assert isinstance(raws, list)  # noqa: S101 - our own files
    assert isinstance(tasks, dict)  # noqa: S101
    found = {}
    for raw in raws:
        plan = _plan(raw, _above(raw["above"]))
        _objectives(plan, raw["objectives"])
        _tasks(plan, tasks.get(raw["key"], []))
        found[raw["key"]] = plan
    return found


def _above(chain: list[dict[str, Any]]) -> Plan | None:
    """The documents above a plan, the highest first; one that is known is found again."""
    parent = None
    for raw in chain:
        day = date.fromisoformat(raw["date"])
        known = Plan.objects.filter(document__number=raw["number"], document__date=day)
        parent = known.first() or _document(raw, parent, signer="")
    return parent


def _plan(raw: dict[str, Any], parent: Plan | None) -> Plan:
    first = date(raw["year"], 1, 1).isoformat()
    last = raw.get("valid_to", date(raw["year"] + 1, 1, 1).isoformat())
    facts = raw | {"from": first, "to": last}
    return _document(facts, parent, signer=raw["signer"])


def _document(raw: dict[str, Any], parent: Plan | None, *, signer: str) -> Plan:
    """A document of the tree, issued."""
    day = date.fromisoformat(raw["date"])
    area = _nation() if raw["area"] == NATION else _area(raw["area"], day)
    with playing(max(day, date(2026, 1, 1))):
        document = record_document(
            DocumentFacts(
                DocumentKind(raw["kind"]), raw["number"], day, raw["title"], signer
            ),
            area=area,
            issuer=raw["issuer"],
        )
    first = date.fromisoformat(raw["from"])
    return Plan.objects.create(
        title=raw["title"],
        area=area,
        area_path=area.path,
        parent=parent,
        year=raw.get("year", first.year),
        valid_from=first,
        valid_to=date.fromisoformat(raw["to"]),
        document=document,
        status=PlanStatus.ISSUED,
        note=raw.get("note", ""),
    )


def _nation() -> Area:
    return Area.objects.get(level=Level.NATION)


def _objectives(plan: Plan, raws: list[dict[str, Any]]) -> None:
    day = plan.document.date if plan.document else plan.valid_from
    for position, item in enumerate(raws, start=1):
        place = _area(item["area"], day) if "area" in item else plan.area
        values = {
            name: Decimal(item[name])
            for name in ("value", "value_to", "value_from")
            if name in item
        }
        Target.objects.create(
            plan=plan,
            indicator=Indicator.objects.get(code=item["indicator"]),
            kind=TargetKind.OBJECTIVE,
            area=place,
            area_path=place.path,
            position=position,
            operator=item["operator"],
            outside=item.get("outside", ""),
            by_year=item.get("by_year"),
            sentence=item["sentence"],
            status=TargetStatus.APPROVED,
            **values,
        )


def _tasks(plan: Plan, raws: list[dict[str, Any]]) -> None:
    for item in raws:
        lead = _agency(plan.area, item["lead"]) if item.get("agency") else None
        due = item.get("due")
        write_task(
            plan,
            Duty(
                sentence=item["sentence"],
                lead=lead,
                lead_level=item.get("level", ""),
                lead_text=item["lead"],
                with_text=item.get("with", ""),
                product=item.get("product", ""),
                due_on=date.fromisoformat(due) if due else None,
            ),
        )


def _agency(area: Area, name: str) -> Agency:
    """The office of that name, however its dashes are written."""
    plain = _plain(name)
    offices = Agency.objects.filter(area=area)
    found: Agency | None = next((a for a in offices if _plain(a.name) == plain), None)
    return found or Agency.objects.create(area=area, name=name)


def _plain(name: str) -> str:
    return "".join(letter for letter in name_norm(name) if letter.isalnum())


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
    close_table(plan, indicator)


def close_table(plan: Plan, indicator: Indicator) -> None:
    """The last row of a table that was issued with its plan."""
    recount(plan, [indicator])
    plan.totals.update(closed=True)


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
        base=parse_int(row["poor"]),
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
            value=ASSIGNED if year == TABLE_YEAR else Decimal(30),
            sentence="Số liệu minh họa",
            **(_printed_total() if year == TABLE_YEAR else {}),
            status=TargetStatus.APPROVED,
        )
        close_table(plan, indicator)


def _printed_total() -> dict[str, int]:
    """The district's baseline of the year whose table is printed."""
    row = next(row for row in printed_table() if row["order"] == "III")
    names = {"households": "households", "minority": "minority", "base": "poor"}
    return {field: parse_int(row[name]) for field, name in names.items()}


def draft_2021(district: Area, users: dict[str, User]) -> None:
    """Next year's draft: one commune approved, one registered, the rest waiting."""
    with playing(date(2020, 9, 28)):
        plan = draft_plan(
            district,
            PlanFacts(
                "Kế hoạch giảm nghèo huyện Ngọc Hồi năm 2021 (minh họa)",
                date(2021, 1, 1),
                date(2022, 1, 1),
            ),
            list(Indicator.objects.filter(code__in=DRAFTED).order_by("pk")),
            by=users["ngochoi.canbo"],
        )
        lines = plan.targets.filter(indicator__code=POOR_REDUCTION).select_related("area")
        by_name = {t.area.name: t for t in lines}
        kan = register_target(
            by_name["Đăk Kan"], value=6, note="", by=users["dakkan.canbo"], version=None
        )
        answer_target(
            kan, to=TargetStatus.APPROVED, note="", by=users["ngochoi.canbo"], version=None
        )
        register_target(
            by_name["Đăk Xú"], value=11, note="", by=users["dakxu.canbo"], version=None
        )

"""Taking in a plan's table: stored, read in the background, shown, applied whole."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from areas.selectors import match_name, without_kind
from areas.services import remember_alias
from core.errors import DomainError, RightMissing
from office.choices import ImportStatus
from office.documents import add_step
from office.imports import ask_job, keep_upload
from office.models import ImportRun
from office.sheets import extents_of
from office.uploads import BadWorkbook, cell_name, read_table
from targets.choices import Operator, PlanStatus, TargetKind
from targets.imports import Problem, TableLine, read_rows
from targets.models import Plan, Target
from targets.rules import region_of
from targets.services.plans import poor_reduction
from targets.services.totals import recount

KIND = "plan_table"
JOB_KIND = "read_plan_table"


class TableBlocked(DomainError):
    """A plan is imported whole or not at all."""

    code = "table_blocked"
    message = "Chưa tạo được bản nháp: bảng còn {count} lỗi phải sửa."


class NameNotOffered(DomainError):
    """Only an area that was proposed for the name can be confirmed."""

    code = "name_not_offered"
    message = "“{name}” không có gợi ý là {area}; hãy tải lại tệp rồi chọn trong danh sách."


class PlanTableExists(DomainError):
    """The area already has a table for that year with other figures."""

    code = "plan_table_exists"
    message = "{area} đã có bảng chỉ tiêu năm {year} ({status}) với số liệu khác."


@transaction.atomic
def upload_table(
    upload: "UploadedFile[bytes]", *, area: Area, year: int, on: date, by: User
) -> ImportRun:
    """Keep the file and read it in the background."""
    if not by.acts_in(Right.PLAN_EDIT, area):
        raise RightMissing(area=area.full_name)
    params = {"year": year, "on": on.isoformat()}
    run = keep_upload(upload, kind=KIND, area=area, params=params, by=by)
    ask_job(run, JOB_KIND, by=by)
    return run


def read_import(run: ImportRun) -> tuple[ImportStatus, list[Any], list[Any]]:
    """Read the stored file: what the preview shows; writes nothing."""
    path = Path(run.file.content.path)
    try:
        extents_of(path, run.file.name)
        table = read_table(path, run.file.name)
    except BadWorkbook as error:
        return ImportStatus.REFUSED, [], [_problem(Problem("", str(error)))]
    found = read_rows(table)
    if found.year not in {None, run.params["year"]}:
        found.problems.append(
            Problem(
                "A1",
                f"Tiêu đề bảng ghi năm {found.year}, bạn chọn năm {run.params['year']}.",
                blocking=False,
            )
        )
    problems = [_problem(p) for p in found.problems]
    on = date.fromisoformat(run.params["on"])
    rows = []
    seen: set[str] = set()
    for item in found.lines:
        row, trouble = _resolve(item, run.area, on)
        if row["area"] in seen:
            text = f"{item.name}: địa bàn này xuất hiện hai lần."
            trouble = [*trouble, _problem(Problem(cell_name(item.row, 1), text))]
        if row["area"]:
            seen.add(row["area"])
        rows.append(row)
        problems += trouble
    return ImportStatus.READY, rows, problems


def _problem(problem: Problem, **more: Any) -> dict[str, Any]:
    return {
        "cell": problem.cell,
        "message": problem.message,
        "blocking": problem.blocking,
        **more,
    }


def _resolve(item: TableLine, below: Area, on: date) -> tuple[dict[str, Any], list[Any]]:
    """The area a row's name means on the document's date."""
    match = match_name(item.name, below=below, level=Level.COMMUNE, on=on)
    row = {
        "area": str(match.found[0].public_id) if len(match.found) == 1 else "",
        "name": item.name,
        "region": item.region,
        "households": item.line.households,
        "minority": item.line.minority,
        "base": item.line.base,
        "reduction": item.line.reduction,
        "printed_rate_before": _text(item.printed_rate_before),
        "printed_remaining": item.printed_remaining,
        "printed_rate_after": _text(item.printed_rate_after),
    }
    if row["area"]:
        return row, []
    cell = cell_name(item.row, 1)
    if len(match.found) > 1:
        names = "; ".join(f"{a.full_name} (mã {a.code})" for a in match.found)
        text = f"“{item.name}” có thể là nhiều địa bàn: {names}. Hãy ghi rõ loại đơn vị."
        return row, [_problem(Problem(cell, text))]
    if match.near:
        choices = [{"area": str(a.public_id), "label": str(a)} for a in match.near]
        text = (
            f"Danh mục ngày {on:%d/%m/%Y} không có “{item.name}”; gần giống: "
            f"{', '.join(c['label'] for c in choices)}. Hãy xác nhận."
        )
        return row, [_problem(Problem(cell, text), choices=choices, name=item.name)]
    text = f"Không có xã, thị trấn nào tên “{item.name}” thuộc {below} ngày {on:%d/%m/%Y}."
    return row, [_problem(Problem(cell, text))]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _lock_run(run: ImportRun, by: User) -> ImportRun:
    """The import under lock, if it waits for a person who may edit the area's plans."""
    locked: ImportRun = (
        ImportRun.objects.select_for_update(of=("self",))
        .select_related("area", "file")
        .get(pk=run.pk)
    )
    if not by.acts_in(Right.PLAN_EDIT, locked.area):
        raise RightMissing(area=locked.area.full_name)
    return locked


@transaction.atomic
def confirm_name(run: ImportRun, *, name: str, area: Area, by: User) -> ImportRun:
    """A person says which offered area a near name means; it is remembered as an alias."""
    locked = _lock_run(run, by)
    offered = [
        problem
        for problem in locked.problems
        if problem.get("name") == name
        and any(c["area"] == str(area.public_id) for c in problem.get("choices", []))
    ]
    if locked.status != ImportStatus.READY or not offered:
        raise NameNotOffered(name=name[:60], area=area.full_name)
    remember_alias(area, name=without_kind(name), confirmed_by=by.username)
    for row in locked.rows:
        if row["name"] == name:
            row["area"] = str(area.public_id)
    locked.problems = [p for p in locked.problems if p not in offered]
    locked.save(update_fields=["rows", "problems"])
    return locked


@transaction.atomic
def apply_import(run: ImportRun, *, title: str, by: User) -> Plan:
    """Make the draft plan from a read table: whole or not at all, once."""
    run = _lock_run(run, by)
    Area.objects.select_for_update(no_key=True).get(
        pk=run.area_id
    )  # one table at a time per area
    blocking = [p for p in run.problems if p["blocking"]]
    if blocking or run.status == ImportStatus.REFUSED or not run.rows:
        raise TableBlocked(count=len(blocking) or 1)
    year = int(run.params["year"])
    plan = _same_table(run, year) or _create(run, year, title=title, by=by)
    run.status = ImportStatus.APPLIED
    run.result_id = plan.public_id
    run.save(update_fields=["status", "result_id"])
    return plan


def _same_table(run: ImportRun, year: int) -> Plan | None:
    """The plan that already holds exactly this table; the same file changes nothing."""
    lines = Target.objects.filter(
        kind=TargetKind.LINE, plan__area=run.area, plan__year=year
    ).select_related("plan", "area")
    existing = list(lines)
    if not existing:
        return None
    plan: Plan = max((t.plan for t in existing), key=lambda p: p.pk)
    existing = [t for t in existing if t.plan_id == plan.pk]
    held = {
        (
            *(str(t.area.public_id), t.households, t.minority, t.base),
            *(int(t.value or 0), t.printed_rate_before, t.printed_rate_after),
        )
        for t in existing
    }
    new = {
        (
            *(r["area"], r["households"], r["minority"], r["base"], r["reduction"]),
            *(_number(r["printed_rate_before"]), _number(r["printed_rate_after"])),
        )
        for r in run.rows
    }
    if held != new:
        status = PlanStatus(plan.status).label
        raise PlanTableExists(area=run.area.full_name, year=year, status=status)
    return plan


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _create(run: ImportRun, year: int, *, title: str, by: User) -> Plan:
    plan = Plan.objects.create(
        title=title,
        area=run.area,
        area_path=run.area.path,
        year=year,
        valid_from=date(year, 1, 1),
        valid_to=date(year + 1, 1, 1),
        is_demo=False,
    )
    indicator = poor_reduction()
    ids = [r["area"] for r in run.rows]
    areas = {str(a.public_id): a for a in Area.objects.filter(public_id__in=ids)}
    targets = [
        _target(plan, row, areas[row["area"]], position)
        for position, row in enumerate(run.rows, start=1)
    ]
    for target in targets:
        target.indicator = indicator
        target.full_clean(exclude=["plan"])
    Target.objects.bulk_create(targets)
    recount(plan, [indicator])
    add_step(plan, status=PlanStatus.DRAFT, by=by, note=f"nhập từ tệp {run.file.name}")
    return plan


def _target(plan: Plan, row: dict[str, Any], area: Area, position: int) -> Target:
    return Target(
        plan=plan,
        kind=TargetKind.LINE,
        area=area,
        area_path=area.path,
        position=position,
        region=region_of(urban=area.urban),
        operator=Operator.AT_LEAST,
        value=Decimal(row["reduction"]),
        households=row["households"],
        minority=row["minority"],
        base=row["base"],
        printed_rate_before=row["printed_rate_before"],
        printed_remaining=row["printed_remaining"],
        printed_rate_after=row["printed_rate_after"],
    )

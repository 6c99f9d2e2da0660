"""Addresses of plans, their tables, tasks and targets."""

from django.urls import URLPattern, path

from targets.views import (
    aims,
    cascade,
    checks,
    imports,
    lines,
    plans,
    progress,
    sheet,
    tasks,
)

_PLAN = "ke-hoach/<uuid:public_id>/"
_READ = "ke-hoach/nhap/<uuid:public_id>/"
_CHECK = "ke-hoach/kiem-bang/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("ke-hoach/", plans.plan_list, name="plan-list"),
    path("ke-hoach/lap/", plans.plan_create, name="plan-create"),
    path("ke-hoach/nhap/", imports.plan_upload, name="plan-upload"),
    path("ke-hoach/kiem-bang/", checks.check_list, name="check-list"),
    path("ke-hoach/so-sanh/", progress.plan_compare, name="plan-compare"),
    path(_READ, imports.plan_import, name="plan-import"),
    path(f"{_READ}ten/", imports.plan_import_name, name="plan-import-name"),
    path(f"{_READ}ap-dung/", imports.plan_import_apply, name="plan-import-apply"),
    path(_CHECK, checks.check_detail, name="check-detail"),
    path(f"{_CHECK}cot/", checks.check_columns, name="check-columns"),
    path(_PLAN, plans.plan_detail, name="plan-detail"),
    path(f"{_PLAN}bang/", sheet.plan_sheet, name="plan-sheet"),
    path(f"{_PLAN}bang/them/", sheet.plan_table, name="plan-table"),
    path(f"{_PLAN}bo/", sheet.plan_drop, name="plan-drop"),
    path(f"{_PLAN}phan-bo/", sheet.plan_share, name="plan-share"),
    path(f"{_PLAN}dieu-chinh/", cascade.plan_adjust, name="plan-adjust"),
    path(f"{_PLAN}cay/", cascade.plan_tree, name="plan-tree"),
    path(f"{_PLAN}tien-do/", progress.plan_progress, name="plan-progress"),
    path(f"{_PLAN}tai/", cascade.plan_export, name="plan-export"),
    path(f"{_PLAN}nhiem-vu/", tasks.plan_tasks, name="plan-tasks"),
    path(f"{_PLAN}cap-duoi/", tasks.plan_below, name="plan-below"),
    path(f"{_PLAN}ban-quet/", plans.plan_scan, name="plan-scan"),
    path(f"{_PLAN}muc-tieu/", plans.plan_objective, name="plan-objective"),
    path(f"{_PLAN}ban-hanh/", plans.plan_issue, name="plan-issue"),
    path("muc-tieu/<uuid:public_id>/bo/", plans.objective_drop, name="objective-drop"),
    path(
        "chi-tieu/<uuid:public_id>/dang-ky/", lines.target_register, name="target-register"
    ),
    path("chi-tieu/<uuid:public_id>/tra-loi/", lines.target_answer, name="target-answer"),
    path(
        "chi-tieu/<uuid:public_id>/ket-qua/", progress.target_result, name="target-result"
    ),
    path("nhiem-vu/<uuid:public_id>/", tasks.task_report, name="task-report"),
    path("ho-dang-ky/", aims.aim_list, name="aim-list"),
    path("ho-dang-ky/ghi/", aims.aim_register, name="aim-register"),
    path("ho-dang-ky/<uuid:public_id>/rut/", aims.aim_withdraw, name="aim-withdraw"),
    path("ho-dang-ky/tai/", aims.aim_export, name="aim-export"),
]

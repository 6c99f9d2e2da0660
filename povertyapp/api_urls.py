"""Addresses of the API, grouped by noun; all below /api/v1/."""

from django.urls import URLPattern, path

from accounts import api as accounts
from households.api import desk, lists, procedure, registry, rounds, trail
from office import api as office
from povertyapp import views
from programs.api import frame as programs
from programs.api import money, support
from reports import api as reports
from targets.api import aims, cascade, checks, progress, tasks
from targets.api import plans as targets

_ONE = "<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("me/", accounts.me, name="api-me"),
    path("me/password/", accounts.me_password, name="api-me-password"),
    path("me/second-factor/", accounts.me_factor, name="api-me-factor"),
    path("me/second-factor/begin/", accounts.me_factor_begin, name="api-me-factor-begin"),
    path("users/", accounts.UserList.as_view(), name="api-user-list"),
    path(f"users/{_ONE}acts/", accounts.user_act, name="api-user-act"),
    path("work/", reports.work, name="api-work"),
    path("areas/", accounts.AreaList.as_view(), name="api-area-list"),
    path(f"areas/{_ONE}", accounts.area_detail, name="api-area-detail"),
    path("agencies/", accounts.AgencyList.as_view(), name="api-agency-list"),
    path("agencies/succeed/", accounts.agency_succeed, name="api-agency-succeed"),
    path("grants/", accounts.GrantList.as_view(), name="api-grant-list"),
    path(f"grants/{_ONE}end/", accounts.grant_end, name="api-grant-end"),
    path("substitutions/", accounts.substitute, name="api-substitute"),
    path("tokens/", accounts.tokens, name="api-token-list"),
    path(f"tokens/{_ONE}revoke/", accounts.token_revoke, name="api-token-revoke"),
    path(f"jobs/{_ONE}", office.job_detail, name="api-job-detail"),
    path(f"jobs/{_ONE}cancel/", office.job_cancel, name="api-job-cancel"),
    path(f"exports/{_ONE}", office.export_detail, name="api-export-detail"),
    path(f"exports/{_ONE}file/", office.export_file, name="api-export-file"),
    path("notices/", office.notice_list, name="api-notice-list"),
    path("notices/read/", office.notice_read, name="api-notice-read"),
    path("households/", registry.HouseholdList.as_view(), name="api-household-list"),
    path(f"households/{_ONE}", registry.household_detail, name="api-household-detail"),
    path(
        f"households/{_ONE}events/", registry.household_events, name="api-household-event"
    ),
    path(f"events/{_ONE}undo/", registry.event_undo, name="api-event-undo"),
    path(
        f"households/{_ONE}history/",
        trail.household_history,
        name="api-household-history",
    ),
    path("likenesses/", trail.likenesses, name="api-likenesses"),
    path("moves/", registry.MoveList.as_view(), name="api-move-list"),
    path(f"moves/{_ONE}answer/", registry.move_answer, name="api-move-answer"),
    path("recognitions/", registry.RecognitionList.as_view(), name="api-recognition-list"),
    path("requests/", desk.RequestList.as_view(), name="api-request-list"),
    path(f"requests/{_ONE}answer/", desk.request_answer, name="api-request-answer"),
    path("off-cycle-rounds/", desk.off_cycle, name="api-off-cycle"),
    path("confirmations/", desk.ConfirmationList.as_view(), name="api-confirmation-list"),
    path("village-totals/", desk.TotalList.as_view(), name="api-total-list"),
    path("household-lists/template/", lists.list_template, name="api-list-template"),
    path("household-lists/", lists.ListRuns.as_view(), name="api-list-list"),
    path(f"household-lists/{_ONE}", lists.list_detail, name="api-list-detail"),
    path(f"household-lists/{_ONE}rows/", lists.ListRows.as_view(), name="api-list-rows"),
    path(f"household-lists/{_ONE}refused/", trail.list_refused, name="api-list-refused"),
    path(f"household-lists/{_ONE}columns/", trail.list_columns, name="api-list-columns"),
    path(f"household-lists/{_ONE}choose/", lists.list_choose, name="api-list-choose"),
    path(f"household-lists/{_ONE}apply/", lists.list_apply, name="api-list-apply"),
    path(f"papers/{_ONE}", lists.paper_detail, name="api-printout-detail"),
    path(f"papers/{_ONE}file/", lists.paper_file, name="api-printout-file"),
    path("rounds/", rounds.RoundList.as_view(), name="api-round-list"),
    path(
        "commune-rounds/", rounds.CommuneRoundList.as_view(), name="api-communeround-list"
    ),
    path(
        f"commune-rounds/{_ONE}",
        rounds.commune_round_detail,
        name="api-communeround-detail",
    ),
    path(
        f"commune-rounds/{_ONE}steps/",
        rounds.commune_round_step,
        name="api-communeround-step",
    ),
    path(
        f"commune-rounds/{_ONE}decision/",
        rounds.commune_round_decision,
        name="api-communeround-decision",
    ),
    path(
        f"commune-rounds/{_ONE}households/",
        rounds.commune_round_household,
        name="api-communeround-household",
    ),
    path(f"commune-rounds/{_ONE}scan/", trail.round_scan, name="api-communeround-scan"),
    path(
        f"commune-rounds/{_ONE}requests/",
        trail.round_requests,
        name="api-communeround-requests",
    ),
    path(
        f"commune-rounds/{_ONE}meetings/",
        procedure.meetings,
        name="api-communeround-meeting",
    ),
    path(
        f"commune-rounds/{_ONE}postings/",
        procedure.postings,
        name="api-communeround-posting",
    ),
    path(
        f"commune-rounds/{_ONE}papers/", lists.paper_create, name="api-communeround-paper"
    ),
    path(f"commune-rounds/{_ONE}quality/", desk.quality, name="api-communeround-quality"),
    path("opinions/", procedure.opinions, name="api-opinion"),
    path("objections/", procedure.ObjectionList.as_view(), name="api-objection-list"),
    path(
        f"objections/{_ONE}answer/", procedure.objection_answer, name="api-objection-answer"
    ),
    path("reviews/", rounds.ReviewList.as_view(), name="api-review-list"),
    path(f"reviews/{_ONE}", rounds.review_detail, name="api-review-detail"),
    path(
        f"reviews/{_ONE}objections/",
        procedure.objection_create,
        name="api-review-objection",
    ),
    path(f"reviews/{_ONE}rechecks/", procedure.rechecks, name="api-review-recheck"),
    path("plans/", targets.PlanList.as_view(), name="api-plan-list"),
    path(f"plans/{_ONE}", targets.plan_detail, name="api-plan-detail"),
    path(f"plans/{_ONE}scan/", targets.plan_scan, name="api-plan-scan"),
    path(f"plans/{_ONE}objectives/", targets.plan_objective, name="api-plan-objective"),
    path(f"targets/{_ONE}drop/", targets.objective_drop, name="api-target-drop"),
    path(f"plans/{_ONE}issue/", targets.plan_issue, name="api-plan-issue"),
    path("targets/", targets.TargetList.as_view(), name="api-target-list"),
    path(f"targets/{_ONE}register/", targets.target_register, name="api-target-register"),
    path(f"targets/{_ONE}answer/", targets.target_answer, name="api-target-answer"),
    path("plan-imports/", targets.ImportList.as_view(), name="api-import-list"),
    path("plan-imports/template/", views.api_plan_template, name="api-import-template"),
    path(f"plan-imports/{_ONE}", targets.import_detail, name="api-import-detail"),
    path(f"plan-imports/{_ONE}name/", targets.import_name, name="api-import-name"),
    path(f"plan-imports/{_ONE}apply/", targets.import_apply, name="api-import-apply"),
    path(f"plans/{_ONE}sheet/", cascade.plan_sheet, name="api-plan-sheet"),
    path(f"plans/{_ONE}tree/", progress.plan_tree, name="api-plan-tree"),
    path(f"plans/{_ONE}progress/", progress.plan_progress, name="api-plan-progress"),
    path(f"plans/{_ONE}export/", cascade.plan_export, name="api-plan-export"),
    path(f"targets/{_ONE}results/", progress.target_result, name="api-target-result"),
    path("household-aims/", aims.AimList.as_view(), name="api-aim-list"),
    path("household-aims/counts/", aims.aim_counts_of, name="api-aim-counts"),
    path(f"household-aims/{_ONE}withdraw/", aims.aim_withdraw, name="api-aim-withdraw"),
    path(f"plans/{_ONE}share/", cascade.plan_share, name="api-plan-share"),
    path(f"plans/{_ONE}adjust/", cascade.plan_adjust, name="api-plan-adjust"),
    path(f"targets/{_ONE}propose/", cascade.target_propose, name="api-target-propose"),
    path(f"plans/{_ONE}tasks/", tasks.plan_tasks, name="api-plan-tasks"),
    path("task-parts/", tasks.TaskParts.as_view(), name="api-task-list"),
    path(f"task-parts/{_ONE}report/", tasks.task_report, name="api-task-report"),
    path("table-checks/", checks.check_list, name="api-check-list"),
    path(f"table-checks/{_ONE}", checks.check_detail, name="api-check-detail"),
    path(f"table-checks/{_ONE}columns/", checks.check_columns, name="api-check-columns"),
    path("programmes/", programs.programme_list, name="api-programme-list"),
    path(
        f"programmes/{_ONE}projects/",
        programs.project_enter,
        name="api-programme-enter",
    ),
    path("projects/", programs.project_list, name="api-project-list"),
    path("projects/apply/", programs.project_apply, name="api-project-apply"),
    path("assignments/", programs.AssignmentList.as_view(), name="api-assignment-list"),
    path(f"assignments/{_ONE}end/", programs.assignment_end, name="api-assignment-end"),
    path("policies/", support.policy_list, name="api-policy-list"),
    path("supports/", support.SupportList.as_view(), name="api-support-list"),
    path(
        f"supports/{_ONE}withdraw/",
        support.support_withdraw,
        name="api-support-withdraw",
    ),
    path(f"households/{_ONE}eligibility/", support.eligibility, name="api-eligibility"),
    path("money/", money.AllocationList.as_view(), name="api-money-list"),
    path(f"money/{_ONE}", money.money_detail, name="api-money-detail"),
    path(f"money/{_ONE}share/", money.money_share, name="api-money-share"),
    path(f"money/{_ONE}change/", money.money_change, name="api-money-change"),
    path(f"money/{_ONE}entries/", money.money_spend, name="api-money-spend"),
    path(f"money/{_ONE}carry-over/", money.money_carry, name="api-money-carry"),
    path("reports/", reports.ReportList.as_view(), name="api-report-list"),
    path(f"reports/{_ONE}", reports.report_detail, name="api-report-detail"),
    path(f"reports/{_ONE}file/", reports.report_file, name="api-report-file"),
    path("figures/", reports.figures, name="api-figures"),
    path("figures-on/", reports.on_day, name="api-figures-on"),
    path("movement/", reports.movement, name="api-movement"),
]

"""Addresses of reports and their calendar."""

from django.urls import URLPattern, path

from reports.views import (
    behind,
    built,
    calendar,
    errands,
    figures,
    public,
    submissions,
    tables,
)

_REGIME = "bao-cao/lich/<uuid:public_id>/"
_SENT = "bao-cao/don-vi/<uuid:public_id>/"
_BUILT = "bao-cao/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("", built.home, name="home"),
    path("tim/", built.search, name="search"),
    path("so-lieu/", figures.dashboard, name="dashboard"),
    path("so-lieu/bang/", tables.figure_table, name="figure-table"),
    path("so-lieu/bang/luu/", tables.table_save, name="table-save"),
    path("so-lieu/bang/excel/", tables.table_excel, name="table-excel"),
    path(
        "so-lieu/bang/<uuid:public_id>/bo/",
        tables.saved_table_drop,
        name="saved-table-drop",
    ),
    path("so-lieu/tom-tat/", errands.brief, name="brief"),
    path("so-lieu/tom-tat/pdf/", errands.brief_pdf, name="brief-pdf"),
    path("so-lieu/cong-khai/", public.public_switch, name="public-switch"),
    path("cong-khai/", public.public_list, name="public-list"),
    path("cong-khai/<uuid:public_id>/", public.public_detail, name="public-detail"),
    path("viec/", errands.errand_list, name="errand-list"),
    path("viec/giao/", errands.errand_create, name="errand-create"),
    path("viec/<uuid:public_id>/", errands.errand_detail, name="errand-detail"),
    path("so-lieu/ho/", behind.figure_rows, name="figure-rows"),
    path("so-lieu/tong-so/", behind.figure_totals, name="figure-totals"),
    path("so-lieu/bieu-do/<slug:key>/", figures.chart_excel, name="chart-excel"),
    path("so-lieu/bien-dong/", built.movement, name="movement"),
    path("ho/<uuid:public_id>/hanh-trinh/", built.household_story, name="household-story"),
    path("bao-cao/", built.report_list, name="report-list"),
    path("bao-cao/lap/", built.report_ask, name="report-ask"),
    path("bao-cao/danh-sach/", built.report_nominal, name="report-nominal"),
    path("bao-cao/lich/", calendar.calendar_list, name="calendar-list"),
    path("bao-cao/yeu-cau/", calendar.request_create, name="report-request"),
    path("bao-cao/kiem-tra-tep/", submissions.edition_verify, name="edition-verify"),
    path(_REGIME, calendar.regime_detail, name="regime-detail"),
    path(f"{_REGIME}nhac/", calendar.regime_remind, name="regime-remind"),
    path(f"{_REGIME}han/", calendar.regime_due, name="regime-due"),
    path(_SENT, submissions.submission_detail, name="submission-detail"),
    path(f"{_SENT}tong-hop/", submissions.submission_build, name="submission-build"),
    path(f"{_SENT}huy/", submissions.submission_cancel, name="submission-cancel"),
    path(f"{_SENT}loi/", submissions.submission_write, name="submission-write"),
    path(f"{_SENT}bieu/", submissions.submission_answer, name="submission-answer"),
    path(f"{_SENT}buoc/", submissions.submission_step, name="submission-step"),
    path(f"{_SENT}nhac/", calendar.submission_remind, name="submission-remind"),
    path(
        "bao-cao/ban/<uuid:public_id>/ghi-lai/",
        submissions.edition_write,
        name="edition-write",
    ),
    path(
        "bao-cao/ban/<uuid:public_id>/<slug:kind>/",
        submissions.edition_file,
        name="edition-file",
    ),
    path(_BUILT, built.report_detail, name="report-detail"),
    path(f"{_BUILT}so/", behind.report_figure, name="report-figure"),
    path(f"{_BUILT}huy/", built.report_cancel, name="report-cancel"),
    path(f"{_BUILT}tai/", built.report_download, name="report-download"),
]

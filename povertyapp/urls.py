"""All addresses of the product, grouped by noun."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from accounts import admin_views
from accounts import views as accounts
from households.views import (
    desk,
    listing,
    moves,
    papers,
    procedure,
    registry,
    reviews,
    rounds,
)
from office import views as office
from povertyapp import views
from povertyapp.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("reports.urls")),
    path("healthz", healthz, name="healthz"),
    path("api/v1/", include("povertyapp.api_urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/docs/", views.api_docs, name="api-docs"),
    path("ngay/", views.clock, name="clock"),
    path("dang-nhap/", accounts.sign_in, name="sign-in"),
    path("dang-xuat/", accounts.sign_out, name="sign-out"),
    path("xac-thuc/", accounts.second_factor, name="second-factor"),
    path("tai-khoan/", accounts.account, name="account"),
    path("tai-khoan/mat-khau/", accounts.password_change, name="password-change"),
    path("tai-khoan/hai-lop/bat-dau/", accounts.totp_begin, name="totp-begin"),
    path("tai-khoan/hai-lop/", accounts.totp_setup, name="totp-setup"),
    path("tai-khoan/khoa/", accounts.token_create, name="token-create"),
    path("tai-khoan/khoa/<uuid:public_id>/", accounts.token_revoke, name="token-revoke"),
    path("quan-tri/", admin_views.grant_list, name="grant-list"),
    path("quan-tri/cap-quyen/", admin_views.grant_create, name="grant-create"),
    path("quan-tri/co-quan/", admin_views.agency_list, name="agency-list"),
    path("quan-tri/co-quan/moi/", admin_views.agency_create, name="agency-create"),
    path("quan-tri/co-quan/ke-thua/", admin_views.agency_succeed, name="agency-succeed"),
    path("quan-tri/thay-the/", admin_views.substitute, name="substitute"),
    path("quan-tri/tai-khoan/", admin_views.user_list, name="user-list"),
    path("quan-tri/tai-khoan/moi/", admin_views.user_create, name="user-create"),
    path("quan-tri/tai-khoan/<uuid:public_id>/", admin_views.user_act, name="user-act"),
    path("quan-tri/<uuid:public_id>/ket-thuc/", admin_views.grant_end, name="grant-end"),
    path("tep/<uuid:public_id>/", office.export_detail, name="export-detail"),
    path("tep/<uuid:public_id>/tai/", office.export_file, name="export-file"),
    path("thong-bao/", office.notice_list, name="notice-list"),
    path("thong-bao/da-doc/", office.notice_read, name="notice-read"),
    path("viec-nen/<uuid:public_id>/huy/", office.job_cancel, name="job-cancel"),
    path("ho/", registry.household_list, name="household-list"),
    path("ho/<uuid:public_id>/", registry.household_detail, name="household-detail"),
    path("ho/moi/", registry.household_create, name="household-create"),
    path("ho/nhap/", listing.list_upload, name="list-upload"),
    path("ho/nhap/mau/", listing.list_template, name="list-template"),
    path("ho/nhap/<uuid:public_id>/", listing.list_import, name="list-import"),
    path("ho/nhap/<uuid:public_id>/cot/", listing.list_remap, name="list-remap"),
    path("ho/nhap/<uuid:public_id>/chon/", listing.list_choose, name="list-choose"),
    path("ho/nhap/<uuid:public_id>/ap-dung/", listing.list_apply, name="list-apply"),
    path("ho/nhap/<uuid:public_id>/khong-nhan/", listing.list_refused, name="list-refused"),
    path("ho/<uuid:public_id>/sua/", registry.household_edit, name="household-edit"),
    path(
        "ho/<uuid:public_id>/lich-su/", registry.household_history, name="household-history"
    ),
    path("ho/<uuid:public_id>/chuyen/", moves.move_create, name="move-create"),
    path(
        "ho/<uuid:public_id>/thanh-vien/<uuid:member>/",
        registry.member_edit,
        name="member-edit",
    ),
    path(
        "ho/<uuid:public_id>/viec/<slug:kind>/",
        registry.household_event,
        name="household-event",
    ),
    path("viec/<uuid:public_id>/hoan-tac/", registry.event_undo, name="event-undo"),
    path("giay-de-nghi/", desk.request_list, name="request-list"),
    path("giay-de-nghi/mo-thang/", desk.off_cycle_open, name="off-cycle-open"),
    path("giay-de-nghi/<uuid:public_id>/", desk.request_answer, name="request-answer"),
    path("giay-de-nghi/<uuid:public_id>/in/", desk.request_paper, name="request-paper"),
    path("ho/<uuid:public_id>/de-nghi/", desk.request_create, name="request-create"),
    path("ho/so-xac-nhan/", desk.confirmation_list, name="confirmation-list"),
    path(
        "ho/<uuid:public_id>/xac-nhan/",
        desk.confirmation_create,
        name="confirmation-create",
    ),
    path("ho/so-lieu-thon/", desk.village_totals, name="village-totals"),
    path("ho/chat-luong/", desk.quality_list, name="quality-list"),
    path("ho/nghi-trung/", desk.like_persons, name="like-persons"),
    path(
        "ra-soat/<uuid:public_id>/giay-de-nghi/", desk.round_requests, name="round-requests"
    ),
    path("chuyen-ho/", moves.move_list, name="move-list"),
    path("chuyen-ho/<uuid:public_id>/", moves.move_answer, name="move-answer"),
    path("ra-soat/cho-y-kien/", procedure.round_opinion, name="round-opinion"),
    path("ra-soat/<uuid:public_id>/hop/", procedure.round_meeting, name="round-meeting"),
    path("ra-soat/<uuid:public_id>/niem-yet/", procedure.round_post, name="round-post"),
    path(
        "phieu/<uuid:public_id>/y-kien/",
        procedure.objection_create,
        name="objection-create",
    ),
    path(
        "y-kien/<uuid:public_id>/tra-loi/",
        procedure.objection_answer,
        name="objection-answer",
    ),
    path(
        "phieu/<uuid:public_id>/phuc-tra/", procedure.recheck_create, name="recheck-create"
    ),
    path("ra-soat/<uuid:public_id>/in/", papers.round_print, name="round-print"),
    path("ban-in/<uuid:public_id>/", papers.printout_detail, name="printout-detail"),
    path("ban-in/<uuid:public_id>/tai/", papers.printout_file, name="printout-file"),
    path("ra-soat/", rounds.round_list, name="round-list"),
    path("ra-soat/mo/", rounds.round_open, name="round-open"),
    path("ra-soat/<uuid:public_id>/", rounds.round_detail, name="round-detail"),
    path("ra-soat/<uuid:public_id>/ban-quet/", rounds.round_scan, name="round-scan"),
    path("ra-soat/<uuid:public_id>/buoc/", rounds.round_move, name="round-move"),
    path("ra-soat/<uuid:public_id>/quyet-dinh/", rounds.round_decide, name="round-decide"),
    path("ra-soat/<uuid:public_id>/them-ho/", rounds.round_add, name="round-add"),
    path("phieu/<uuid:public_id>/", reviews.review_edit, name="review-edit"),
    path("phieu/<uuid:public_id>/ket-qua/", reviews.review_result, name="review-result"),
    path("ke-hoach/mau/", views.plan_template, name="plan-template"),
    path("", include("targets.urls")),
    path("", include("programs.urls")),
]

"""Addresses of projects and their money."""

from django.urls import URLPattern, path

from programs.views import (
    frame,
    money,
    money_import,
    needs,
    norms,
    registers,
    support,
    support_import,
    taking,
    work,
)

_MONEY = "von/<uuid:public_id>/"
_NORM = "dinh-muc/<uuid:public_id>/"
_TABLE = "von/nhap/<uuid:public_id>/"
_WORK = "hoat-dong/<uuid:public_id>/"
_REGISTER = "so/<slug:slug>/"
_ROW = f"{_REGISTER}<uuid:public_id>/"
_SENT = "ho-tro/nhap/<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("du-an/", frame.project_list, name="project-list"),
    path("du-an/phan-cong/", frame.project_assign, name="project-assign"),
    path("du-an/ghi/", frame.project_enter, name="project-enter"),
    path("du-an/pham-vi/", frame.project_apply, name="project-apply"),
    path(
        "du-an/phan-cong/<uuid:public_id>/bo/",
        frame.assignment_end,
        name="assignment-end",
    ),
    path("von/", money.money_list, name="money-list"),
    path("von/nhap/", money_import.money_upload, name="money-upload"),
    path("von/nhap/mau/", money_import.money_template, name="money-template"),
    path("von/xuat/", money_import.money_export, name="money-export"),
    path(_TABLE, money_import.money_import, name="money-import"),
    path(f"{_TABLE}ghi/", money_import.money_write, name="money-write"),
    path(f"{_MONEY}mau/", money_import.money_share_template, name="money-share-template"),
    path(f"{_MONEY}tep/", money_import.money_share_upload, name="money-share-upload"),
    path("von/giao/", money.money_give, name="money-give"),
    path(_MONEY, money.money_detail, name="money-detail"),
    path(f"{_MONEY}phan-bo/", money.money_share, name="money-share"),
    path(f"{_MONEY}dieu-chinh/", money.money_change, name="money-change"),
    path(f"{_MONEY}giai-ngan/", money.money_spend, name="money-spend"),
    path(f"{_MONEY}chuyen-nam/", money.money_carry, name="money-carry"),
    path(f"{_MONEY}du-thao/", norms.money_draft, name="money-draft"),
    path("dinh-muc/", norms.norm_list, name="norm-list"),
    path(_NORM, norms.norm_detail, name="norm-detail"),
    path(f"{_NORM}tieu-chi/", norms.norm_criterion, name="norm-criterion"),
    path(f"{_NORM}sua/", norms.norm_edit, name="norm-edit"),
    path(
        "tieu-chi/<uuid:public_id>/sua/",
        norms.norm_criterion_edit,
        name="norm-count-edit",
    ),
    path("tieu-chi/<uuid:public_id>/", norms.norm_count, name="norm-count"),
    path("hoat-dong/", work.work_list, name="work-list"),
    path("hoat-dong/ghi/", work.work_create, name="work-create"),
    path(_WORK, work.work_detail, name="work-detail"),
    path(f"{_WORK}buoc/", work.work_step, name="work-step"),
    path(f"{_WORK}phe-duyet/", work.work_approve, name="work-approve"),
    path(f"{_WORK}dieu-kien/", work.work_check, name="work-check"),
    path(f"{_WORK}giai-doan/", work.work_stage, name="work-stage"),
    path(f"{_WORK}ket-qua/", work.work_deliver, name="work-deliver"),
    path(f"{_WORK}minh-chung/<uuid:entry_id>/", work.work_evidence, name="work-evidence"),
    path(f"{_WORK}ho-tham-gia/", taking.work_take_part, name="work-take-part"),
    path("so/", registers.register_home, name="register-home"),
    path(_REGISTER, registers.register_list, name="register-list"),
    path(f"{_REGISTER}ghi/", registers.register_create, name="register-create"),
    path(f"{_REGISTER}xuat/", registers.register_export, name="register-export"),
    path(_ROW, registers.register_detail, name="register-detail"),
    path(f"{_ROW}sua/", registers.register_edit, name="register-edit"),
    path(f"{_ROW}viec/", registers.register_line, name="register-line"),
    path("nhu-cau/", needs.need_list, name="need-list"),
    path("nhu-cau/xuat/", needs.need_export, name="need-export"),
    path("ho-tro/", support.support_list, name="support-list"),
    path("ho-tro/ho/<uuid:public_id>/", support.support_create, name="support-create"),
    path("ho-tro/nhap/", support_import.support_upload, name="support-upload"),
    path("ho-tro/nhap/mau/", support_import.support_template, name="support-template"),
    path(_SENT, support_import.support_import, name="support-import"),
    path(f"{_SENT}ghi/", support_import.support_apply, name="support-apply"),
    path(f"{_SENT}cot/", support_import.support_remap, name="support-remap"),
    path(f"{_SENT}khong-nhan/", support_import.support_refused, name="support-refused"),
    path("ho-tro/<uuid:public_id>/rut/", support.support_withdraw, name="support-withdraw"),
]

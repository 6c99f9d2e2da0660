"""Every page, every role of the demonstration, on real rows; and the main job by POST."""

import io
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.models import User
from areas.models import Area
from core.dates import playing
from households.models import CommuneRound, Household, Review
from office.jobs import run as run_job
from office.models import ImportRun, Job
from povertyapp.demonstration import load
from povertyapp.plan_template import ngoc_hoi_workbook
from povertyapp.reference import load_reference
from reports.models import ReportRun
from targets.models import Plan, Target

ROLES = (
    "dakang.canbo dakang.rasoat ngochoi.canbo kontum.xem kontum.nganhang quantri".split()
)

# what each of ROLES gets for a GET: the commune officer, the enumerator, the district
# officer, the viewer, the department officer, the administrator
GETS = {
    "home": (200, 200, 200, 200, 200, 200),
    "search": (200, 200, 200, 200, 200, 200),
    "dashboard": (200, 403, 200, 200, 200, 403),
    "account": (200, 200, 200, 200, 200, 200),
    "password-change": (200, 200, 200, 200, 200, 200),
    "totp-setup": (200, 200, 200, 200, 200, 200),
    "grant-list": (403, 403, 403, 403, 403, 200),
    "grant-create": (403, 403, 403, 403, 403, 200),
    "substitute": (403, 403, 403, 403, 403, 200),
    "user-create": (403, 403, 403, 403, 403, 200),
    "notice-list": (200, 200, 200, 200, 200, 200),
    "household-list": (200, 200, 200, 403, 403, 403),
    "household-detail": (200, 200, 200, 404, 404, 404),
    "round-list": (200, 403, 200, 200, 403, 403),
    "round-open": (403, 403, 200, 403, 403, 403),
    "round-detail": (200, 404, 200, 200, 404, 404),
    "review-edit": (200, 200, 200, 404, 404, 404),
    "review-result": (200, 200, 200, 404, 404, 404),
    "plan-list": (200, 403, 200, 200, 200, 403),
    "plan-upload": (403, 403, 200, 403, 403, 403),
    "plan-template": (403, 403, 200, 403, 403, 403),
    "plan-detail": (200, 404, 200, 200, 200, 404),
    "project-list": (200, 403, 200, 200, 200, 403),
    "report-list": (200, 403, 200, 200, 403, 403),
    "report-detail": (404, 404, 200, 200, 404, 404),
    "report-download": (404, 404, 302, 302, 404, 404),
}
# doors that answer only POST, or need a row another test makes; GET is never 200
OTHERS = {
    "healthz", "clock", "sign-in", "sign-out", "second-factor", "token-create",
    "token-revoke", "grant-end", "notice-read", "round-move", "round-decide", "round-add",
    "plan-import", "plan-import-name", "plan-import-apply", "plan-issue",
    "target-register", "target-answer", "report-ask", "report-cancel",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load_reference()
        load()
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def day(world, db, settings):
    settings.DEMO_DATE = date(2020, 10, 1)
    with playing(settings.DEMO_DATE):
        yield settings.DEMO_DATE


def client_of(username):
    client = Client()
    client.force_login(
        User.objects.get(username=username), "django.contrib.auth.backends.ModelBackend"
    )
    return client


@pytest.fixture
def subjects(day):
    village = Area.objects.get(name="1 (minh họa)", parent__code="23380")
    review = Review.objects.filter(
        commune_round__round__year=2020, household__village=village
    )[0]
    plan = Plan.objects.get(year=2021, area__code="611", area__level="district")
    client = client_of("ngochoi.canbo")
    client.post(
        reverse("report-ask"), {"kind": "plan_result", "area": "611", "year": "2020"}
    )
    return {
        "household-detail": review.household.public_id,
        "round-detail": review.commune_round.public_id,
        "review-edit": review.public_id,
        "review-result": review.public_id,
        "plan-detail": plan.public_id,
        "report-detail": ReportRun.objects.latest("pk").public_id,
        "report-download": ReportRun.objects.latest("pk").public_id,
    }


def test_every_page_answers_each_role_as_the_table_says(subjects):
    wrong = []
    for username, column in zip(ROLES, range(len(ROLES)), strict=True):
        client = client_of(username)
        for name, statuses in GETS.items():
            args = [subjects[name]] if name in subjects else []
            status = client.get(reverse(name, args=args)).status_code
            if status != statuses[column]:
                wrong.append((name, username, status, statuses[column]))
    assert not wrong


def test_every_address_stands_in_the_table():
    names = {p.name for p in get_resolver().url_patterns if getattr(p, "name", None)}
    assert names == set(GETS) | OTHERS


def test_signed_out_person_is_asked_to_sign_in(subjects):
    for name in GETS:
        args = [subjects[name]] if name in subjects else []
        answer = Client().get(reverse(name, args=args))
        assert answer.status_code == 302, name
        assert answer.url.startswith("/dang-nhap/"), name


def test_typed_form_survives_the_end_of_a_session(day):
    review = Review.objects.filter(commune_round__status="survey")[0]
    url = reverse("review-edit", args=[review.public_id])
    refused = Client().post(url, {"score_b1": "118", "draft": "1"})
    assert refused.status_code == 401
    kept = refused.context["kept"]
    user = User.objects.get(username="dakang.canbo")
    user.set_password("Minh-Hoa-Ngoc-Hoi-2020")
    user.save()
    resumed = Client().post(
        reverse("sign-in"),
        {"username": user.username, "password": "Minh-Hoa-Ngoc-Hoi-2020", "kept": kept},
    )
    assert resumed.context["path"] == url
    assert ("score_b1", "118") in resumed.context["fields"]


def form_data(client, review):
    page = client.get(reverse("review-edit", args=[review.public_id]))
    data = {k: v for k, v in page.context["form"].initial.items() if v is not None}
    for name in page.context["form"].fields:
        if name.startswith("i_"):
            data.setdefault(name, "no")
    members = page.context["members"]
    data |= {
        "form-TOTAL_FORMS": str(len(members.initial)),
        "form-INITIAL_FORMS": str(len(members.initial)),
    }
    for number, line in enumerate(members.initial):
        data |= {f"form-{number}-{k}": v for k, v in line.items() if v is not None}
    return data


def test_officer_finishes_a_form_and_a_second_window_sees_what_changed(day):
    client = client_of("dakang.canbo")
    review = Review.objects.filter(commune_round__status="survey", status="todo")[0]
    url = reverse("review-edit", args=[review.public_id])
    data = form_data(client, review) | {"score_b1": "118"}
    assert client.post(url, data | {"finish": "1"}).status_code == 302
    review.refresh_from_db()
    assert review.explanation == "B1 118 ≤ 120: hộ nghèo"
    stale = client.post(url, data | {"score_b1": "131", "finish": "1"})
    assert stale.status_code == 412
    text = stale.content.decode()
    assert "Khác nhau giữa hai bản" in text
    assert 'value="131"' in text
    review.refresh_from_db()
    assert review.score_b1 == 118


def test_same_post_twice_happens_once(day):
    client = client_of("ngochoi.canbo")
    key = "0192f0aa-0000-7000-8000-000000000001"
    data = {"kind": "form_01", "area": "611", "year": "2020", "request_key": key}
    first = client.post(reverse("report-ask"), data)
    second = client.post(reverse("report-ask"), data)
    assert (first["Location"], second["X-Repeated"]) == (second["Location"], "yes")
    assert ReportRun.objects.filter(kind="form_01").count() == 1


def test_report_of_another_area_is_not_found(day):
    client = client_of("dakang.canbo")
    data = {"kind": "form_01", "area": "611", "year": "2020"}
    assert client.post(reverse("report-ask"), data).status_code == 404


def test_report_is_built_frozen_and_downloaded(day, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = client_of("ngochoi.canbo")
    answer = client.post(
        reverse("report-ask"), {"kind": "plan_result", "area": "611", "year": "2020"}
    )
    run_job(Job.objects.latest("pk").public_id)
    page = client.get(answer.url).content.decode()
    assert "15.954" in page
    assert "2/8 xã" in page
    run = ReportRun.objects.latest("pk")
    file = client.get(reverse("report-download", args=[run.public_id]))
    assert b"".join(file.streaming_content)[:2] == b"PK"
    other = client_of("boy2026.canbo")
    assert other.get(reverse("report-download", args=[run.public_id])).status_code == 404


def import_table(officer):
    file = io.BytesIO(ngoc_hoi_workbook())
    file.name = "bảng.xlsx"
    district = Area.objects.get(level="district", code="611")
    data = {"area": district.public_id, "year": "2021", "on": "2020-02-19", "file": file}
    answer = officer.post(reverse("plan-upload"), data)
    assert answer.status_code == 302
    run_job(Job.objects.latest("pk").public_id)
    run = ImportRun.objects.latest("pk")
    page = officer.get(answer.url).content.decode()
    assert "gần giống: Xã Pờ Y" in page
    py = Area.objects.get(code="23395", level="commune")
    named = {"name": "Xã Bờ Y", "area": py.public_id}
    officer.post(reverse("plan-import-name", args=[run.public_id]), named)
    done = officer.post(reverse("plan-import-apply", args=[run.public_id]), {"title": "KH"})
    plan = Plan.objects.latest("pk")
    assert done.url == reverse("plan-detail", args=[plan.public_id])
    return plan


def test_plan_table_is_imported_registered_approved_and_issued(day, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    Plan.objects.filter(year=2021, area__code="611").update(year=2031)
    officer = client_of("ngochoi.canbo")
    plan = import_table(officer)
    for target in Target.objects.filter(plan=plan).select_related("area"):
        name = target.area.name_norm.replace(" ", "")
        commune = client_of(f"{name}.canbo")
        value = {"value": str(int(target.value))}
        commune.post(reverse("target-register", args=[target.public_id]), value)
        officer.post(reverse("target-answer", args=[target.public_id]), {"approve": "1"})
    leader = client_of("ngochoi.lanhdao")
    facts = {"number": "99/KH-UBND", "date": "2020-09-30", "signer": "x"}
    issued = leader.post(reverse("plan-issue", args=[plan.public_id]), facts)
    assert issued.status_code == 302
    plan.refresh_from_db()
    assert (plan.status, plan.document.number) == ("issued", "99/KH-UBND")


def test_two_tier_year_runs_without_a_district(day, settings):
    settings.DEMO_DATE = date(2026, 10, 1)
    with playing(settings.DEMO_DATE):
        officer = client_of("boy2026.canbo")
        commune_round = CommuneRound.objects.get(commune__code="23377", round__year=2026)
        url = reverse("round-move", args=[commune_round.public_id])
        officer.post(url, {"to": "survey"})
        for review in commune_round.reviews.all():
            data = form_data(officer, review) | {"score_b1": "118", "finish": "1"}
            officer.post(reverse("review-edit", args=[review.public_id]), data)
        officer.post(url, {"to": "submitted"})
        leader = client_of("boy2026.lanhdao")
        facts = {"number": "9/QĐ-UBND", "date": "2026-09-30", "signer": "x"}
        done = leader.post(reverse("round-decide", args=[commune_round.public_id]), facts)
        assert done.status_code == 302
        commune_round.refresh_from_db()
        assert commune_round.status == "recognised"


@pytest.mark.parametrize(
    "name", ["household-list", "round-list", "plan-list", "report-list"]
)
def test_list_costs_the_same_for_few_and_many_rows(
    day, name, django_assert_max_num_queries
):
    client = client_of("ngochoi.canbo")
    with django_assert_max_num_queries(16):
        assert client.get(reverse(name)).status_code == 200
    assert Household.objects.count() > 15000

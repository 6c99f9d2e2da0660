from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import AccessLog, ApiToken, User
from accounts.services import create_token
from areas.models import Area
from households.models import CommuneRound, Review
from office.jobs import run as run_job
from office.models import Job, RequestKey
from reports.models import ReportRun
from targets.models import Plan, Target
from tests.year.tables import small_pdf, table_file

PASSWORD = "Minh-Hoa-Ngoc-Hoi-2020"


@pytest.fixture
def review(day):
    return Review.objects.filter(commune_round__status="survey", status="todo")[0]


def url_of(name, record=None):
    return reverse(f"api-{name}", args=[record.public_id] if record else [])


def answers(**fields):
    return {"score_b1": 118, "deprivations": [], "causes": [], "finish": True} | fields


def put(client, review, version, **fields):
    headers = {"If-Match": f'"{version}"'}
    url = url_of("review-detail", review)
    return client.put(url, answers(**fields), format="json", headers=headers)


def test_officer_finishes_a_form_and_reads_why(api_as, review):
    officer = api_as("dakang.canbo")
    seen = officer.get(url_of("review-detail", review))
    assert seen["ETag"] == '"1"'
    done = put(officer, review, 1)
    assert done.status_code == 200, done.data
    assert done.data["explanation"] == "B1 118 ≤ 120: hộ nghèo"
    assert done["ETag"] == '"2"'
    assert AccessLog.objects.filter(subject_id=review.public_id, action="read").exists()


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"deprivations": ["khong-co"]}, 409, "unknown_indicator"),
        ({"score_b1": 1000}, 400, "invalid"),
        ({"score_b1": None}, 409, "review_incomplete"),
        ({"members": []}, 409, "household_size_between_1_and_50"),
        ({"causes": ["khong-co"]}, 400, "invalid"),
    ],
)
def test_refused_form_says_why_by_a_stable_code(api_as, review, fields, status, code):
    refused = put(api_as("dakang.canbo"), review, 1, **fields)
    assert (refused.status_code, refused.data["code"]) == (status, code)
    assert refused.data["message"]
    review.refresh_from_db()
    assert (review.version, review.status) == (1, "todo")


def test_stale_missing_and_foreign_edits_are_refused(api_as, review):
    officer = api_as("dakang.canbo")
    assert put(officer, review, 1).status_code == 200
    stale = put(officer, review, 1, score_b1=131)
    assert (stale.status_code, stale.data["code"]) == (412, "stale_version")
    assert stale.data["details"] == {"yours": 1, "current": 2}
    url = url_of("review-detail", review)
    missing = officer.put(url, answers(), format="json")
    assert (missing.status_code, missing.data["code"]) == (428, "version_missing")
    foreign = put(api_as("saloong.canbo"), review, 2)
    assert (foreign.status_code, foreign.data["code"]) == (404, "not_found")


def test_same_key_gives_the_same_answer_and_another_use_of_it_none(api_as, review):
    officer = api_as("dakang.canbo")
    headers = {"X-Request-Key": str(uuid4()), "If-Match": '"1"'}
    url = url_of("review-detail", review)
    first = officer.put(url, answers(), format="json", headers=headers)
    again = officer.put(url, answers(), format="json", headers=headers)
    assert (again.status_code, again.json()) == (200, first.json())
    assert again["X-Repeated"] == "yes"
    other = officer.put(url, answers(score_b1=9), format="json", headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "request_key_reused")


@pytest.mark.parametrize(
    ("key", "code"), [("", "request_key_missing"), ("abc", "request_key_invalid")]
)
def test_writing_without_a_proper_key_is_refused(api_as, review, key, code):
    url = url_of("review-detail", review)
    officer = api_as("dakang.canbo")
    refused = officer.put(url, answers(), format="json", headers={"X-Request-Key": key})
    assert (refused.status_code, refused.json()["code"]) == (400, code)


def test_token_ends_by_day_and_by_hand(day):
    user = User.objects.get(username="dakang.canbo")
    token, text = create_token(user, name="x")
    client = APIClient(headers={"Authorization": f"Bearer {text}"})
    assert client.get(url_of("me")).data["username"] == "dakang.canbo"
    assert text not in str(ApiToken.objects.filter(pk=token.pk).values())
    past = timezone.now() - timedelta(seconds=1)
    born = past - timedelta(days=1)
    ApiToken.objects.filter(pk=token.pk).update(created_at=born, expires_at=past)
    refused = client.get(url_of("me"))
    assert (refused.status_code, refused.json()["code"]) == (401, "not_authenticated")


def test_secret_shown_once_is_kept_nowhere(api_as):
    officer = api_as("dakang.canbo")
    headers = {"X-Request-Key": str(uuid4())}
    url = url_of("token-list")
    made = officer.post(url, {"name": "x"}, format="json", headers=headers)
    again = officer.post(url, {"name": "x"}, format="json", headers=headers)
    assert (made.status_code, again.status_code) == (201, 409)
    assert again.json()["code"] == "shown_once"
    kept = RequestKey.objects.get(key=headers["X-Request-Key"])
    assert made.data["text"].encode() not in bytes(kept.body)


def test_session_signs_in_too_and_then_needs_the_form_token(day, review):
    user = User.objects.get(username="dakang.canbo")
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    assert client.get(url_of("me")).status_code == 200
    headers = {"X-Request-Key": str(uuid4()), "If-Match": '"1"'}
    url = url_of("review-detail", review)
    refused = client.put(url, answers(), format="json", headers=headers)
    assert refused.status_code == 403


def test_list_goes_page_by_page_and_filters(api_as):
    client = api_as("ngochoi.canbo")
    first = client.get(url_of("household-list"), {"page_size": 3}).data
    second = client.get(first["next"]).data
    codes = [h["code"] for page in (first, second) for h in page["results"]]
    assert len(set(codes)) == 6
    commune = Area.objects.get(code="23380", level="commune")
    found = client.get(
        url_of("household-list"), {"commune": commune.public_id, "q": "blong"}
    ).data["results"]
    assert found
    assert all("Blong" in h["head_name"] for h in found)
    assert {h["commune"]["code"] for h in found} == {"23380"}


def test_areas_are_found_whatever_the_accents_and_on_their_day(api_as):
    client = api_as("trunguong.canbo")

    def names(**query):
        found = client.get(url_of("area-list"), query).data["results"]
        return {(a["full_name"], a["parent"]["full_name"]) for a in found}

    assert ("Xã Đăk Ang", "Huyện Ngọc Hồi") in names(q="dak ang", on="2020-10-01")
    assert names(q="dak nong", level="province", on="2020-10-01") == {
        ("Tỉnh Đắk Nông", "Việt Nam")
    }
    communes = names(q="dak nong", level="commune", on="2020-10-01")
    assert communes == {("Xã Đăk Nông", "Huyện Ngọc Hồi")}
    assert names(code="23377", on="2020-10-01", level="commune") == {
        ("Thị trấn Plei Kần", "Huyện Ngọc Hồi")
    }
    assert names(code="23377", on="2026-10-01", level="commune") == {
        ("Xã Bờ Y", "Tỉnh Quảng Ngãi")
    }


def test_returned_commune_is_mended_submitted_and_recognised(api_as):
    item = CommuneRound.objects.get(commune__name="Sa Loong", round__year=2020)
    commune, district, leader = map(
        api_as, ("saloong.canbo", "ngochoi.canbo", "ngochoi.lanhdao")
    )
    url = url_of("communeround-detail", item)

    def step(client, to, note=""):
        tag = client.get(url)["ETag"]
        data = {"to": to, "note": note}
        return client.post(
            url_of("communeround-step", item),
            data,
            format="json",
            headers={"If-Match": tag},
        )

    for review in Review.objects.filter(commune_round=item).exclude(status="done"):
        assert put(commune, review, review.version).status_code == 200
    assert step(commune, "submitted").data["status"] == "submitted"
    refused = step(district, "returned")
    assert (refused.status_code, refused.data["code"]) == (409, "note_missing")
    facts = {"number": "1777/QĐ-UBND", "date": "2020-09-30", "signer": "Lãnh đạo"}
    headers = {"If-Match": commune.get(url)["ETag"]}
    decision = url_of("communeround-decision", item)
    wrong = district.post(decision, facts, format="json", headers=headers)
    assert wrong.status_code == 403
    bare = leader.post(decision, facts, format="json", headers=headers)
    assert (bare.status_code, "scan" in bare.data["details"]) == (400, True)
    signed = facts | {"scan": small_pdf()}
    done = leader.post(decision, signed, format="multipart", headers=headers)
    assert done.data["status"] == "recognised"
    assert done.data["steps"][-1]["document"]["number"] == "1777/QĐ-UBND"


def test_table_is_uploaded_read_named_and_applied(api_as):
    client = api_as("ngochoi.canbo")
    district = Area.objects.get(level="district", code="611")
    data = {
        "area": str(district.public_id),
        "year": 2022,
        "on": "2020-02-19",
        "file": table_file(),
    }
    taken = client.post(url_of("import-list"), data, format="multipart")
    assert taken.status_code == 202
    run_job(Job.objects.latest("pk").public_id)
    url = reverse("api-import-detail", args=[taken.data["public_id"]])
    read = client.get(url).data
    near = next(p for p in read["problems"] if p.get("choices"))
    named = {"name": near["name"], "area": near["choices"][0]["area"]}
    name_url = reverse("api-import-name", args=[taken.data["public_id"]])
    assert client.post(name_url, named, format="json").status_code == 200
    apply_url = reverse("api-import-apply", args=[taken.data["public_id"]])
    plan = client.post(apply_url, {"title": "Kế hoạch"}, format="json").data
    found = client.get(url_of("target-list"), {"plan": plan["public_id"]}).data["results"]
    assert sum(int(float(t["value"])) for t in found) == 199


def test_plan_is_registered_approved_and_issued_once(api_as):
    plan = Plan.objects.get(year=2021, area__code="611", area__level="district")
    district, leader = api_as("ngochoi.canbo"), api_as("ngochoi.lanhdao")
    for target in Target.objects.filter(plan=plan).select_related("area"):
        tag = {"If-Match": f'"{target.version}"'}
        if target.status == "draft":
            commune = api_as(f"{target.area.name_norm.replace(' ', '')}.canbo")
            url = url_of("target-register", target)
            value = {"value": min(10, target.base)}
            answer = commune.post(url, value, format="json", headers=tag)
            tag = {"If-Match": answer["ETag"]}
        if target.status != "approved":
            url = url_of("target-answer", target)
            data = {"to": "approved"}
            assert district.post(url, data, format="json", headers=tag).status_code == 200
    facts = {"number": "9/KH-UBND", "date": "2020-09-30", "signer": "Lãnh đạo"}
    plan.refresh_from_db()
    url, tag = url_of("plan-issue", plan), {"If-Match": f'"{plan.version}"'}
    assert leader.post(url, facts, format="json", headers=tag).data["status"] == "issued"
    plan.refresh_from_db()
    tag = {"If-Match": f'"{plan.version}"'}
    again = leader.post(url, facts, format="json", headers=tag)
    assert (again.status_code, again.data["code"]) == (409, "plan_issued")


def test_report_is_asked_once_built_and_downloaded(api_as):
    client = api_as("ngochoi.canbo")
    district = Area.objects.get(level="district", code="611")
    data = {"kind": "plan_result", "area": str(district.public_id), "year": 2020}
    asked = client.post(url_of("report-list"), data, format="json")
    assert asked.status_code == 202
    busy = client.post(url_of("report-list"), data, format="json")
    assert (busy.status_code, busy.data["code"]) == (409, "job_one_live_per_key")
    run = ReportRun.objects.get(public_id=asked.data["public_id"])
    run_job(run.job.public_id)
    assert client.get(url_of("job-detail", run.job)).data["status"] == "done"
    read = client.get(url_of("report-detail", run)).data
    assert len(read["sha256"]) == 64
    file = client.get(url_of("report-file", run))
    assert b"".join(file.streaming_content)[:2] == b"PK"


def test_substitute_acts_for_the_absent_and_only_then(api_as):
    admin = api_as("quantri")
    data = {
        "absent": "dakang.canbo",
        "by_user": "saloong.canbo",
        "first": "2020-10-01",
        "last": "2020-10-05",
    }
    given = admin.post(url_of("substitute"), data, format="json")
    assert given.status_code == 201, given.data
    assert given.data[0]["substitutes"]["username"] == "dakang.canbo"
    stranger = api_as("saloong.canbo")
    codes = {a["area"]["code"] for a in stranger.get(url_of("me")).data["grants"]}
    assert "23380" in codes
    self_grant = {
        "username": "quantri",
        "role": "leader",
        "area": str(Area.objects.get(level="nation").public_id),
        "valid_from": "2020-10-01",
    }
    refused = admin.post(url_of("grant-list"), self_grant, format="json")
    assert (refused.status_code, refused.data["code"]) == (
        409,
        "rolegrant_given_by_another",
    )


@pytest.mark.parametrize(
    "name",
    (
        "area-list household-list recognition-list communeround-list review-list "
        "plan-list target-list report-list figures work"
    ).split(),
)
def test_api_list_costs_the_same_for_few_and_many_rows(
    api_as, name, django_assert_max_num_queries
):
    client = api_as("ngochoi.canbo")
    with django_assert_max_num_queries(14):
        assert client.get(url_of(name), {"page_size": 200}).status_code == 200

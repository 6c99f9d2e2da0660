"""Every page, every role of the demonstration, on real rows; and the main job by POST."""

import hashlib
import io
from datetime import date

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from areas.models import Area
from core.dates import playing
from households.models import CommuneRound, Household, Recognition, Review
from households.selectors import last_review
from households.services.procedure import villages_of
from office.jobs import run as run_job
from office.models import ImportRun, Job
from povertyapp.plan_template import ngoc_hoi_workbook
from reports.kinds import plan_result
from reports.kinds.built import Year
from reports.models import ReportRun
from targets.models import Plan, Target
from targets.services.totals import recount
from tests.year.tables import area_id, small_pdf


def test_typed_form_survives_the_end_of_a_session(day, page_as):
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


def test_officer_finishes_a_form_and_a_second_window_sees_what_changed(day, page_as):
    client = page_as("dakang.canbo")
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


def test_page_is_told_which_draft_the_server_took_also_when_it_asks_again(day, page_as):
    client = page_as("dakang.canbo")
    review = Review.objects.filter(commune_round__status="survey", status="todo")[0]
    url = reverse("review-edit", args=[review.public_id])
    key = "0192f0aa-0000-7000-8000-0000000000aa"
    data = form_data(client, review) | {"score_b1": "118", "draft": "1"}
    sent = data | {"request_key": key}
    assert client.post(url, sent).cookies["taken"].value == key
    again = client.post(url, sent)
    assert (again["X-Repeated"], again.cookies["taken"].value) == ("yes", key)
    other = "0192f0aa-0000-7000-8000-0000000000ab"
    stale = client.post(url, data | {"request_key": other})
    assert (stale.status_code, "taken" in stale.cookies) == (412, False)


def test_refused_form_keeps_the_total_that_stood_ready(day, page_as):
    client = page_as("dakang.canbo")
    review = Review.objects.filter(commune_round__status="survey", status="todo")[0]
    before = last_review(review)
    Review.objects.filter(pk=before.pk).update(deprivations=[], deprived_total=4)
    url = reverse("review-edit", args=[review.public_id])
    data = form_data(client, review) | {"score_b1": "118", "form-0-birth_year": ""}
    assert data["deprived_total"] == 4
    refused = client.post(url, data | {"finish": "1"})
    assert refused.status_code == 400
    assert refused.context["asks_total"]
    assert refused.context["form"]["deprived_total"].value() == "4"


def test_same_post_twice_happens_once(day, page_as):
    client = page_as("ngochoi.canbo")
    key = "0192f0aa-0000-7000-8000-000000000001"
    data = {"kind": "form_01", "area": area_id("611"), "year": "2020", "request_key": key}
    first = client.post(reverse("report-ask"), data)
    second = client.post(reverse("report-ask"), data)
    assert (first["Location"], second["X-Repeated"]) == (second["Location"], "yes")
    assert ReportRun.objects.filter(kind="form_01").count() == 1


def test_report_of_another_area_is_not_found(day, page_as):
    client = page_as("dakang.canbo")
    data = {"kind": "form_01", "area": area_id("611"), "year": "2020"}
    assert client.post(reverse("report-ask"), data).status_code == 404


def test_report_of_an_older_year_stands_under_the_areas_of_its_time(day, page_as, settings):
    settings.DEMO_DATE = date(2026, 10, 1)
    with playing(settings.DEMO_DATE):
        client = page_as("boy2026.canbo")
        new = Area.objects.valid_on(date(2026, 10, 1)).get(level="commune", code="23377")
        page = client.get(reverse("report-list")).content.decode()
        assert "Địa bàn trước khi sắp xếp" in page
        assert "Thị trấn Plei Kần" in page
        asked = {"kind": "form_01", "area": str(new.public_id), "year": "2020"}
        client.post(reverse("report-ask"), asked)
        told = client.get(reverse("report-list")).content.decode()
        assert "Xã Bờ Y không có trong danh mục địa bàn ngày 31/12/2020" in told
        old = area_id("23377", "commune")
        answer = client.post(reverse("report-ask"), asked | {"area": old})
        assert "/bao-cao/" in answer.url
        assert ReportRun.objects.latest("pk").area.full_name == "Thị trấn Plei Kần"


def test_report_is_built_frozen_and_downloaded(day, page_as):
    client = page_as("ngochoi.canbo")
    answer = client.post(
        reverse("report-ask"),
        {"kind": "plan_result", "area": area_id("611"), "year": "2020"},
    )
    run_job(Job.objects.latest("pk").public_id)
    page = client.get(answer.url).content.decode()
    assert "15.954" in page
    assert "2/8 xã" in page
    run = ReportRun.objects.latest("pk")
    file = client.get(reverse("report-download", args=[run.public_id]))
    content = b"".join(file.streaming_content)
    assert content[:2] == b"PK"
    assert hashlib.sha256(content).hexdigest() == run.file.sha256
    with (
        pytest.raises(InternalError, match="Cannot update or delete"),
        transaction.atomic(),
    ):
        ReportRun.objects.filter(pk=run.pk).update(tables=[])
    Recognition.objects.filter(area_path__startswith=run.area_path).update(
        superseded_at=timezone.now()
    )
    assert "2/8 xã" in client.get(answer.url).content.decode()
    now = plan_result.build(Year(run.area, 2020, day, timezone.now()))
    assert [now.frozen()] != run.tables, "the figures of today are others"
    assert "Số liệu nguồn đã thay đổi" in client.get(answer.url).content.decode()
    address = reverse("report-download", args=[run.public_id])
    assert page_as("dakang.canbo").get(address).status_code == 404
    assert page_as("boy2026.canbo").get(address).status_code == 403, "no grant that day"


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


def test_plan_table_is_imported_registered_approved_and_issued(day, page_as):
    Plan.objects.filter(year=2021, area__code="611").update(year=2031)
    officer = page_as("ngochoi.canbo")
    plan = import_table(officer)
    for target in Target.objects.filter(plan=plan).select_related("area"):
        name = target.area.name_norm.replace(" ", "")
        commune = page_as(f"{name}.canbo")
        value = {"value": str(int(target.value)), "version": "1"}
        commune.post(reverse("target-register", args=[target.public_id]), value)
        approve = {"approve": "1", "version": "2"}
        officer.post(reverse("target-answer", args=[target.public_id]), approve)
    leader = page_as("ngochoi.lanhdao")
    facts = {"number": "99/KH-UBND", "date": "2020-09-30", "signer": "x", "version": "1"}
    stale = leader.post(reverse("plan-issue", args=[plan.public_id]), facts)
    assert stale.status_code == 409, "figures moved since the page was made"
    plan.refresh_from_db()
    facts["version"] = plan.version
    issued = leader.post(reverse("plan-issue", args=[plan.public_id]), facts)
    assert issued.status_code == 302
    plan.refresh_from_db()
    assert (plan.status, plan.document.number) == ("issued", "99/KH-UBND")


def step(client, commune_round, to):
    """Take a commune a step further from its page; the first page opens on the way."""
    commune_round.refresh_from_db()
    data = {"to": to, "version": commune_round.version}
    client.post(reverse("round-move", args=[commune_round.public_id]), data)
    commune_round.refresh_from_db()
    assert commune_round.status == to
    assert client.get(reverse("home")).status_code == 200
    assert (
        client.get(reverse("round-detail", args=[commune_round.public_id])).status_code
        == 200
    )


def go_public(officer, commune_round, year=2026):
    """Every village meets and agrees; the list hangs its working days."""
    step(officer, commune_round, "meeting")
    meet = reverse("round-meeting", args=[commune_round.public_id])
    facts = {"held_on": f"{year}-09-20", "chair": "x", "present": "40", "agreeing": "31"}
    for village, _ in villages_of(commune_round):
        assert officer.post(f"{meet}?village={village.public_id}", facts).status_code == 302
    hang = reverse("round-post", args=[commune_round.public_id])
    posted = officer.post(hang, {"posted_on": f"{year}-09-21", "places": "Nhà rông"})
    assert posted.status_code == 302
    assert officer.get(reverse("home")).status_code == 200


def test_two_tier_year_runs_without_a_district(day, page_as, settings):
    settings.DEMO_DATE = date(2026, 10, 1)
    with playing(settings.DEMO_DATE):
        officer = page_as("boy2026.canbo")
        commune_round = CommuneRound.objects.get(commune__code="23377", round__year=2026)
        step(officer, commune_round, "survey")
        enter_three(officer, commune_round)
        go_public(officer, commune_round)
        step(officer, commune_round, "submitted")
        decide(page_as("boy2026.lanhdao"), commune_round, "2026-09-30")


def enter_three(officer, commune_round):
    """A short list is a whole one; a hundred households are reviewed in the browser."""
    few = commune_round.reviews.values("pk")[:3]
    Review.objects.filter(commune_round=commune_round).exclude(pk__in=few).delete()
    for review in commune_round.reviews.all():
        data = form_data(officer, review) | {"score_b1": "118", "finish": "1"}
        officer.post(reverse("review-edit", args=[review.public_id]), data)


def decide(leader, commune_round, day):
    """The chair's decision, refused without its signed scan."""
    commune_round.refresh_from_db()
    url = reverse("round-decide", args=[commune_round.public_id])
    facts = {"number": "9/QĐ-UBND", "date": day, "signer": "x"}
    facts["version"] = commune_round.version
    bare = leader.post(url, facts)
    assert bare.status_code == 400
    assert "Hãy đính kèm bản quét văn bản đã ký." in bare.content.decode()
    assert leader.post(url, facts | {"scan": small_pdf()}).status_code == 302
    commune_round.refresh_from_db()
    assert commune_round.status == "recognised"


def open_round(officer, facts):
    """Refused first, since it would close before it opens; what was typed stays."""
    wrong = officer.post(reverse("round-open"), facts | {"closes_on": "2024-08-01"})
    assert wrong.status_code == 200
    assert 'value="2024-08-01"' in wrong.content.decode()
    opened = officer.post(reverse("round-open"), facts | {"closes_on": "2024-12-14"})
    assert opened.status_code == 302


def test_district_opens_its_round_of_2024_and_gives_its_opinion(day, page_as, settings):
    settings.DEMO_DATE = date(2024, 10, 1)
    with playing(settings.DEMO_DATE):
        district = page_as("ngochoi.canbo")
        area = Area.objects.get(level="district", code="611")
        facts = {"area": area.public_id, "year": "2024", "opens_on": "2024-09-01"}
        open_round(district, facts)
        item = CommuneRound.objects.get(commune__code="23380", round__year=2024)
        officer = page_as("dakang.canbo")
        step(officer, item, "survey")
        enter_three(officer, item)
        go_public(officer, item, 2024)
        step(officer, item, "submitted")
        assert "Xem kết quả đã trình" in district.get(reverse("home")).content.decode()
        letter = {"number": "88/UBND", "date": "2024-09-30", "signer": "x", "note": "ok"}
        url = f"{reverse('round-opinion')}?round={item.public_id}"
        done = district.post(url, letter | {"rounds": [item.public_id]})
        assert done.status_code == 302, done.content.decode()
        item.refresh_from_db()
        assert item.status == "opined"
        decide(page_as("dakang.lanhdao"), item, "2024-09-30")


def test_refused_return_keeps_the_reason_that_was_typed(day, page_as):
    item = CommuneRound.objects.get(commune__name="Sa Loong", round__year=2020)
    stale = {"to": "returned", "note": "Xem lại hộ đầu danh sách", "version": "0"}
    url = reverse("round-move", args=[item.public_id])
    CommuneRound.objects.filter(pk=item.pk).update(status="submitted")
    refused = page_as("ngochoi.canbo").post(url, stale)
    assert refused.status_code == 409
    assert ">Xem lại hộ đầu danh sách</textarea>" in refused.content.decode()


def test_household_edited_in_two_windows_shows_both_versions(day, page_as):
    officer = page_as("dakang.canbo")
    home = Household.objects.filter(commune__code="23380").first()
    url = reverse("household-edit", args=[home.public_id])
    form = officer.get(url).context["form"]
    typed = {k: v for k, v in form.initial.items() if v is not None}
    typed["version"] = home.version
    assert officer.post(url, typed | {"address": "Nhà số 1"}).status_code == 302
    stale = officer.post(url, typed | {"address": "Nhà số 2"})
    text = stale.content.decode()
    assert "Khác nhau giữa hai bản" in text
    found = [(d.label, d.mine, d.theirs) for d in stale.context["differences"]]
    assert found == [("Địa chỉ chi tiết", "Nhà số 2", "Nhà số 1")]
    home.refresh_from_db()
    assert home.address == "Nhà số 1"


def test_leader_sees_the_plan_that_waits_for_issuing(day, page_as):
    plan = Plan.objects.get(year=2021, area__code="611", area__level="district")
    leader = page_as("ngochoi.lanhdao")
    assert "Ban hành kế hoạch" not in leader.get(reverse("home")).content.decode()
    plan.targets.filter(kind="line").update(status="approved")
    page = leader.get(reverse("home")).content.decode()
    assert "Ban hành kế hoạch" in page
    assert reverse("plan-detail", args=[plan.public_id]) in page
    officer = page_as("ngochoi.canbo").get(reverse("home")).content.decode()
    assert "Ban hành kế hoạch" not in officer


def test_plan_below_the_assigned_minimum_is_not_issued(day, page_as):
    plan = Plan.objects.get(year=2021, area__code="611", area__level="district")
    plan.targets.filter(kind="line").update(status="approved", value=0)
    recount(plan, [row.indicator for row in plan.totals.all()])
    Target.objects.filter(kind="assigned", area=plan.area).update(value=12)
    Plan.objects.filter(targets__kind="assigned").update(year=2021)
    facts = {"number": "99/KH-UBND", "date": "2020-09-30", "signer": "Y Ký"}
    facts["version"] = plan.version
    url = reverse("plan-issue", args=[plan.public_id])
    refused = page_as("ngochoi.lanhdao").post(url, facts)
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "12" in text
    assert 'value="Y Ký"' in text
    plan.refresh_from_db()
    assert plan.status == "draft"


@pytest.mark.parametrize(
    "name", ["household-list", "round-list", "plan-list", "report-list"]
)
def test_list_costs_the_same_for_few_and_many_rows(
    day, page_as, name, django_assert_max_num_queries
):
    client = page_as("ngochoi.canbo")
    with django_assert_max_num_queries(16):
        assert client.get(reverse(name)).status_code == 200
    assert Household.objects.count() > 15000

"""Three levels of plans: what is given, asked for, held and left always adds up."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import RoleGrant, User
from core.errors import RightMissing, SamePerson, StaleVersion
from office import jobs
from office.documents import DateTooOld
from office.models import Notice
from povertyapp.invariants import broken
from targets.choices import TargetStatus
from targets.exports import ask_plan_table
from targets.models import Indicator, Plan, PlanTotal
from targets.rules import (
    BelowAssigned,
    LinesWaiting,
    ReasonForAnother,
    read_range,
)
from targets.selectors import totals_of
from targets.selectors.cascade import tree_of
from targets.services.adjusting import Adjusting, BeforeThePlan, adjust_plan
from targets.services.draft import (
    DraftInUse,
    NothingToAdd,
    PlanFacts,
    add_indicators,
    draft_plan,
    drop_draft,
)
from targets.services.plans import answer_target, issue_plan, register_target
from targets.services.sheet import CellsRefused, Edit, save_sheet
from targets.services.totals import recount
from tests.factories import make_household
from tests.targets.cascade_acts import edit, facts, give, issue_district, lines, pdf, who


@pytest.mark.django_db
def test_district_asks_for_another_figure_with_a_reason(world):
    give(world, 30, 20)
    first = lines(world.plan)[0]
    officer, province = who(world, first.area), who(world, world.province)
    with pytest.raises(ReasonForAnother):
        register_target(first, value=25, note="", by=officer, version=None)
    asked = register_target(first, value=25, note="bão", by=officer, version=None)
    assert totals_of(world.plan)[0].held == 45
    leader = who(world, world.province, "leader")
    with pytest.raises(LinesWaiting):
        issue_plan(world.plan, facts=facts(), scan=None, by=leader, version=None)
    back = {"note": "giữ nguyên", "by": province, "version": None}
    done = answer_target(asked, to=TargetStatus.RETURNED, **back)
    assert done.value == 30, "what was to be given stands again"
    assert totals_of(world.plan)[0].held == 50
    assert broken() == {}


@pytest.mark.django_db
def test_district_does_not_speak_for_its_commune(world):
    commune_line = lines(world.plans[0])[0]
    district = who(world, world.plans[0].area)
    with pytest.raises(RightMissing):
        register_target(commune_line, value=0, note="", by=district, version=None)


@pytest.mark.django_db
def test_who_drafted_the_given_figures_does_not_sign_them(world, administrator):
    give(world, 3, 2)
    both = who(world, world.province)
    RoleGrant.objects.create(
        user=both,
        role="leader",
        area=world.province,
        valid_from=date(2019, 1, 1),
        granted_by=administrator,
    )
    signer = User.objects.get(pk=both.pk)
    with pytest.raises(SamePerson):
        issue_plan(world.plan, facts=facts(), scan=None, by=signer, version=None)


@pytest.mark.django_db
def test_issued_figure_of_the_province_binds_the_district(world):
    give(world, 30, 20)
    leader = who(world, world.province, "leader")
    issue_plan(world.plan, facts=facts(), scan=None, by=leader, version=None)
    with pytest.raises(BelowAssigned) as refused:
        issue_district(world, world.plans[0], [9, 9, 9])
    assert "còn thiếu 3 hộ" in str(refused.value)
    tree = tree_of(world.plan, totals_of(world.plan)[0], who(world, world.province))
    said = [(node.given, node.faults) for node in tree.nodes]
    assert said == [
        ("30", ["các dòng thấp hơn chỉ tiêu được giao 3 hộ"]),
        ("20", ["các dòng thấp hơn chỉ tiêu được giao 20 hộ"]),
    ]
    assert [child.given for child in tree.nodes[0].children] == ["9", "9", "9"]
    assert tree.faults == 2


@pytest.mark.django_db
def test_tree_shows_a_district_without_a_plan_and_nobody_sees_beside(world):
    give(world, 30, 20)
    world.plans[1].targets.all().delete()
    PlanTotal.objects.filter(plan=world.plans[1]).delete()
    total = totals_of(world.plan)[0]
    tree = tree_of(world.plan, total, who(world, world.province))
    assert "chưa lập kế hoạch của mình" in tree.nodes[1].faults
    mine = tree_of(world.plan, total, who(world, world.plans[0].area))
    assert [node.line.area for node in mine.nodes] == [world.plans[0].area]


@pytest.mark.django_db
def test_sheet_is_saved_whole_or_not_at_all(world):
    plan = world.plans[0]
    first, second, third = lines(plan)
    officer = who(world, plan.area)
    edits = [edit(first, 7, 8), edit(second, 41), edit(third, 5)]
    with pytest.raises(CellsRefused) as refused:
        save_sheet(plan, edits, by=officer)
    assert list(refused.value.cells) == [second.public_id]
    assert totals_of(plan)[0].held == 0
    assert save_sheet(plan, [edits[0], edits[2]], by=officer) == 2
    row = totals_of(plan)[0]
    assert (row.held, row.most) == (12, 13)
    with pytest.raises(CellsRefused, match="người khác vừa sửa thành 7-8"):
        save_sheet(plan, [edits[0]], by=officer)
    with pytest.raises(CellsRefused, match="mức cao 3 nhỏ hơn mức thấp 5"):
        save_sheet(plan, [edit(first, 5, 3)], by=officer)
    assert broken() == {}


@pytest.mark.django_db
def test_page_of_the_sheet_keeps_what_was_typed_and_names_the_cell(world):
    plan = world.plans[0]
    first = lines(plan)[0]
    desk = Client()
    desk.force_login(who(world, plan.area))
    url = reverse("plan-sheet", args=[plan.public_id])
    cell = {"line": str(first.public_id), "version": "1", "text": "bảy", "area": "Xã 00"}
    page = desk.post(url, {"cells": f"[{json.dumps(cell)}]"})
    assert page.status_code == 409
    text = page.content.decode()
    assert "Xã 00: “bảy” không phải số" in text
    assert 'value="bảy"' in text
    assert (
        desk.post(url, {"cells": f"[{json.dumps(cell | {'text': '7-8'})}]"}).status_code
        == 302
    )
    text = desk.get(url).content.decode()
    assert 'value="7-8"' in text
    for hostile in ("{", "[1]", '[{"line": "x"}]', '{"a": 1}', "[null]", "[" * 99_999):
        refused = desk.post(url, {"cells": hostile})
        assert refused.status_code == 400
        assert "Không đọc được các ô đã gửi" in refused.content.decode()
    assert desk.get(url, {"q": "\0", "page": "-7"}).status_code == 200


@pytest.mark.django_db
def test_missing_indicator_of_an_assigned_minimum_is_not_issued(world):
    """What the province gives binds even where the district's table leaves it out."""
    near = Indicator.objects.create(
        code="near_poor_reduction",
        name="Số hộ cận nghèo giảm",
        unit="hộ",
        aggregation="reduction",
        source="computed",
        base="near_poor",
    )
    world.plan.targets.update(indicator=near, value=5)
    world.plan.totals.all().delete()
    recount(world.plan, [near])
    leader = who(world, world.province, "leader")
    issue_plan(world.plan, facts=facts(), scan=None, by=leader, version=None)
    with pytest.raises(BelowAssigned, match="số hộ cận nghèo giảm 0 hộ thấp hơn"):
        issue_district(world, world.plans[0], [9, 9, 9])


@pytest.mark.django_db
def test_who_signs_has_seen_the_latest_figures(world):
    give(world, 30, 20)
    seen = Plan.objects.get(pk=world.plan.pk).version
    save_sheet(world.plan, [edit(lines(world.plan)[0], 1)], by=who(world, world.province))
    leader = who(world, world.province, "leader")
    with pytest.raises(StaleVersion):
        issue_plan(world.plan, facts=facts(), scan=None, by=leader, version=seen)


@pytest.mark.django_db
def test_range_is_met_inside_and_comes_back_whole(world):
    first = lines(world.plan)[0]
    save_sheet(world.plan, [edit(first, 12, 14)], by=who(world, world.province))
    officer, province = who(world, first.area), who(world, world.province)
    done = register_target(first, value=13, note="", by=officer, version=None)
    assert (done.value, done.value_to) == (13, None)
    back = {"note": "giữ", "by": province, "version": None}
    done = answer_target(done, to=TargetStatus.RETURNED, **back)
    assert (done.value, done.value_to) == (12, 14)
    assert broken() == {}


@pytest.mark.django_db
def test_households_are_counted_whole(world):
    plan = world.plans[0]
    half = Edit(lines(plan)[0].public_id, Decimal("7.5"), None, 1)
    with pytest.raises(CellsRefused, match="chỉ ghi số nguyên"):
        save_sheet(plan, [half], by=who(world, plan.area))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7", (7, None)),
        ("7-8", (7, 8)),
        ("7 – 8", (7, 8)),
        ("1.491", (1491, None)),
        ("1.234,5", (Decimal("1234.5"), None)),
        ("2,08", (Decimal("2.08"), None)),
        ("2.08", (Decimal("2.08"), None)),
    ],
)
def test_cell_is_read_as_people_write_numbers(text, found):
    assert read_range(text) == found


@pytest.mark.parametrize("text", ["", "bảy", "-1", "1,234", "7-", "1e5", "٣", "9" * 14])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        read_range(text)


@pytest.mark.django_db
def test_asker_takes_the_table_of_a_plan_from_above(world, settings):
    """A commune reads its district's plan, and so may have its table."""
    plan = world.plans[0]
    commune = who(world, lines(plan)[0].area)
    export = ask_plan_table(plan, "", by=commune)
    jobs.run(export.job.public_id)
    desk = Client()
    desk.force_login(commune)
    page = desk.get(reverse("export-detail", args=[export.public_id]))
    assert "Tệp đã sẵn sàng" in page.content.decode()
    file = desk.get(reverse("export-file", args=[export.public_id]))
    assert file.status_code == 200
    other = Client()
    other.force_login(who(world, plan.area))
    url = reverse("export-file", args=[export.public_id])
    assert other.get(url).status_code == 404, "only who asked"
    commune.grants.update(valid_to=date(2020, 9, 1))
    again = Client()
    again.force_login(User.objects.get(pk=commune.pk))
    assert again.get(url).status_code == 404, "rights end"


@pytest.mark.django_db
def test_reason_of_a_return_reaches_the_other_side(world):
    line = lines(world.plans[0])[0]
    commune, district = who(world, line.area), who(world, world.plans[0].area)
    done = register_target(line, value=5, note="", by=commune, version=None)
    assert "đăng ký 5 hộ" in Notice.objects.get(user=district).text
    why = {"note": "ít nhất 7 hộ", "by": district, "version": None}
    answer_target(done, to=TargetStatus.RETURNED, **why)
    assert "ít nhất 7 hộ" in Notice.objects.get(user=commune).text
    desk = Client()
    desk.force_login(commune)
    page = desk.get(reverse("plan-detail", args=[world.plans[0].public_id]))
    assert "Cấp trên trả lời: ít nhất 7 hộ" in page.content.decode()


@pytest.mark.django_db
def test_draft_takes_more_indicators_and_goes_while_nobody_answered(world):
    plan, officer = world.plans[0], who(world, world.plans[0].area)
    known = list(Indicator.objects.filter(code="poor_reduction"))
    with pytest.raises(NothingToAdd):
        add_indicators(plan, known, by=officer, version=None)
    line = lines(plan)[0]
    register_target(line, value=5, note="", by=who(world, line.area), version=None)
    with pytest.raises(DraftInUse):
        drop_draft(plan, by=officer, version=None)
    new = PlanFacts("Kế hoạch trống", date(2031, 1, 1), date(2032, 1, 1))
    empty = draft_plan(plan.area, new, [], by=officer)
    home = make_household(line.area, code="H9")
    add_indicators(empty, known, by=officer, version=1)
    (row,) = totals_of(empty)
    assert (row.lines, row.households) == (1, 1)
    assert empty.targets.get().area == home.commune
    with pytest.raises(StaleVersion):
        drop_draft(empty, by=officer, version=1)
    drop_draft(empty, by=officer, version=None)
    assert not Plan.objects.filter(pk=empty.pk).exists()
    assert broken() == {}


@pytest.mark.django_db
def test_decision_is_not_older_than_its_plan_nor_than_the_programmes(world):
    plan = world.plans[0]
    leader = who(world, plan.area, "leader")
    old = {"scan": None, "by": leader, "version": None}
    give(world, 1, 1)
    with pytest.raises(DateTooOld):
        issue_plan(
            world.plan,
            facts=facts(date(1900, 10, 1)),
            scan=None,
            by=who(world, world.province, "leader"),
            version=None,
        )
    issue_district(world, plan, [9, 8, 7])
    line = lines(plan)[0]
    early = Adjusting(facts(date(2020, 8, 31)), "lũ", {line.public_id: 5})
    with pytest.raises(BeforeThePlan):
        adjust_plan(plan, early, **(old | {"scan": pdf()}))


@pytest.mark.django_db
def test_address_of_a_form_opened_by_hand_leads_on(world):
    desk = Client()
    desk.force_login(who(world, world.plans[0].area))
    page = desk.get(reverse("plan-share", args=[world.plans[0].public_id]))
    assert page.status_code == 405
    assert "Trang này chỉ nhận biểu mẫu" in page.content.decode()

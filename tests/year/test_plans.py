"""The five plans: every number of their objectives, every task, the tree of documents."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import User
from core.dates import playing
from core.numbers import parse_decimal, show_plain
from povertyapp.demonstration.objectives import table
from targets.models import Plan, Task, TaskPart
from targets.selectors import chain_of, plans_below

ROOT = Path(__file__).resolve().parent.parent.parent
PLANS = json.loads((ROOT / "data/plans/plans.json").read_text(encoding="utf-8"))
# what is a number but promises nothing: references to law, days, periods, paragraphs
ASIDE = (
    r"\d+(/\d{4})?/[A-ZĐ-]+[^\s,;)]*",
    r"ngày \d+/\d+/\d{4}",
    r"giai đoạn \d{4}\s*-\s*\d{4}",
    r"\bnăm \d{4}",
    r"^\d+\. ",
)


def promised(text):
    """The numbers of a plan's own words that promise something."""
    for pattern in ASIDE:
        text = re.sub(pattern, " ", text, flags=re.MULTILINE)
    return [parse_decimal(found) for found in re.findall(r"\d+(?:[.,]\d+)*", shown(text))]


def shown(text):
    """Thousands are grouped by dots: 75.000 is one number of five digits."""
    return re.sub(r"(\d)\.(\d{3})\b", r"\1\2", text)


@pytest.mark.parametrize("raw", PLANS, ids=[raw["key"] for raw in PLANS])
def test_every_number_of_a_plans_objectives_is_an_objective(raw):
    path = ROOT / "data/plans/objectives" / f"{raw['key']}.txt"
    text = path.read_text(encoding="utf-8")
    held = []
    for item in raw["objectives"]:
        names = [name for name in ("value", "value_to", "value_from") if name in item]
        numbers = [parse_decimal(item[name]) for name in names]
        assert item["sentence"] in text
        for number in numbers:
            assert show_plain(number) in item["sentence"], item
        held += numbers
    assert sorted(promised(text)) == sorted(held)


def test_table_of_the_documentation_is_the_one_that_is_made():
    told = (ROOT / "docs/plan-objectives.md").read_text(encoding="utf-8")
    assert told == table()


def test_every_plan_hangs_below_what_it_carries_out(world, db):
    plan = Plan.objects.get(document__number="18/KH-UBND")
    numbers = [above.document.number for above in chain_of(plan)]
    assert numbers == ["05-CT/TW", "54-KH/TU"]
    programme = Plan.objects.get(document__number="90/QĐ-TTg")
    assert programme.children.count() == 3, "one document, three provinces' plans"


def test_every_task_has_a_lead_and_whoever_is_named_has_a_part(world, db):
    counts = {raw["number"]: len(tasks_of(raw["key"])) for raw in PLANS}
    for number, count in counts.items():
        tasks = Task.objects.filter(plan__document__number=number)
        assert tasks.count() == count
        assert not tasks.filter(lead_text="").exists()
    communes = TaskPart.objects.filter(
        task__plan__document__number="252/KH-UBND", task__lead_level="commune"
    )
    assert communes.values("area").distinct().count() == 8
    labour = Task.objects.filter(lead_text="Phòng Lao động-Thương binh và Xã hội")
    assert {task.lead.name for task in labour} == {
        "Phòng Lao động - Thương binh và Xã hội"
    }, "an office is one, however its dashes are written"


def tasks_of(key):
    path = ROOT / "data/plans/tasks.json"
    return json.loads(path.read_text(encoding="utf-8")).get(key, [])


def test_overdue_review_waits_for_each_commune_until_it_says_done(day, page_as):
    officer = page_as("dakxu.canbo")
    home = officer.get(reverse("home")).content.decode()
    assert "Kết quả rà soát hộ nghèo, hộ cận nghèo năm 2020" in home
    assert "Quá hạn 1 ngày" in home
    assert "Báo cáo kết quả rà soát về huyện" in home, "due in thirteen days"
    plan = Plan.objects.get(document__number="252/KH-UBND")
    part = TaskPart.objects.get(
        task__plan=plan, task__due_on=date(2020, 9, 30), area__name="Đăk Xú"
    )
    url = reverse("task-report", args=[part.public_id])
    bare = officer.post(url, {"status": "done", "result": "", "version": "1"})
    assert bare.status_code == 409
    assert "Hãy ghi kết quả" in bare.content.decode()
    facts = {"status": "done", "result": "BC 12/BC-UBND", "version": "1"}
    told = officer.post(url, facts, follow=True).content.decode()
    assert "Xã Đăk Xú: Hoàn thành" in told
    assert "1/1 đơn vị hoàn thành" in told, "the others' progress is theirs"
    above = page_as("ngochoi.canbo")
    whole = above.get(reverse("plan-tasks", args=[plan.public_id])).content.decode()
    assert "1/8 đơn vị hoàn thành" in whole
    assert "7 đơn vị quá hạn" in whole
    assert "Quá hạn 1 ngày" not in officer.get(reverse("home")).content.decode()
    assert officer.post(url, facts).status_code == 409, "an older state"
    other = page_as("dakang.canbo").post(url, facts)
    assert other.status_code == 404


def test_page_of_the_plans_below_says_who_issued_and_who_is_late(day):
    reader = User.objects.get(username="trunguong.xem")
    plan = Plan.objects.get(document__number="1335/KH-UBND")
    with playing(date(2022, 6, 1)):
        rows = plans_below(plan, date(2022, 6, 1), user=reader)
        assert len([r for r in rows if r.unit in plan.area.children.all()]) == 7
        assert not any(r.late for r in rows), "the text sets no day"
        plan.below_due_on = date(2022, 5, 1)
        assert all(r.late for r in plans_below(plan, date(2022, 6, 1), user=reader))
        district = plan.area.children.order_by("code").first()
        Plan.objects.create(
            title="KH huyện",
            area=district,
            area_path=district.path,
            parent=plan,
            year=2022,
            valid_from=date(2022, 1, 1),
            valid_to=date(2023, 1, 1),
            status="issued",
            document=plan.document,
        )
        first, *rest = plans_below(plan, date(2022, 6, 1), user=reader)
        assert first.days_late == 0, "issued on 1 April, before 1 May"
        plan.below_due_on = date(2022, 3, 2)
        late = plans_below(plan, date(2022, 6, 1), user=reader)[0]
        assert late.days_late == 30
        assert not any(row.days_late for row in rest), "not issued is not issued late"
        assert (first.unit, first.late, first.this_year.title) == (
            district,
            False,
            "KH huyện",
        )
        assert all(row.late for row in rest)


def test_commune_sees_only_its_own_plan_below_its_districts(day):
    plan = Plan.objects.get(document__number="252/KH-UBND")
    for username, count in (("dakxu.canbo", 1), ("ngochoi.canbo", 8)):
        user = User.objects.get(username=username)
        rows = plans_below(plan, date(2020, 10, 1), user=user)
        assert sum(row.unit in plan.area.children.all() for row in rows) == count

"""Confirmations, village totals, like persons and the data-quality list."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import InternalError

from areas.models import Area
from core.dates import playing
from core.errors import RightMissing
from households.choices import Verdict
from households.models import (
    Confirmation,
    Household,
    HouseholdEvent,
    Likeness,
    Member,
    Person,
    VillageTotal,
)
from households.selectors import counts_by_commune
from households.selectors.likeness import like_pairs, still_two
from households.selectors.quality import quality_of
from households.services import desk
from households.services.desk import Totals
from households.services.printing import ask_confirmation
from office.jobs import run as run_job
from tests.factories import (
    make_area,
    make_document,
    make_household,
    make_recognition,
    make_review,
    make_round,
)

pytestmark = pytest.mark.django_db
TODAY = date(2024, 10, 1)


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with playing(TODAY):
        yield


@pytest.fixture
def village(commune):
    return make_area(commune, level="village", code="T1", name="1", kind="Thôn")


@pytest.fixture
def item(district, commune, district_officer):
    return make_round(
        district, [commune], year=2024, by=district_officer, standard="2022-2026"
    )[0]


@pytest.fixture
def home(commune):
    return make_household(commune)


def test_confirmation_repeats_the_decision_and_keeps_its_number(
    home, item, commune, commune_officer, now
):
    words = {"asked_by": "A Blong", "purpose": "vay vốn", "by": commune_officer}
    with pytest.raises(desk.NothingToConfirm):
        desk.confirm(home, **words)
    make_recognition(home, item, make_document(commune), recorded_at=now)
    first, second = desk.confirm(home, **words), desk.confirm(home, **words)
    assert (first.number, second.number, first.klass) == (1, 2, "poor")
    assert first.basis == "Quyết định số 01/QĐ-UBND ngày 24/12/2019"
    paper = ask_confirmation(first, by=commune_officer)
    run_job(paper.job.public_id)
    paper.refresh_from_db()
    assert paper.file.name == "giay-xac-nhan-dak-ang-001-2024.pdf"


def test_confirmation_belongs_to_the_commune(home, item, commune, outsider, now):
    make_recognition(home, item, make_document(commune), recorded_at=now)
    with pytest.raises(RightMissing):
        desk.confirm(home, asked_by="x", purpose="y", by=outsider)
    assert not Confirmation.objects.exists()


def totals(**more):
    facts = {"households": 200, "persons": 800, "minority": 150, "native": 100}
    return Totals(on=TODAY, source="Công an xã", **(facts | more))


def test_entered_totals_become_the_whole_and_keep_their_history(
    home, village, commune, commune_officer
):
    assert counts_by_commune(commune, on=TODAY)[commune.pk].households == 1
    desk.enter_totals(village, totals(households=190), by=commune_officer)
    desk.enter_totals(village, totals(), by=commune_officer)
    found = counts_by_commune(commune, on=TODAY)[commune.pk]
    assert (found.households, found.persons, found.minority) == (200, 800, 150)
    assert VillageTotal.objects.count() == 2
    before = counts_by_commune(commune, on=date(2024, 9, 30))[commune.pk]
    assert before.households == 1
    with transaction.atomic(), pytest.raises(InternalError):
        VillageTotal.objects.update(households=1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minority": 201}, "Số hộ DTTS không được lớn hơn số hộ."),
        ({"native": 151}, "Số hộ DTTS tại chỗ không được lớn hơn số hộ DTTS."),
        ({"persons": 199}, "Số nhân khẩu không được nhỏ hơn số hộ."),
    ],
)
def test_totals_that_cannot_be_are_refused_with_a_sentence(
    village, commune_officer, wrong, sentence
):
    with pytest.raises(ValidationError) as refused:
        desk.enter_totals(village, totals(**wrong), by=commune_officer)
    assert sentence in refused.value.messages


def test_totals_are_of_a_village_of_ones_own_and_of_a_day_that_came(
    village, commune, commune_officer, outsider
):
    with pytest.raises(desk.NotAVillage):
        desk.enter_totals(commune, totals(), by=commune_officer)
    with pytest.raises(RightMissing):
        desk.enter_totals(village, totals(), by=outsider)
    later = Totals(**{**vars_of(totals()), "on": date(2024, 10, 2)})
    with pytest.raises(desk.TotalsInFuture):
        desk.enter_totals(village, later, by=commune_officer)


def vars_of(facts):
    return {name: getattr(facts, name) for name in facts.__slots__}


def test_like_persons_are_listed_judged_and_gone(
    home, commune, other_commune, commune_officer, district_officer
):
    twin = make_household(commune, code="H2")
    make_household(other_commune, code="H3")
    scopes = commune_officer.scope_paths("household.view")
    pairs, count = like_pairs(commune, scopes)
    assert count == len(pairs)
    ids = {pairs[0].first.household, pairs[0].second.household}
    assert len(pairs) == 1, "the other commune's person is not shown"
    assert ids == {home, twin}
    above, _ = like_pairs(commune, district_officer.scope_paths("household.view"))
    assert len(above) == 3, "the inner pair, and each of the two with the other commune"
    pair = pairs[0]
    judge = {"note": "", "by": commune_officer}
    desk.judge(pair.first, pair.second, verdict=Verdict.LATER, **judge)
    assert like_pairs(commune, scopes)[0][0].verdict == "Xem sau"
    desk.judge(pair.second, pair.first, verdict=Verdict.DIFFERENT, **judge)
    assert like_pairs(commune, scopes) == ([], 0)


def test_one_person_in_two_households_stays_listed_until_one_is_left(
    home, commune, other_commune, commune_officer, client
):
    make_household(commune, code="H2")
    make_household(other_commune, code="H3")
    first, second, outside = Member.objects.order_by("pk")
    judge = {"verdict": Verdict.SAME, "note": "", "by": commune_officer}
    desk.judge(first, second, **judge)
    scopes = commune_officer.scope_paths("household.view")
    assert [pair.sides for pair in still_two(commune, scopes)] == [(first, second)]
    assert "Một người đứng ở hai hộ" in titles(commune, None)
    client.force_login(commune_officer)
    page = client.get("/ho/nghi-trung/").content.decode()
    assert page.count("Ghi rời hộ này") == 2
    Likeness.objects.create(
        first=first.person,
        second=outside.person,
        verdict=Verdict.SAME,
        decided_by=commune_officer,
        area_path=commune.path,
    )
    assert len(still_two(commune, scopes)) == 1, "the other commune's stays out of sight"
    Member.objects.filter(pk=second.pk).update(valid_to=TODAY)
    assert still_two(commune, scopes) == []
    assert "Một người đứng ở hai hộ" not in titles(commune, None)


def test_households_of_closed_areas_are_no_pairs(
    home, commune, other_commune, district_officer
):
    make_household(other_commune, code="H3")
    scopes = district_officer.scope_paths("household.view")
    assert like_pairs(commune, scopes)[1] == 1
    Area.objects.filter(pk=other_commune.pk).update(valid_to=TODAY)
    assert like_pairs(commune, scopes) == ([], 0)


def test_stranger_judges_no_pair(home, commune, outsider):
    make_household(commune, code="H2")
    first, second = Member.objects.order_by("pk")
    with pytest.raises(desk.NotAPair):
        desk.judge(first, second, verdict=Verdict.SAME, note="", by=outsider)


def test_two_different_numbers_are_two_persons(home, commune, commune_officer):
    make_household(commune, code="H2")
    for n, person in enumerate(Person.objects.all()):
        person.cccd_hash, person.cccd_sealed = f"h{n}", "x"
        person.save()
    assert like_pairs(commune, commune_officer.scope_paths("household.view")) == ([], 0)


def titles(commune, item):
    return {
        check.title.split(":")[0]: check.findings for check in quality_of(commune, item)
    }


def test_quality_list_finds_each_oddity(home, item, commune, village, commune_officer):
    assert titles(commune, item) == {}
    review = make_review(item, home, klass="poor", status="done", score_b1=120, urban=True)
    last = make_round(
        commune.parent, [commune], year=2023, by=commune_officer, standard="2022-2026"
    )[0]
    make_review(last, home, klass="poor", status="done", score_b1=60, urban=False)
    child = Person.objects.create(
        full_name="Y Con",
        name_norm="y con",
        sex="female",
        ethnic_group="Kinh",
        birth_year=1975,
        malnourished=True,
    )
    Member.objects.create(household=home, person=child, relation="child")
    found = titles(commune, item)
    assert "thiếu hụt 0/3" in found["Hộ nghèo thiếu hụt dưới 3 chỉ số"][0].what
    assert found["Chấm sai khu vực"][0].review == review.public_id
    assert "năm trước 60, năm nay 120" in found["Điểm B1 lệch năm trước từ 40 điểm"][0].what
    assert "chỉ kém chủ hộ" in found["Tuổi không hợp lý"][0].what
    only = make_household(commune, code="H8", head="A Tổng")
    done = {"klass": "not_poor", "status": "done", "score_b1": 200, "urban": False}
    make_review(item, only, deprived_total=2, **done)
    assert "2 chỉ số, chưa rõ" in titles(commune, item)["Chỉ ghi tổng điểm B2"][0].what
    Household.objects.filter(pk=only.pk).update(ended_on=TODAY)
    for days, code in ((1, "S1"), (61 + (TODAY - item.round.opens_on).days, "S2")):
        HouseholdEvent.objects.create(
            household=home,
            kind="split",
            day=TODAY - timedelta(days=days),
            note=code,
            recorded_by=commune_officer,
        )
    split = titles(commune, item)["Tách hộ ngay trước hoặc trong đợt rà soát"]
    assert [f.what.split()[1] for f in split] == ["S1"], "the other is long ago"
    desk.enter_totals(
        village, totals(households=0, persons=0, minority=0, native=0), by=commune_officer
    )
    Household.objects.update(village=village)
    assert (
        "ghi 0 hộ, danh bạ có 1"
        in titles(commune, item)["Số tổng của thôn không khớp danh bạ"][0].what
    )
    home.members.filter(relation="head").update(relation="other")
    assert titles(commune, item)["Hộ không có chủ hộ"][0].household == home.public_id


@pytest.mark.parametrize(
    ("born", "facts", "told"),
    [
        (date(TODAY.year - 3, 12, 31), {"studying": True}, "2 tuổi, ghi đang đi học"),
        (date(TODAY.year - 3, 1, 1), {"studying": True}, None),
        (date(TODAY.year - 16, 1, 1), {"malnourished": True}, "16 tuổi, ghi trẻ"),
        (date(TODAY.year - 16, 12, 31), {"malnourished": True}, None),
        (date(TODAY.year - 111, 1, 1), {}, "111 tuổi"),
        (date(TODAY.year - 111, 12, 31), {}, None),
        (date(TODAY.year, 12, 31), {}, "sinh sau hôm nay"),
        (date(TODAY.year - 29, 1, 1), {"relation": "child"}, "chỉ kém chủ hộ 11"),
        (date(TODAY.year - 29, 12, 31), {"relation": "child"}, None),
    ],
)
def test_age_is_odd_from_the_very_day(home, item, commune, born, facts, told):
    head = date(TODAY.year - 40, 6, 1)
    Person.objects.update(birth_date=head, birth_year=head.year)
    relation = facts.pop("relation", "other")
    person = Person.objects.create(
        full_name="A Thử",
        name_norm="a thu",
        sex="male",
        ethnic_group="Kinh",
        birth_date=born,
        birth_year=born.year,
        **facts,
    )
    Member.objects.create(household=home, person=person, relation=relation)
    found = titles(commune, item).get("Tuổi không hợp lý", [])
    assert [told in f.what for f in found] == ([True] if told else [])


def test_village_nobody_began_is_named_while_others_are_under_way(
    item, commune, village, commune_officer
):
    other = make_area(commune, level="village", code="T2", name="2", kind="Thôn")
    for n, (place, status) in enumerate(((village, "todo"), (other, "draft"))):
        home = make_household(commune, code=f"V{n}", head=f"A {n}")
        home.village = place
        home.save()
        make_review(item, home, status=status)
    found = titles(commune, item)["Cả thôn chưa rà soát"]
    assert [f.who for f in found] == ["Thôn 1"]


def test_quality_list_asks_the_same_queries_for_many(
    item, commune, django_assert_max_num_queries
):
    for n in range(30):
        home = make_household(commune, code=f"M{n}", head=f"A {n}")
        make_review(item, home, klass="poor", status="done", score_b1=100)
    with django_assert_max_num_queries(12):
        quality_of(commune, item)


def test_number_of_a_register_is_given_once(home, item, commune, commune_officer, now):
    make_recognition(home, item, make_document(commune), recorded_at=now)
    row = desk.confirm(home, asked_by="a", purpose="b", by=commune_officer)
    row.pk, row.public_id = None, "0195f0a0-0000-7000-8000-000000000000"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_village_without_a_total_keeps_its_rows(village, commune, commune_officer):
    other = make_area(commune, level="village", code="T2", name="2", kind="Thôn")
    for n, place in enumerate((village, other, other)):
        home = make_household(commune, code=f"P{n}", head=f"A {n}")
        home.residences.update(area_path=place.path)
    desk.enter_totals(village, totals(), by=commune_officer)
    assert counts_by_commune(commune, on=TODAY)[commune.pk].households == 200 + 2

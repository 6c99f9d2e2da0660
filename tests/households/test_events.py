"""What happens to households: each act, its refusals, and taking it back."""

from datetime import date

import pytest

from core.dates import playing
from core.errors import RightMissing, StaleVersion
from households.choices import Relation
from households.models import Household, HouseholdEvent, Recognition, Residence
from households.services import events
from households.services.codes import CodeInUse
from households.services.registry import (
    CccdTaken,
    HouseholdEnded,
    MemberFacts,
    register_household,
)
from office.models import Notice
from tests.factories import (
    make_area,
    make_document,
    make_household,
    make_recognition,
    make_round,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_2020")]
DAY = date(2020, 9, 20)


@pytest.fixture
def home(commune):
    return make_household(commune, size=3)


def members(household):
    rows = household.members.filter(valid_to=None).select_related("person").order_by("pk")
    return [(m.person.full_name, m.relation) for m in rows]


def state(*households):
    """Everything a person sees of households, without ids of withdrawn rows."""
    found = []
    for pk in [h.pk for h in households]:
        h = Household.objects.get(pk=pk)
        places = h.residences.order_by("valid_from", "pk")
        found.append(
            (
                (h.code, h.head_name, h.size, h.ethnic_minority, h.area_path, h.ended_on),
                sorted(members(h)),
                [(r.area_path, r.size, r.valid_from, r.valid_to) for r in places],
                list(
                    Recognition.objects.known_at()
                    .filter(household=h)
                    .order_by("valid_from")
                    .values_list("klass", "valid_from", "valid_to")
                ),
            )
        )
    return found


def line(name="Y Mới", **fields):
    values = {"relation": "child", "sex": "female", "ethnic_group": "Xơ Đăng"}
    return MemberFacts(full_name=name, **(values | {"birth_year": 2020} | fields))


def ids(household):
    rows = household.members.filter(valid_to=None).order_by("pk")
    return [m.public_id for m in rows]


def test_birth_grows_the_household_from_its_day_on(home, commune_officer):
    events.add_person(home, line(), born=True, day=DAY, by=commune_officer)
    home.refresh_from_db()
    assert home.size == 4
    sizes = dict(home.residences.values_list("valid_from", "size"))
    assert sizes == {None: 3, DAY: 4}
    before = Residence.objects.on(date(2020, 9, 19)).get(household=home)
    assert before.size == 3


def test_death_of_the_head_asks_for_a_new_one(home, commune_officer):
    head, second, _ = ids(home)
    facts = {"died": True, "day": DAY, "by": commune_officer}
    with pytest.raises(events.NewHeadNeeded):
        events.remove_person(home, head, **facts)
    events.remove_person(home, head, new_head=second, **facts)
    home.refresh_from_db()
    assert (home.size, home.head_name) == (2, "A Blong 1")


def test_death_of_the_only_member_ends_household_and_class(
    commune, district, commune_officer, now
):
    alone = make_household(commune, code="H9")
    decided = make_round(district, [commune], year=2019, by=commune_officer)[0]
    make_recognition(alone, decided, make_document(district), recorded_at=now)
    event = events.remove_person(
        alone, ids(alone)[0], died=True, day=DAY, by=commune_officer
    )
    assert Recognition.objects.status_on(DAY).count() == 0
    assert Recognition.objects.status_on(date(2020, 9, 19)).count() == 1
    with pytest.raises(HouseholdEnded):
        events.dissolve(alone, day=DAY, note="", by=commune_officer)
    events.undo(event, by=commune_officer)
    assert Recognition.objects.status_on(DAY).count() == 1


def test_code_in_use_in_the_village_is_refused_and_free_in_another(
    home, commune, commune_officer
):
    line = MemberFacts(
        full_name="A Mới",
        relation=Relation.HEAD,
        sex="male",
        ethnic_group="Xơ Đăng",
        birth_year=1980,
    )
    with pytest.raises(CodeInUse) as refused:
        register_household(commune, code=home.code, members=[line], by=commune_officer)
    assert refused.value.details == {"code": home.code, "name": home.head_name}
    going = home.members.order_by("pk")[1].public_id
    with pytest.raises(CodeInUse):
        events.split(home, [going], head=going, code=home.code, day=DAY, by=commune_officer)
    village = make_area(commune, level="village", code="T9", name="9", kind="Thôn")
    made = register_household(village, code=home.code, members=[line], by=commune_officer)
    assert made.code == home.code


def test_split_moves_members_and_keeps_the_old_household(home, commune_officer):
    _, second, third = ids(home)
    event = events.split(
        home, [second, third], head=second, code="H1b", day=DAY, by=commune_officer
    )
    assert members(home) == [("A Blong", "head")]
    assert [r for _, r in members(event.other)] == ["head", "other"]
    assert (Household.objects.get(pk=home.pk).size, event.other.size) == (1, 2)
    with pytest.raises(events.NobodyStays):
        events.split(
            home, ids(home), head=ids(home)[0], code="x", day=DAY, by=commune_officer
        )


def test_merge_empties_one_and_fills_the_other(home, commune, commune_officer):
    target = make_household(commune, code="H2", head="Y Ngọc", size=2)
    events.merge(home, target, day=DAY, by=commune_officer, version=None)
    target.refresh_from_db()
    assert target.size == 5
    assert [r for _, r in members(target)].count(Relation.HEAD) == 1
    assert Household.objects.get(pk=home.pk).ended_on == DAY
    assert not Residence.objects.on(DAY).filter(household=home).exists()


ACTS = {
    "birth": lambda h, o, by: events.add_person(h, line(), born=True, day=DAY, by=by),
    "death": lambda h, o, by: events.remove_person(
        h, ids(h)[0], died=True, day=DAY, by=by, new_head=ids(h)[1]
    ),
    "left": lambda h, o, by: events.remove_person(h, ids(h)[2], died=False, day=DAY, by=by),
    "head": lambda h, o, by: events.change_head(h, ids(h)[1], day=DAY, by=by),
    "split": lambda h, o, by: events.split(
        h, ids(h)[:1], head=ids(h)[0], new_head=ids(h)[1], code="n", day=DAY, by=by
    ),
    "merge": lambda h, o, by: events.merge(h, o, day=DAY, by=by, version=None),
    "dissolve": lambda h, o, by: events.dissolve(h, day=DAY, note="", by=by),
    "correct": lambda h, o, by: events.correct_person(
        h, ids(h)[0], line("A Khác", relation="head", sex="male"), note="", by=by
    ),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_undoing_restores_the_exact_state(act, home, commune, commune_officer):
    other = make_household(commune, code="H2", head="Y Ngọc", size=2)
    before = state(home, other)
    event = ACTS[act](home, other, commune_officer)
    assert state(home, other) != before
    undone = events.undo(event, by=commune_officer)
    assert state(home, other) == before
    assert undone.undoes == event
    with pytest.raises(events.EventBuiltUpon, match="đã được hoàn tác"):
        events.undo(event, by=commune_officer)


def test_undoing_names_the_later_event_that_stands_in_the_way(home, commune_officer):
    first = events.add_person(home, line(), born=True, day=DAY, by=commune_officer)
    second = events.change_head(home, ids(home)[1], day=DAY, by=commune_officer)
    with pytest.raises(events.EventBuiltUpon, match="“đổi chủ hộ” ngày 20/09/2020"):
        events.undo(first, by=commune_officer)
    events.undo(second, by=commune_officer)
    events.undo(first, by=commune_officer)
    assert HouseholdEvent.objects.standing().count() == 0


def test_upper_room_can_stand_in_the_way(home, commune_officer, monkeypatch):
    monkeypatch.setattr(
        events, "STANDS_IN_THE_WAY", [lambda event: "đã có hỗ trợ của dự án."]
    )
    event = events.add_person(home, line(), born=True, day=DAY, by=commune_officer)
    with pytest.raises(events.EventBuiltUpon, match="đã có hỗ trợ của dự án"):
        events.undo(event, by=commune_officer)


def test_another_communes_officer_and_a_stale_window_are_refused(
    home, district_officer, commune_officer
):
    with pytest.raises(RightMissing):
        events.dissolve(home, day=DAY, note="", by=district_officer)
    with pytest.raises(StaleVersion):
        events.dissolve(home, day=DAY, note="", by=commune_officer, version=99)


def test_event_in_the_future_or_before_the_last_one_is_refused(home, commune_officer):
    with pytest.raises(events.DayOutOfOrder):
        events.dissolve(home, day=date(2020, 10, 2), note="", by=commune_officer)
    events.add_person(home, line(), born=True, day=DAY, by=commune_officer)
    with pytest.raises(events.DayOutOfOrder, match="từ 20/09/2020"):
        events.add_person(home, line(), born=True, day=date(2020, 9, 1), by=commune_officer)


NUMBER = "999183012345"


def with_number(number=NUMBER, **fields):
    return line("Y Số", birth_year=1983, more={"cccd": number}, **fields)


def test_taken_number_is_refused_without_saying_where_and_the_superior_is_told(
    home, other_commune, commune_officer, administrator, district_officer
):
    events.add_person(home, with_number(), born=False, day=DAY, by=commune_officer)

    elsewhere = make_user("khac", "commune_officer", other_commune, by=administrator)
    with pytest.raises(CccdTaken) as refused:
        register_household(
            other_commune, code="X", members=[with_number(relation="head")], by=elsewhere
        )
    assert "Đăk Ang" not in str(refused.value)
    assert not Household.objects.filter(code="X").exists()
    told = {n.text for n in Notice.objects.filter(user=district_officer)}
    assert any(text.startswith("Số CCCD của một người ở Xã Đăk Ang") for text in told)
    assert any(text.startswith("Xã Pờ Y vừa nhập một số CCCD") for text in told)


def test_number_is_sealed_at_rest_and_read_back(home, commune_officer):
    events.add_person(home, with_number(), born=False, day=DAY, by=commune_officer)
    person = home.members.get(person__full_name="Y Số").person
    assert NUMBER not in person.cccd_sealed
    assert NUMBER not in person.cccd_hash
    assert (person.cccd, person.cccd_masked) == (NUMBER, "•••••••••345")


def test_two_tier_year_needs_no_district(nation, administrator):

    with playing(date(2026, 10, 1)):
        province = make_area(nation, level="province", code="51", name="Quảng Ngãi")
        commune = make_area(province, level="commune", code="23377", name="Bờ Y")
        officer = make_user("moi", "commune_officer", commune, by=administrator)
        home = register_household(
            commune, code="B1", members=[line(relation="head")], by=officer
        )
        assert (home.district, home.province) == (None, province)


def test_saving_a_form_without_a_birth_day_keeps_the_known_day(home, commune_officer):
    born = line("Y Ngày", birth_date=date(2015, 3, 4))
    events.add_person(home, born, born=False, day=DAY, by=commune_officer)
    member = home.members.get(person__full_name="Y Ngày")
    for year, day in ((2015, date(2015, 3, 4)), (None, date(2015, 3, 4)), (2014, None)):
        less = line("Y Ngày", birth_year=year)
        events.correct_person(home, member.public_id, less, note="", by=commune_officer)
        member.person.refresh_from_db()
        assert member.person.birth_date == day


def test_who_left_comes_back_under_the_same_record(home, other_commune, commune_officer):
    joined = {"born": False, "day": DAY, "by": commune_officer}
    events.add_person(home, with_number(), **joined)
    person = home.members.get(person__name_norm="y so").person
    left = {"died": False, "day": DAY, "by": commune_officer}
    gone = events.remove_person(home, ids(home)[-1], **left)
    second = make_household(home.commune, code="H2")
    back = events.add_person(second, with_number(), **joined)
    assert person.memberships.count() == 2
    assert person.memberships.get(valid_to=None).household == second
    with pytest.raises(events.EventBuiltUpon, match="Y Số nay đã thuộc một hộ khác"):
        events.undo(gone, by=commune_officer)
    events.undo(back, by=commune_officer)
    events.undo(gone, by=commune_officer)
    assert person.memberships.get(valid_to=None).household == home


def test_joining_that_was_undone_can_be_recorded_again(home, commune_officer):
    joined = {"born": False, "day": DAY, "by": commune_officer}
    event = events.add_person(home, with_number(), **joined)
    events.undo(event, by=commune_officer)
    events.add_person(home, with_number(), **joined)
    assert ("Y Số", "child") in members(home)
    assert not Notice.objects.exists(), "nobody is told of a person who is the same"


def test_number_of_somebody_called_otherwise_stays_taken(home, commune_officer):
    joined = {"born": False, "day": DAY, "by": commune_officer}
    events.add_person(home, with_number(), **joined)
    events.remove_person(home, ids(home)[-1], died=False, day=DAY, by=commune_officer)
    other = line("Y Khác", birth_year=1983, more={"cccd": NUMBER})
    with pytest.raises(CccdTaken):
        events.add_person(home, other, **joined)


def test_number_of_the_dead_stays_taken(home, commune_officer):
    joined = {"born": False, "day": DAY, "by": commune_officer}
    events.add_person(home, with_number(), **joined)
    gone = ids(home)[-1]
    death = events.remove_person(home, gone, died=True, day=DAY, by=commune_officer)
    with pytest.raises(CccdTaken):
        events.add_person(home, with_number(), **joined)
    events.undo(death, by=commune_officer)
    assert ("Y Số", "child") in members(home)

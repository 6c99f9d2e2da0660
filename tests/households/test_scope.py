from datetime import date

import pytest

from accounts.choices import Right, Role
from accounts.models import RoleGrant, User
from core.dates import playing
from core.text import name_norm
from households.models import Household, Member, Person
from tests.factories import FIRST_DAY, make_area, make_household, make_user

pytestmark = pytest.mark.django_db


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.mark.usefixtures("today_2020")
def test_officer_without_area_sees_nothing(commune):
    make_household(commune)
    nobody = make_user("nobody")
    assert not Household.objects.visible_to(nobody, Right.HOUSEHOLD_VIEW).exists()


@pytest.mark.usefixtures("today_2020")
def test_household_is_found_by_any_members_whole_name(
    commune, other_commune, commune_officer
):
    mine, theirs = make_household(commune), make_household(other_commune, code="H2")
    for home in (mine, theirs):
        person = Person.objects.create(
            full_name="Y Thảo Nguyên",
            name_norm=name_norm("Y Thảo Nguyên"),
            sex="female",
            ethnic_group="Xơ Đăng",
            birth_year=1990,
        )
        Member.objects.create(household=home, person=person, relation="child")
    seen = Household.objects.visible_to(commune_officer, Right.HOUSEHOLD_VIEW)
    assert list(seen.named("y thao nguyen")) == [mine]
    assert not seen.named("thao nguyen").exists(), "a part of a member's name is too much"
    Member.objects.filter(person__full_name="Y Thảo Nguyên").update(valid_to="2020-09-01")
    assert not seen.named("Y Thảo Nguyên").exists(), "who left is not looked for"


@pytest.mark.usefixtures("today_2020")
def test_right_counts_only_in_the_area_of_its_grant(
    province, commune, other_commune, administrator
):
    mine, theirs = make_household(commune), make_household(other_commune, code="H2")
    both = make_user("both", Role.VIEWER, province, by=administrator)
    RoleGrant.objects.create(
        user=both,
        role=Role.COMMUNE_OFFICER,
        area=commune,
        valid_from=FIRST_DAY,
        granted_by=administrator,
    )
    seen = Household.objects.visible_to(both, Right.HOUSEHOLD_VIEW)
    assert list(seen) == [mine]
    assert theirs not in seen
    assert both.scope_paths(Right.FIGURES_VIEW) == (province.path, commune.path)


@pytest.mark.usefixtures("today_2020")
def test_path_of_row_one_does_not_open_row_eleven(nation, administrator):
    one = make_area(nation, level="province", code="01", name="Một", kind="Tỉnh")
    one.path = "/1/"
    eleven = make_area(nation, level="province", code="11", name="Mười Một", kind="Tỉnh")
    eleven.path = "/11/"
    for area in (one, eleven):
        area.save(update_fields=["path"])
    viewer = make_user("viewer", Role.VIEWER, one, by=administrator)
    assert viewer.scope_paths(Right.AREA_VIEW) == ("/1/",)
    visible = type(one).objects.visible_to(viewer, Right.AREA_VIEW)
    assert list(visible) == [one]


def test_grant_counts_only_on_its_days(commune_officer):
    RoleGrant.objects.filter(user=commune_officer).update(valid_to=date(2020, 6, 1))
    with playing(date(2020, 5, 31)):
        assert fresh(commune_officer).may(Right.REVIEW_EDIT)
    with playing(date(2020, 6, 1)):
        assert not fresh(commune_officer).may(Right.REVIEW_EDIT)


@pytest.mark.usefixtures("today_2020")
def test_outsider_sees_nothing(commune, outsider):
    make_household(commune)
    assert not Household.objects.visible_to(outsider, Right.HOUSEHOLD_VIEW).exists()

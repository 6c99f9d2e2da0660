"""Grants: given by another, passed on when areas end; the first administrator; the log."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, transaction

from accounts.agencies import (
    AgencyClosed,
    OtherAreasAgency,
    SameAgency,
    found_agency,
    succeed_agency,
)
from accounts.choices import Right, Role
from accounts.models import AccessLog, RoleGrant, User
from accounts.services import (
    SelfGrant,
    give_grant,
    pass_on_grants,
    record_access,
)
from areas.models import AreaSuccession
from core.dates import playing
from core.errors import RightMissing
from households.models import Household
from tests.factories import FIRST_DAY, make_area, make_household, make_user

pytestmark = pytest.mark.django_db
END = date(2025, 7, 1)
STRONG = "Mat-Khau-Rat-Dai-2026"


@pytest.fixture
def merged(province, district, commune, other_commune, nation):
    """Two communes become one below a new province; the district ends."""
    for area in (province, district, commune, other_commune):
        area.valid_to = END
        area.save()
    new_province = make_area(
        nation, level="province", code="51", name="Quảng Ngãi", valid_from=END
    )
    new = make_area(
        new_province, level="commune", code="23377", name="Bờ Y", valid_from=END
    )
    for old, share in ((commune, "whole"), (other_commune, "part")):
        AreaSuccession.objects.create(old=old, new=new, share=share, day=END, decision="x")
    AreaSuccession.objects.create(
        old=province, new=new_province, share="whole", day=END, decision="x"
    )
    return new


@pytest.mark.usefixtures("today_2020")
def test_nobody_gives_rights_to_himself(administrator, commune, nation):
    facts = {"role": Role.VIEWER, "area": nation, "valid_from": FIRST_DAY}
    with pytest.raises(SelfGrant):
        give_grant(administrator, **facts, by=administrator)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=administrator, granted_by=administrator, **facts)


@pytest.mark.usefixtures("today_2020")
def test_administrator_gives_only_inside_his_area(commune, other_commune, administrator):
    local = make_user("local", Role.ADMINISTRATOR, commune, by=administrator)
    somebody = make_user("somebody")
    facts = {"role": Role.VIEWER, "valid_from": FIRST_DAY, "by": local}
    assert give_grant(somebody, area=commune, **facts).area == commune
    with pytest.raises(RightMissing):
        give_grant(somebody, area=other_commune, **facts)


def test_grants_of_a_closed_area_pass_to_its_one_successor(
    merged, commune_officer, district_officer, province_officer, commune
):
    home = make_household(commune)
    passed, left = pass_on_grants(END)
    assert passed == 2, "the commune's and the province's"
    assert [grant.user for grant in left] == [district_officer]
    with playing(date(2026, 10, 1)):
        heir = User.objects.get(pk=commune_officer.pk)
        assert [g.area for g in heir.current_grants()] == [merged]
        assert list(Household.objects.visible_to(heir, Right.HOUSEHOLD_VIEW)) == [home]
        above = User.objects.get(pk=province_officer.pk)
        assert list(Household.objects.visible_to(above, Right.HOUSEHOLD_VIEW)) == [home]
        ended = User.objects.get(pk=district_officer.pk)
        assert not ended.current_grants()
    with playing(date(2025, 6, 30)):
        still = User.objects.get(pk=district_officer.pk)
        assert still.may(Right.ROUND_OPINION)
    assert pass_on_grants(END) == (0, []), "a second time changes nothing"


def test_part_of_a_divided_commune_opens_nothing_to_the_new_one(
    merged, other_commune, administrator
):
    make_household(other_commune)
    officer = make_user("moi", Role.COMMUNE_OFFICER, merged, by=administrator)
    with playing(date(2026, 10, 1)):
        assert not Household.objects.visible_to(officer, Right.HOUSEHOLD_VIEW).exists()


@pytest.mark.usefixtures("today_2020")
def test_first_administrator_is_made_once(nation, monkeypatch, capsys):
    monkeypatch.setattr("getpass.getpass", lambda prompt: STRONG)
    words = ("create_administrator", "quantri", "--full-name", "Quản Trị")
    call_command(*words)
    assert not User.objects.filter(username="quantri").exists(), "nothing without --commit"
    call_command(*words, "--commit")
    assert "Đã tạo quantri" in capsys.readouterr().out
    assert User.objects.get(username="quantri").may(Right.ACCOUNT_MANAGE)
    with pytest.raises(CommandError, match="Đã có người quản trị"):
        call_command(*words, "--commit")


@pytest.mark.usefixtures("today_2020")
def test_first_administrator_needs_a_strong_password(nation, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda prompt: "yeu")
    with pytest.raises(CommandError):
        call_command("create_administrator", "a", "--full-name", "A", "--commit")
    assert not User.objects.exists()


def test_access_log_can_be_neither_changed_nor_erased(commune_officer):
    record_access(
        commune_officer,
        action="read",
        subject_type="household",
        area_path="/1/",
        address="127.0.0.1",
    )
    with pytest.raises(InternalError), transaction.atomic():
        AccessLog.objects.update(username="khác")
    with pytest.raises(InternalError), transaction.atomic():
        AccessLog.objects.all().delete()
    assert AccessLog.objects.get().username == commune_officer.username


def test_work_of_an_agency_passes_on_with_its_grants(province, administrator):
    facts = {"valid_from": None, "by": administrator}
    old = found_agency(province, name="Sở LĐTBXH", **facts)
    new = found_agency(province, name="Sở Nông nghiệp và Môi trường", **facts)
    person = make_user("so", "province_officer", province, by=administrator)
    RoleGrant.objects.filter(user=person).update(agency=old)
    day = date(2025, 3, 1)
    told = {"day": day, "decision": "Nghị quyết (minh họa)", "by": administrator}
    succeed_agency(old, new, **told)
    grants = person.grants.order_by("valid_from").values_list(
        "agency__name", "valid_from", "valid_to"
    )
    assert list(grants) == [
        ("Sở LĐTBXH", date(2019, 1, 1), day),
        ("Sở Nông nghiệp và Môi trường", day, None),
    ]
    with pytest.raises(AgencyClosed, match="01/03/2025"):
        succeed_agency(old, new, **told)
    with pytest.raises(SameAgency):
        succeed_agency(new, new, **told)
    with pytest.raises(AgencyClosed, match="Sở LĐTBXH"):
        succeed_agency(new, old, **told)
    elsewhere = found_agency(province.parent, name="Bộ", **facts)
    with pytest.raises(OtherAreasAgency):
        succeed_agency(new, elsewhere, **told)


def test_agency_is_founded_only_where_one_manages(province, nation, administrator):
    elsewhere = make_area(nation, level="province", code="64", name="Gia Lai", kind="Tỉnh")
    local = make_user("qt", "administrator", province, by=administrator)
    with pytest.raises(RightMissing):
        found_agency(elsewhere, name="Sở", valid_from=None, by=local)

"""The page for everybody: opened by the leader, sums only, small counts withheld."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from areas.models import Area
from core.dates import playing
from core.errors import RightMissing, StaleVersion
from households.models import CommuneRound
from programs.models.honours import WorthyModel
from reports.models import CommuneFigures, PublicPage
from reports.selectors.public import public_figures
from reports.services.measures import count_figures
from reports.services.public import NotAProvince, set_public
from tests import factories
from tests.reports.worlds import DAY, YEAR

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def leader(province, administrator):
    return factories.make_user("province_leader", Role.LEADER, province, by=administrator)


@pytest.fixture
def counted(one_world, province):
    """All years of the province whole; every commune has many poor but one."""
    with playing(DAY):
        for year in range(YEAR - 1, YEAR + 1):
            count_figures(province, year)
        for row in CommuneFigures.objects.filter(group=""):
            first = row.commune == one_world[1][0]
            row.counts |= {"households": 100, "poor": 3 if first else 20, "near": 30}
            row.save()
        yield one_world


def opened(province, leader, **other):
    told = {"is_open": True, "models_shown": False, "by": leader, "version": 0} | other
    return set_public(province, **told)


def test_closed_is_not_there_and_open_needs_no_sign_in(client, counted, province, leader):
    url = reverse("public-detail", args=[province.public_id])
    assert client.get(url).status_code == 404
    assert province.full_name not in client.get(reverse("public-list")).content.decode()
    page = opened(province, leader)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=60"
    assert province.full_name in client.get(reverse("public-list")).content.decode()
    opened(province, leader, is_open=False, version=page.version)
    assert client.get(url).status_code == 404


def test_a_page_with_a_name_in_it_is_kept_by_nobody(client, counted, province, leader):
    opened(province, leader)
    client.force_login(leader, BACKEND)
    answer = client.get(reverse("public-detail", args=[province.public_id]))
    assert "private" in answer["Cache-Control"]
    assert "no-store" in answer["Cache-Control"]


def test_small_counts_and_their_shares_are_withheld(
    client, one_world, counted, province, leader
):
    # the province has one district: its communes are not on the page, so go down a level
    district = one_world[0]
    Area.objects.filter(pk=district.pk).update(level="province", kind="Tỉnh")
    page = PublicPage(area=Area.objects.get(pk=district.pk), models_shown=False)
    with playing(DAY):
        told = public_figures(page)
    by_part, by_year = told.charts
    first, second, total = by_part.values
    assert first[2:4] == ["*", "*"]
    assert second[2:4] == ["*", "*"], "else the sum would tell the first"
    assert total[2] == 23
    assert first[4] == second[4] == 30
    assert by_part.option["series"][0]["data"] == [None, None]
    assert by_part.option["series"][1]["data"] == [30.0, 30.0]
    assert [row[3] for row in by_year.values] == [23, 23]


def test_only_years_that_are_whole_are_shown(counted, province, leader):
    page = opened(province, leader)
    with playing(DAY):
        assert public_figures(page).year == YEAR
        some = CommuneRound.objects.filter(round__year=YEAR)[:1]
        CommuneRound.objects.filter(pk__in=some.values("pk")).update(status="opined")
        assert public_figures(page).year == YEAR - 1


def test_only_the_leader_of_the_province_opens_it(
    counted, province, district_leader, leader
):
    with pytest.raises(RightMissing):
        opened(province, district_leader)
    with pytest.raises(NotAProvince):
        opened(counted[0], district_leader)


def test_two_windows_do_not_overwrite_each_other(counted, province, leader):
    page = opened(province, leader)
    opened(province, leader, is_open=False, version=page.version)
    with pytest.raises(StaleVersion):
        opened(province, leader, version=0)
    assert not PublicPage.objects.get().is_open


def test_models_say_what_was_done_and_no_small_number(counted, province, leader, client):
    _, (commune, _) = counted
    for name, homes in (("Nuôi bò", 12), ("Trồng sâm", 3)):
        WorthyModel.objects.create(
            name=name,
            area=commune,
            area_path=commune.path,
            households=homes,
            since=DAY.replace(year=YEAR - 2),
            text="Cách làm",
            public=True,
            entered_by=leader,
        )
    opened(province, leader, models_shown=True)
    url = reverse("public-detail", args=[province.public_id])
    text = client.get(url).content.decode()
    assert "Nuôi bò" in text
    assert "12 hộ tham gia" in text
    assert "* hộ tham gia" in text
    assert "3 hộ tham gia" not in text


def test_the_public_page_costs_the_same_for_few_and_many_years(
    counted, province, leader, client, django_assert_max_num_queries
):
    opened(province, leader)
    url = reverse("public-detail", args=[province.public_id])
    with django_assert_max_num_queries(16):
        client.get(url)

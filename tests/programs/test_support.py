"""Support: who is eligible on the day that counts, by which text; given once, explained."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog, Agency, User
from core.dates import playing
from core.errors import RightMissing, StaleVersion
from households.models import Residence
from povertyapp.invariants import broken
from programs.choices import Beneficiary, Fund
from programs.models import Policy, Support, SupportShare, SupportTally
from programs.rules.money import SharesUnbalanced
from programs.selectors.standing import facts_of
from programs.selectors.support import (
    by_commune,
    by_policy,
    find_homes,
    supports_of,
    tallies_of,
)
from programs.services.supports import (
    ApprovalDayMissing,
    DayOutside,
    Given,
    NobodyNamed,
    NotEligible,
    NotInForce,
    SupportedAlready,
    SupportWithdrawn,
    TooManyNamed,
    support_households,
    support_other,
    withdraw_support,
)
from tests.factories import (
    make_document,
    make_household,
    make_recognition,
    make_round,
    make_user,
)

ESCAPED = date(2021, 12, 20)
EXPIRES = date(2024, 12, 20)  # 36 months later
django_db = pytest.mark.django_db


def make_policy(code="x", **fields):
    values = {
        "name": "Sinh kế",
        "classes": ["poor", "near_poor"],
        "counts_on": "support",
        "source": "x",
        "mark": "S",
        "valid_from": date(2021, 1, 1),
    } | fields
    return Policy.objects.create(code=code, **values)


@pytest.fixture
def home(commune, district, district_officer):
    """Poor since 2019, escaped on 20/12/2021: newly escaped until 20/12/2024."""
    (item,) = make_round(district, [commune], year=2019, by=district_officer)
    found, now = make_household(commune, code="H1", head="A Tem"), timezone.now()
    first = make_document(district, day=date(2019, 12, 24))
    last = make_document(district, number="2/QĐ", day=ESCAPED)
    make_recognition(found, item, first, recorded_at=now, valid_to=ESCAPED)
    make_recognition(found, item, last, recorded_at=now, klass="not_poor")
    return found


@pytest.fixture
def policy(db):
    return make_policy()


def give(home, policy, *, by, on=date(2021, 6, 1), **fields):
    return support_households([home], Given(policy, on, "bò", **fields), by=by)


@django_db
def test_class_of_the_day_counts_not_of_today(home, policy, commune_officer):
    (row,) = give(home, policy, by=commune_officer)
    assert (row.klass, row.why) == (
        "poor",
        "hộ nghèo theo kết quả công nhận ngày 01/06/2021",
    )
    with pytest.raises(NotEligible, match="không thuộc hộ nghèo, hộ cận nghèo"):
        give(home, policy, by=commune_officer, on=date(2024, 6, 1))
    (excused,) = give(
        home, policy, by=commune_officer, on=date(2024, 6, 1), exception="QĐ 9/QĐ-UBND"
    )
    assert excused.exception == "QĐ 9/QĐ-UBND"


@django_db
@pytest.mark.parametrize(
    ("on", "yes"),
    [(EXPIRES - timedelta(days=1), True), (EXPIRES, False), (ESCAPED, True)],
)
def test_newly_escaped_household_is_supported_until_the_day_it_ends(
    home, commune_officer, on, yes
):
    policy = make_policy("new", newly="chung")
    with playing(date(2025, 1, 5)):
        assert facts_of([home], on=on)[home.pk].verdict(policy, on=on).yes is yes
        if yes:
            assert give(home, policy, by=commune_officer, on=on)
        else:
            with pytest.raises(NotEligible, match="đã hết thời gian mới thoát nghèo"):
                give(home, policy, by=commune_officer, on=on)


@django_db
def test_policy_that_counts_the_approval_looks_at_that_day(home, commune_officer):
    policy = make_policy("dev", counts_on="approval")
    told = {"by": commune_officer, "on": date(2022, 3, 1)}
    (row,) = give(home, policy, approved_on=date(2021, 12, 1), **told)
    assert (row.counted_on, row.klass) == (date(2021, 12, 1), "poor")
    with pytest.raises(NotEligible):
        give(home, policy, approved_on=date(2022, 1, 1), **told)
    with pytest.raises(DayOutside):
        give(home, policy, approved_on=date(2022, 4, 1), **told)


@django_db
def test_policy_that_counts_the_approval_asks_for_its_day(home, commune_officer):
    policy = make_policy("dev", counts_on="approval")
    with pytest.raises(ApprovalDayMissing):
        give(home, policy, by=commune_officer)


@pytest.fixture
def other_commune_officer(other_commune, administrator):
    return make_user("other", "commune_officer", other_commune, by=administrator)


@django_db
def test_support_stands_where_the_household_lived_that_day(
    home, policy, commune, other_commune, commune_officer, other_commune_officer
):
    """The commune of today finds the family; the figures are of the commune of that day."""
    home.residences.update(valid_from=date(2023, 1, 1))
    earlier = {"commune": other_commune, "area_path": other_commune.path}
    Residence.objects.create(
        **earlier, household=home, size=4, ethnic_minority=False, valid_to=date(2023, 1, 1)
    )
    (row,) = give(home, policy, by=commune_officer)
    assert (row.commune, row.area_path) == (other_commune, other_commune.path)
    assert list(supports_of(other_commune_officer, 2021)) == [row]
    assert list(supports_of(commune_officer, 2021)) == []
    told = {"exception": "QĐ 9", "on": date(2023, 2, 1)}
    (late,) = give(home, policy, by=commune_officer, **told)
    assert late.commune == commune
    with pytest.raises(RightMissing):
        give(home, policy, by=other_commune_officer, **told)
    withdraw_support(row, reason="nhầm", by=commune_officer, version=1)


@django_db
def test_same_support_is_recorded_once_until_it_is_withdrawn(home, policy, commune_officer):
    (row,) = give(home, policy, by=commune_officer)
    with pytest.raises(SupportedAlready, match="A Tem"):
        give(home, policy, by=commune_officer)
    told = {"by": commune_officer, "version": 1}
    with pytest.raises(SupportWithdrawn):
        withdraw_support(row, reason=" ", **told)
    with pytest.raises(StaleVersion):
        withdraw_support(row, reason="nhầm", by=commune_officer, version=3)
    withdraw_support(row, reason="nhầm hộ", **told)
    with pytest.raises(SupportWithdrawn):
        withdraw_support(row, reason="nhầm", by=commune_officer, version=None)
    assert give(home, policy, by=commune_officer)
    name = "support_once_per_day"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Support.objects.update(withdrawn_on=None, reason="")


@django_db
def test_sources_add_up_to_the_amount(home, policy, commune_officer):
    shares = {Fund.CENTRAL: 70, Fund.PROVINCE: 20, Fund.MOBILISED: 10}
    with pytest.raises(SharesUnbalanced):
        give(home, policy, by=commune_officer, amount=99, shares=shares)
    give(home, policy, by=commune_officer, amount=100, shares=shares)
    assert broken() == {}
    SupportShare.objects.filter(fund="central").update(amount=71)
    assert broken() == {"support_equals_its_sources": 1}


@django_db
def test_list_is_supported_whole_or_not_at_all(home, policy, commune, commune_officer):
    other = make_household(commune, code="H2", head="Y Lan")
    given = Given(policy, date(2021, 6, 1), "lớp nghề")
    why = r"Y Lan \(H2\): chưa được công nhận diện nào"
    with pytest.raises(NotEligible, match=why), transaction.atomic():
        support_households([home, other], given, by=commune_officer)
    assert not Support.objects.exists()
    with pytest.raises(TooManyNamed, match=r"nhiều nhất 1\.000 hộ"):
        support_households([home] * 1001, given, by=commune_officer)
    with pytest.raises(NobodyNamed):
        support_households([], given, by=commune_officer)


@django_db
def test_only_the_commune_or_the_giving_agency_records(
    home, policy, province, district_officer, administrator, outsider
):
    with pytest.raises(RightMissing):
        give(home, policy, by=district_officer)
    bank = Agency.objects.create(area=province, name="NHCSXH")
    clerk = make_user("clerk", "department_officer", province, by=administrator)
    clerk.grants.update(agency=bank)
    clerk = User.objects.get(pk=clerk.pk)
    (row,) = give(home, policy, by=clerk, agency=bank)
    assert list(supports_of(clerk, 2021)) == [row]
    far = Agency.objects.create(area=outsider.current_grants()[0].area, name="X")
    with pytest.raises(RightMissing):
        give(home, policy, by=clerk, agency=far)
    other = make_user("other", "department_officer", province, by=administrator)
    other.grants.update(agency=Agency.objects.create(area=province, name="Y tế"))
    assert list(supports_of(User.objects.get(pk=other.pk), 2021)) == []


@django_db
def test_department_finds_a_household_by_its_whole_name_or_code_only(
    home, province, administrator, commune_officer
):
    clerk = make_user("clerk", "department_officer", province, by=administrator)
    clerk.grants.update(agency=Agency.objects.create(area=province, name="X"))
    clerk = User.objects.get(pk=clerk.pk)
    assert find_homes(clerk, "tem") == []
    assert find_homes(clerk, "a tem") == [home]
    assert find_homes(clerk, "H1") == [home]
    assert find_homes(commune_officer, "tem") == [home]


@django_db
def test_other_beneficiaries_exist_too(policy, commune, commune_officer):
    given = Given(policy, date(2024, 6, 1), "máy cày", amount=5)
    row = support_other(
        Beneficiary.COOPERATIVE, "HTX Đăk Ang", commune, given, by=commune_officer
    )
    assert (row.household, row.name) == (None, "HTX Đăk Ang")
    late = Given(make_policy("old", valid_to=date(2022, 1, 1)), date(2024, 6, 1), "x")
    told = {"by": commune_officer}
    with pytest.raises(NotInForce):
        support_other(Beneficiary.GROUP, "Tổ", commune, late, **told)
    with pytest.raises(NobodyNamed):
        support_other(Beneficiary.GROUP, " ", commune, given, by=commune_officer)
    (summed,) = by_policy(tallies_of(commune_officer, 2024))
    assert (summed.supports, summed.households, summed.amount) == (1, 0, 5)


@django_db
def test_page_says_why_and_keeps_what_was_refused(home, policy, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    found = desk.get(reverse("support-list"), {"q": "tem"}).content.decode()
    url = reverse("support-create", args=[home.public_id])
    assert url in found
    page = desk.get(url).content.decode()
    assert "không thuộc hộ nghèo, hộ cận nghèo ngày 01/10/2024" in page
    data = {"policy": policy.public_id, "on": "2024-09-01", "note": "giống bò"}
    refused = desk.post(url, data | {"f-central": "1.000.000"})
    assert refused.status_code == 400
    assert "nêu quyết định cho phép" in refused.content.decode()
    assert 'value="1.000.000"' in refused.content.decode()
    done = desk.post(url, data | {"on": "2021-09-01", "f-central": "1.000.000"})
    assert done.status_code == 302
    assert Support.objects.get().amount == 1_000_000
    assert AccessLog.objects.filter(subject_type="support_list").exists()


@django_db
def test_list_costs_the_same_for_few_and_many(policy, commune, commune_officer, home):
    desk = Client()
    desk.force_login(commune_officer)
    url = f"{reverse('support-list')}?nam=2021"
    give(home, policy, by=commune_officer, on=date(2021, 4, 1))
    desk.get(url)
    with CaptureQueriesContext(connection) as few:
        desk.get(url)
    for n in range(15):
        give(home, policy, by=commune_officer, on=date(2021, 5, 1 + n))
    with CaptureQueriesContext(connection) as many:
        assert "A Tem" in desk.get(url).content.decode()
    assert len(many) == len(few)


@django_db
def test_sums_follow_every_act_and_the_second_wall(
    home, policy, commune, commune_officer, people, offices
):
    shares = {Fund.CENTRAL: 70}
    told = {"amount": 70, "shares": shares}
    (row,) = give(home, policy, by=commune_officer, **told)
    support_households(
        [home], Given(policy, date(2021, 7, 1), "gà", **told), by=commune_officer
    )
    given = Given(policy, date(2021, 8, 1), "x", agency=offices[0], **told)
    support_households([home], given, by=people["nurse"])
    (summed,) = by_policy(tallies_of(commune_officer, 2021))
    assert (summed.supports, summed.households, summed.amount) == (3, 2, 210)
    (mine,) = by_commune(tallies_of(people["nurse"], 2021))
    assert (mine.supports, mine.amount, mine.key) == (1, 70, commune.public_id)
    assert list(tallies_of(people["clerk"], 2021)) == []
    withdraw_support(row, reason="nhầm", by=commune_officer, version=None)
    (summed,) = by_policy(tallies_of(commune_officer, 2021))
    assert (summed.supports, summed.households, summed.amount) == (2, 2, 140)
    assert broken() == {}
    SupportTally.objects.update(amount=1)
    assert broken() == {"support_tally_equals_its_rows": 2}


@pytest.mark.django_db(transaction=True)
def test_eight_hands_give_and_the_sum_holds(home, policy, commune_officer):
    start = Barrier(8)

    def hand(number):
        start.wait()
        given = Given(policy, date(2021, 6, 1), f"lần {number}", amount=5)
        support_households([home], given, by=commune_officer)
        connection.close()

    hands = [Thread(target=hand, args=[n]) for n in range(8)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    found = SupportTally.objects.get()
    assert (found.supports, found.households, found.amount) == (8, 1, 40)
    assert broken() == {}

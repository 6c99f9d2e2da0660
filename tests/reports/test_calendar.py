"""Periods open by themselves, once, for whom they are owed; units are reminded."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import RoleGrant
from core.dates import playing
from core.errors import RightMissing, StaleVersion
from core.preconditions import VersionMissing
from office.models import Notice
from reports.choices import Sender
from reports.models import ReportPeriod, Submission
from reports.rules.calendar import DueRule
from reports.selectors.calendar import (
    DueDays,
    Unit,
    calendar_of,
    dues_for,
    matrix,
    periods_of,
    submissions_for,
)
from reports.services.calendar import (
    BadColumns,
    BadDays,
    DueFacts,
    DueLater,
    NoUnits,
    RequestFacts,
    ask_once,
    open_periods,
    remind_due,
    set_due,
    tend_calendar,
)
from reports.services.submitting import NothingToRemind, remind, remind_late
from tests.factories import make_area
from tests.reports.conftest import OPENED, of

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_every_unit_that_owes_gets_its_report(opened, commune, other_commune, agency):
    found = {(s.area, s.agency) for s in opened}
    assert found == {
        (commune, None),
        (other_commune, None),
        (agency.area, agency),
        (agency.area, None),  # the sheet on which the district adds up
    }
    one = of(opened, commune)
    assert one.receiver == commune.parent
    # the window ends on Monday 14/9/2020: five working days later is Monday 21/9
    assert (one.period.last, one.due_on) == (date(2020, 9, 14), date(2020, 9, 21))


def test_opening_again_adds_nothing(opened):
    before = set(Submission.objects.values_list("pk", flat=True))
    assert open_periods(OPENED) == 0
    assert set(Submission.objects.values_list("pk", flat=True)) == before


def test_a_stopped_server_catches_up_without_doubling(opened):
    """A week, or a whole quarter, without beat: the missed period opens once."""
    later = OPENED + timedelta(days=100)
    with playing(later):
        assert open_periods(later) == 4
        assert open_periods(later) == 0
    numbers = ReportPeriod.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [2, 3, 4]  # of the year's, those since the regime began


def test_a_unit_that_joins_later_is_added(opened, district):
    new = make_area(district, level="commune", code="23399", name="Mới")
    open_periods(OPENED)
    assert opened.filter(area=new).count() == 1


def test_a_receiver_who_came_later_is_owed_nothing_of_before(opened, district_officer):
    Submission.objects.all().delete()
    RoleGrant.objects.filter(user=district_officer).update(valid_from=date(2020, 9, 1))
    open_periods(OPENED)
    numbers = Submission.objects.values_list("period__number", flat=True)
    assert set(numbers) == {3}, "the second quarter ended before anybody received it"


def test_a_regime_that_ended_asks_for_no_quarter_of_the_next_year(regime):
    regime.valid_to = date(2021, 1, 1)
    assert [c.span.number for c in periods_of(regime, 2020)] == [2, 3, 4]
    assert periods_of(regime, 2021) == []


def test_a_day_of_the_ministry_s_binds_the_province_alone(opened, nation, regime):
    regime.area, regime.due_working_days = nation, 5
    dues = DueDays(regime, opened[0].period.span)
    one = opened.select_related("area", "receiver").filter(agency=None)[0]
    below = Unit(one.area, None, one.receiver, Sender.COMMUNE)
    province = Unit(one.receiver.parent, None, nation, Sender.PROVINCE)
    assert (dues.of(below), dues.of(province)) == (None, date(2020, 9, 21))


def test_who_has_sent_is_not_reminded(opened, commune, district_officer):
    Submission.objects.filter(pk=of(opened, commune).pk).update(accepted_number=1)
    with pytest.raises(NothingToRemind):
        remind(of(opened, commune), by=district_officer)


def test_a_day_set_before_is_changed_on_its_version_only(
    regime, district, district_officer
):
    facts = DueFacts(Sender.COMMUNE, DueRule(working_days=3), "CV 1")
    made = set_due(regime, district, facts, by=district_officer, version=None)
    with pytest.raises(VersionMissing):
        set_due(regime, district, facts, by=district_officer, version=None)
    with pytest.raises(StaleVersion):
        set_due(regime, district, facts, by=district_officer, version=7)
    set_due(regime, district, facts, by=district_officer, version=made.version)


def test_nobody_moves_the_day_of_another_s_request(
    commune, district, district_officer, province, province_officer
):
    with playing(OPENED):
        period = ask_once(asked(), area=province, by=province_officer)
    facts = DueFacts(Sender.COMMUNE, DueRule(working_days=90), "CV 1")
    with pytest.raises(DueLater):
        set_due(period.regime, district, facts, by=district_officer, version=None)


def test_days_set_elsewhere_are_not_shown(regime, district, district_officer, outsider):
    facts = DueFacts(Sender.COMMUNE, DueRule(working_days=3), "CV 1")
    set_due(regime, district, facts, by=district_officer, version=None)
    assert dues_for(district_officer, regime).count() == 1
    assert dues_for(outsider, regime).count() == 0


def test_a_request_is_seen_in_the_year_it_speaks_of_by_who_was_asked(
    opened, commune, commune_officer, province, province_officer
):
    with playing(OPENED):
        old = {"first": date(2018, 1, 1), "last": date(2018, 12, 31)}
        ask_once(asked(**old), area=province, by=province_officer)
        agencies = {"senders": (Sender.AGENCY,), "name": "Chỉ cơ quan"}
        with pytest.raises(NoUnits):  # the province has none that works
            ask_once(asked(**agencies), area=province, by=province_officer)
        told = calendar_of(commune_officer, 2018)
    assert [row.regime.name for row in told] == ["Thiệt hại do bão"]


@pytest.mark.parametrize(
    "days",
    [
        {"first": date(1, 1, 1)},
        {"last": date(9999, 12, 31)},
        {"due_on": date(2020, 9, 1)},
        {"first": date(2020, 9, 19), "last": date(2020, 9, 1)},
    ],
)
def test_days_out_of_reach_are_refused(commune, province, province_officer, days):
    with playing(OPENED), pytest.raises(BadDays):
        ask_once(asked(**days), area=province, by=province_officer)


def test_words_do_not_add_up(commune, province, province_officer):
    column = {"name": "Ghi chú", "unit": "", "number": False, "adds": True}
    with playing(OPENED), pytest.raises(BadColumns):
        ask_once(asked(columns=(column,)), area=province, by=province_officer)


def test_a_receiver_who_is_not_there_is_owed_nothing(opened, district_officer):
    Submission.objects.all().delete()
    RoleGrant.objects.filter(user=district_officer).delete()
    assert open_periods(OPENED) == 0


def test_units_are_told_before_the_day_and_after_it(opened, commune_officer):
    with playing(OPENED):
        tend_calendar(OPENED)
        tend_calendar(OPENED)
    told = Notice.objects.filter(user=commune_officer, text__contains="quý III")
    assert [n.text for n in told] == [
        "Báo cáo quý III năm 2020 của Xã Đăk Ang: hạn 21/09/2020."
    ]
    late = date(2020, 9, 25)
    with playing(late):
        remind_due(late)
    assert told.all()[0].text.endswith("hạn 21/09/2020, quá hạn 4 ngày.")


def test_a_superior_reminds_once_a_day_and_nobody_else_may(
    opened, commune, commune_officer, district_officer, outsider
):
    row = of(opened, commune)
    remind(row, by=district_officer)
    remind(row, by=district_officer)
    assert Notice.objects.filter(user=commune_officer).count() == 1
    for stranger in (commune_officer, outsider):
        with pytest.raises(RightMissing):
            remind(row, by=stranger)


def test_an_agency_s_people_alone_hear_of_its_report(opened, agency, district_officer):
    row = of(opened, agency.area, agency)
    remind(row, by=district_officer)
    told = Notice.objects.values_list("user__username", flat=True)
    assert list(told) == ["agency_officer"]


def test_the_district_sets_an_earlier_day(opened, regime, district, district_officer):
    facts = DueFacts(Sender.COMMUNE, DueRule(working_days=3), "CV 1")
    set_due(regime, district, facts, by=district_officer, version=None)
    due = {s.agency_id is None: s.due_on for s in opened.filter(adds_up=False)}
    assert due == {True: date(2020, 9, 17), False: date(2020, 9, 21)}


def test_a_later_day_than_the_text_s_is_refused(regime, district, district_officer):
    facts = DueFacts(Sender.COMMUNE, DueRule(working_days=9), "CV 1")
    with playing(OPENED), pytest.raises(DueLater):
        set_due(regime, district, facts, by=district_officer, version=None)


def test_only_who_receives_sets_days(regime, district, commune_officer):
    facts = DueFacts(Sender.COMMUNE, DueRule(working_days=3), "CV 1")
    with pytest.raises(RightMissing):
        set_due(regime, district, facts, by=commune_officer, version=None)


def test_the_matrix_shows_only_what_one_may_see(
    opened, regime, agency, commune_officer, district_officer, outsider
):
    rows = matrix(district_officer, regime, 2020)
    names = ["Phòng Nông nghiệp", "Xã Đăk Ang", "Xã Pờ Y", "Huyện Ngọc Hồi (tổng hợp)"]
    assert [row.name for row in rows.rows] == names
    assert (rows.sent, rows.owed) == (0, 6)  # two quarters since June
    assert [r.name for r in matrix(commune_officer, regime, 2020).rows] == ["Xã Đăk Ang"]
    office = agency.rolegrant_set.get().user
    assert [r.name for r in matrix(office, regime, 2020).rows] == ["Phòng Nông nghiệp"]
    assert matrix(outsider, regime, 2020).rows == []
    (row,) = calendar_of(commune_officer, 2020)
    assert [p.owed for p in row.periods] == [1, 1]
    assert calendar_of(outsider, 2020) == []


def test_the_calendar_costs_the_same_for_few_and_many(opened, district, district_officer):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            calendar_of(district_officer, 2020)
            matrix(district_officer, opened[0].period.regime, 2020)
        return len(caught)

    cost()  # the person's grants are looked up once
    few = cost()
    for n in range(20):
        make_area(district, level="commune", code=f"9{n:04}", name=f"X{n}")
    open_periods(OPENED)
    assert cost() == few


def asked(**changes):
    facts = {
        "name": "Thiệt hại do bão",
        "senders": (Sender.COMMUNE,),
        "first": date(2020, 9, 1),
        "last": date(2020, 9, 19),
        "due_on": date(2020, 9, 30),
        "basis": "Công điện 5",
        "columns": ({"name": "Số hộ", "unit": "hộ", "number": True, "adds": True},),
    }
    return RequestFacts(**facts | changes)


def test_a_request_reaches_every_commune_and_is_answered_to_who_asked(
    commune, other_commune, province, province_officer, commune_officer
):
    with playing(OPENED):
        period = ask_once(asked(), area=province, by=province_officer)
    owed = {(s.area.name, s.receiver.name, s.due_on) for s in period.submissions.all()}
    day = date(2020, 9, 30)
    assert owed == {
        ("Đăk Ang", "Kon Tum", day),
        ("Pờ Y", "Kon Tum", day),
        ("Kon Tum", "Kon Tum", None),  # the asker's own sheet adds up
    }
    assert "hạn 30/09/2020" in Notice.objects.get(user=commune_officer).text


def test_a_request_to_nobody_is_refused(province, province_officer):
    with playing(OPENED), pytest.raises(NoUnits):
        ask_once(asked(), area=province, by=province_officer)


def test_who_receives_nothing_asks_nothing(commune, commune_officer):
    with playing(OPENED), pytest.raises(RightMissing):
        ask_once(asked(), area=commune, by=commune_officer)


def test_all_who_are_late_are_reminded_at_once(opened, district_officer, commune_officer):
    late = date(2020, 9, 25)
    with playing(late):
        assert remind_late(submissions_for(district_officer), by=district_officer) == 6
        assert remind_late(submissions_for(district_officer), by=district_officer) == 0
        assert remind_late(submissions_for(commune_officer), by=commune_officer) == 0
    assert Notice.objects.filter(user=commune_officer).count() == 2


def test_an_agency_is_offered_no_door_that_is_shut_to_it(opened, agency, client):
    client.force_login(agency.rolegrant_set.get().user, BACKEND)
    page = client.get("/bao-cao/lich/?nam=2020").content.decode()
    assert "Quý III năm 2020" in page
    assert "Biểu theo năm" not in page

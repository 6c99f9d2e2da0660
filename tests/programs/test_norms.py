"""Norms: points of criteria, the draft they give, what local budgets add."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RightMissing, StaleVersion
from povertyapp.invariants import broken
from programs.choices import Basis, Fund, Nature
from programs.forms.fields import NumberField
from programs.models import Norm
from programs.rules.norms import counterpart_of, draft_parts, total_points
from programs.selectors.norms import (
    amounts_of,
    counterpart_at,
    draft_of,
    norms_for,
    norms_of,
)
from programs.services.frame import PartElsewhere, Statement, state_applicability
from programs.services.money import Receiver, give, share
from programs.services.norms import (
    CriterionAlready,
    CriterionFacts,
    CriterionIsCounted,
    NormAlready,
    NormFacts,
    NormYearsBackwards,
    add_criterion,
    count_areas,
    mend_criterion,
    mend_norm,
    record_norm,
)
from tests.factories import make_area, make_round
from tests.programs.money import YEAR, decision, purpose
from tests.targets.test_compare import decide

django_db = pytest.mark.django_db
AREA = CriterionFacts("Diện tích", "km²", Basis.ENTERED, Decimal("0.5"))
POOR = CriterionFacts("Hộ nghèo", "hộ", Basis.POOR, Decimal(2))


@given(
    st.integers(0, 10**13),
    st.dictionaries(
        st.integers(1, 40),
        st.decimals(0, 10**6, places=4, allow_nan=False),
        min_size=1,
    ),
    st.none() | st.decimals(0, 100, places=2, allow_nan=False),
)
def test_the_parts_of_a_draft_are_the_whole(whole, points, percent):
    parts = draft_parts(whole, points, percent)
    amounts = [part.amount for part in parts.values()]
    assert sum(amounts) == (whole if any(points.values()) else 0)
    total = sum(points.values())
    for key, part in parts.items():
        if total:
            exact = Decimal(whole) * points[key] / total
            assert abs(part.amount - exact) <= 1
        assert part.counterpart == counterpart_of(part.amount, percent)


def test_points_by_hand():
    # 120 households × 2 points + 31,5 km² × 0,5 points = 255,75 points
    values = {1: Decimal(120), 2: Decimal("31.5")}
    points = {1: Decimal(2), 2: Decimal("0.5")}
    assert total_points(values, points) == Decimal("255.75")
    assert total_points({1: Decimal(120), 2: None}, points) is None


def test_counterpart_is_rounded_up_and_may_be_undecided():
    assert counterpart_of(1_000_001, Decimal(10)) == 100_001
    assert counterpart_of(0, Decimal(10)) == 0
    assert counterpart_of(5, None) is None


def facts(project, years=(2022, 2025), counterpart=Decimal(10)):
    return NormFacts(project, Nature.RECURRENT, *years, counterpart)


@pytest.fixture
def norm(top, province, province_officer):
    return record_norm(province, facts(top.project), decision(), by=province_officer)


@django_db
def test_one_norm_at_a_time_by_service_and_database(norm, province, province_officer):
    with pytest.raises(NormAlready):
        record_norm(
            province, facts(norm.project, (2025, 2026)), decision(), by=province_officer
        )
    later = facts(norm.project, (2026, 2030))
    record_norm(province, later, decision(), by=province_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Norm.objects.filter(year_from=2026).update(year_from=2024)


@django_db
def test_only_who_gives_money_in_the_area_records_a_norm(
    norm, province, commune_officer, district_officer
):
    for by in (commune_officer, district_officer):
        with pytest.raises(RightMissing):
            record_norm(province, facts(norm.project, (2030, 2030)), decision(), by=by)
        with pytest.raises(RightMissing):
            add_criterion(norm, AREA, by=by, version=1)


@django_db
def test_a_criterion_is_named_once_and_holds_its_version(norm, province_officer):
    add_criterion(norm, AREA, by=province_officer, version=1)
    with pytest.raises(StaleVersion):
        add_criterion(norm, POOR, by=province_officer, version=1)
    with pytest.raises(CriterionAlready):
        add_criterion(norm, AREA, by=province_officer, version=2)


@django_db
def test_a_draft_waits_for_every_figure_then_shares_what_is_left(
    norm, top, district, other_commune, province_officer, district_officer
):
    area = add_criterion(norm, AREA, by=province_officer, version=1)
    (row,) = draft_of(norm, top).rows
    assert (row.area, row.values, row.part) == (district, [None], None)
    assert draft_of(norm, top).missing == [f"Diện tích: {district.full_name}"]
    count_areas(area, {district: Decimal(20)}, "x", by=province_officer, version=2)
    draft = draft_of(norm, top)
    assert (draft.missing, amounts_of(draft)) == ([], {f"a-{district.public_id}": 1000})
    assert draft.rows[0].part.counterpart == 100
    share(top, {Receiver(district): 400}, decision(), by=province_officer, version=None)
    top.refresh_from_db()
    again = draft_of(norm, top)
    assert (again.whole, again.left, again.rows[0].held) == (1000, None, 400)
    assert amounts_of(again) == {}  # who has money gets more by a change only
    count_areas(area, {district: None}, "x", by=province_officer, version=3)
    assert draft_of(norm, top).missing


@django_db
def test_figures_stay_in_the_area_and_are_typed_only_where_asked(
    norm, province_officer, nation
):
    poor = add_criterion(norm, POOR, by=province_officer, version=1)
    with pytest.raises(CriterionIsCounted):
        count_areas(poor, {}, "x", by=province_officer, version=2)
    area = add_criterion(norm, AREA, by=province_officer, version=2)
    with pytest.raises(PartElsewhere):
        count_areas(area, {nation: Decimal(1)}, "x", by=province_officer, version=3)


@django_db
def test_counted_households_come_from_the_year_before(
    held, commune, other_commune, district, province_officer, district_officer
):
    norm = record_norm(
        district.parent, facts(held.project), decision(), by=province_officer
    )
    add_criterion(norm, POOR, by=province_officer, version=1)
    missing = draft_of(norm, held).missing
    assert len(missing) == 2  # neither commune has decided the review of 2023
    rounds = make_round(
        district, [commune, other_commune], year=YEAR - 1, by=district_officer
    )
    decide(rounds[0], households=9, poor=3)
    assert draft_of(norm, held).missing == [f"Hộ nghèo: {other_commune.full_name}"]
    decide(rounds[1], households=9, poor=1)
    draft = draft_of(norm, held)
    assert [row.norm.amount for row in draft.rows] == [450, 150]
    assert amounts_of(draft) == {
        f"a-{commune.public_id}": 450,
        f"a-{other_commune.public_id}": 150,
    }


@django_db
def test_counterpart_counts_the_centres_and_the_local_money(
    norm, top, province, province_officer
):
    local = purpose(top.project, fund=Fund.PROVINCE)
    give(local, Receiver(province), 60, decision(), by=province_officer)
    credit = purpose(top.project, fund=Fund.CREDIT)
    give(credit, Receiver(province), 999, decision(), by=province_officer)
    found = counterpart_at(norm, top, province_officer)
    assert (found.central, found.asked, found.given, found.short) == (1000, 100, 60, 40)


@django_db
def test_a_districts_counterpart_counts_what_came_into_the_district(
    held, parts, district, district_officer
):
    norm = record_norm(district, facts(held.project), decision(), by=district_officer)
    assert norm.document.kind == "resolution"
    found = counterpart_at(norm, held, district_officer)
    assert (found.central, found.asked, found.given) == (600, 60, 0)


@django_db
def test_norms_are_seen_below_and_not_beside(
    norm, held, commune_officer, outsider, province_officer
):
    assert list(norms_of(commune_officer)) == [norm]
    assert list(norms_of(outsider)) == []
    assert list(norms_of(province_officer)) == [norm]
    assert list(norms_for(held)) == [norm]
    held.year = 2026
    assert list(norms_for(held)) == []


@django_db
def test_the_draft_goes_into_the_decision(client, norm, top, district, province_officer):
    area = add_criterion(norm, AREA, by=province_officer, version=1)
    count_areas(area, {district: Decimal(20)}, "x", by=province_officer, version=2)
    client.force_login(province_officer)
    page = client.get(reverse("money-draft", args=[top.public_id])).content.decode()
    assert "1.000" in page
    filled = client.get(
        reverse("money-detail", args=[top.public_id]), {"dinh-muc": norm.public_id}
    ).content.decode()
    assert 'value="1.000"' in filled


@django_db
def test_pages_of_norms_take_a_norm_its_criteria_and_figures(
    client, top, province, district, province_officer
):
    client.force_login(province_officer)
    told = {
        "area": province.public_id,
        "project": top.project.public_id,
        "nature": "recurrent",
        "year_from": "2022",
        "year_to": "2025",
        "counterpart": "12,5",
        "number": "05/NQ-HĐND",
        "date": "2022-07-01",
        "signer": "x",
        "title": "Định mức",
    }
    bad = client.post(reverse("norm-list"), told | {"counterpart": "101"})
    assert bad.status_code == 400
    assert "từ 0 đến 100 phần trăm" in bad.content.decode()
    assert not Norm.objects.exists()
    client.post(reverse("norm-list"), told)
    norm = Norm.objects.get()
    assert norm.counterpart == Decimal("12.5")
    criterion = {"name": "A", "unit": "km²", "points": "1,5", "basis": "entered"}
    address = reverse("norm-criterion", args=[norm.public_id])
    client.post(address, criterion | {"version": "1"})
    one = norm.criteria.get()
    assert one.points == Decimal("1.5")
    count = reverse("norm-count", args=[one.public_id])
    figures = {f"a-{district.public_id}": "1.234,5", "source": "NGTK", "version": "2"}
    assert client.post(count, figures).status_code == 302
    assert one.values.get().value == Decimal("1234.5")
    page = client.get(reverse("norm-detail", args=[norm.public_id])).content.decode()
    assert "1.234,5" in page


@django_db
def test_a_draft_asks_the_same_for_any_number_of_areas(
    norm, held, district, province_officer
):
    add_criterion(norm, POOR, by=province_officer, version=1)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            draft_of(norm, held)
        return len(caught)

    few = queries()
    for n in range(8):
        make_area(district, level="commune", code=f"23{n}99", name=f"Xã {n}")
    assert queries() == few


@django_db
def test_what_is_left_goes_to_who_has_nothing_yet(
    held, commune, other_commune, district, district_officer
):
    norm = record_norm(district, facts(held.project), decision(), by=district_officer)
    one = add_criterion(norm, AREA, by=district_officer, version=1)
    counted = {commune: Decimal(3), other_commune: Decimal(1)}
    count_areas(one, counted, "x", by=district_officer, version=2)
    share(held, {Receiver(commune): 100}, decision(), by=district_officer, version=None)
    held.refresh_from_db()
    draft = draft_of(norm, held)
    assert [(row.norm.amount, row.held) for row in draft.rows] == [(450, 100), (150, None)]
    assert amounts_of(draft) == {f"a-{other_commune.public_id}": 500}


@django_db
def test_a_draft_leaves_out_where_the_project_does_not_apply(
    held, commune, other_commune, district, district_officer
):
    norm = record_norm(district, facts(held.project), decision(), by=district_officer)
    one = add_criterion(norm, AREA, by=district_officer, version=1)
    counted = {commune: Decimal(3), other_commune: Decimal(1)}
    count_areas(one, counted, "x", by=district_officer, version=2)
    no = Statement(held.project, commune, YEAR, applies=False, source="KH")
    state_applicability(no, by=district_officer)
    draft = draft_of(norm, held)
    assert draft.elsewhere == [commune]
    assert amounts_of(draft) == {f"a-{other_commune.public_id}": 600}


@django_db
def test_local_money_asks_for_no_counterpart(top, province, district, province_officer):
    norm = record_norm(province, facts(top.project), decision(), by=province_officer)
    one = add_criterion(norm, AREA, by=province_officer, version=1)
    count_areas(one, {district: Decimal(1)}, "x", by=province_officer, version=2)
    local = purpose(top.project, fund=Fund.PROVINCE)
    row = give(local, Receiver(province), 500, decision(), by=province_officer)
    assert draft_of(norm, row).rows[0].part.counterpart is None
    assert draft_of(norm, top).rows[0].part.counterpart == 100


@django_db
def test_a_provinces_counterpart_is_not_told_to_a_commune(
    norm, held, commune_officer, district_officer, province_officer
):
    assert counterpart_at(norm, held, province_officer) is not None
    for user in (commune_officer, district_officer):
        assert counterpart_at(norm, held, user) is None


@django_db
def test_what_was_entered_wrongly_is_mended_on_its_version(
    norm, district, province_officer, district_officer
):
    one = add_criterion(norm, AREA, by=province_officer, version=1)
    count_areas(one, {district: Decimal(1)}, "x", by=province_officer, version=2)
    right = CriterionFacts("Diện tích", "km²", Basis.ENTERED, Decimal("0.125"))
    with pytest.raises(StaleVersion):
        mend_criterion(one, right, by=province_officer, version=2)
    with pytest.raises(RightMissing):
        mend_criterion(one, right, by=district_officer, version=3)
    mended = mend_criterion(one, right, by=province_officer, version=3)
    assert (mended.points, one.values.count()) == (Decimal("0.125"), 1)
    told = {"year_to": 2023, "counterpart": None, "by": province_officer}
    assert mend_norm(norm, **told, version=4).year_to == 2023
    backwards = facts(norm.project, (2030, 2029))
    with pytest.raises(NormYearsBackwards):
        record_norm(district.parent, backwards, decision(), by=province_officer)
    with pytest.raises(NormYearsBackwards):
        mend_norm(norm, **told | {"year_to": 2020}, version=5)
    counted = CriterionFacts("Hộ", "hộ", Basis.POOR, Decimal(1))
    assert mend_criterion(one, counted, by=province_officer, version=5).basis == "poor"
    assert broken() == {}


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.125", "0.125"), ("0,125", "0.125"), ("1.234", "1234"), ("1.234,5", "1234.5")],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert NumberField(digits=12, places=4).clean(text) == Decimal(number)


@pytest.mark.parametrize("text", ["-1", "1,23456", "999999999", "một", "1,2,x", "9" * 30])
def test_what_is_no_such_number_is_refused(text):
    with pytest.raises(ValidationError):
        NumberField(digits=12, places=4).clean(text)

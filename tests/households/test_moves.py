"""Moving: two communes shake hands; until then the household counts where it was."""

from datetime import date

import pytest

from accounts.choices import Right
from accounts.models import User
from core.dates import playing
from core.errors import RightMissing
from households.choices import MoveStatus
from households.models import Household, HouseholdMove, Recognition, Residence
from households.selectors import counts_by_commune
from households.services import events, moves
from office.models import Notice
from tests.factories import (
    make_area,
    make_document,
    make_household,
    make_recognition,
    make_round,
    make_user,
)
from tests.households.test_events import state

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_2020")]
TODAY, BEFORE = date(2020, 10, 1), date(2020, 9, 30)


@pytest.fixture
def receiver(other_commune, administrator):
    return make_user("receiver", "commune_officer", other_commune, by=administrator)


@pytest.fixture
def there(other_commune):
    return make_area(other_commune, level="village", code="V9", name="9", kind="Thôn")


@pytest.fixture
def home(commune, district, commune_officer, now):
    household = make_household(commune, size=3)
    decided = make_round(district, [commune], year=2019, by=commune_officer)[0]
    make_recognition(household, decided, make_document(district), recorded_at=now)
    return household


def propose(home, other_commune, officer):
    return moves.propose_move(home, other_commune, note="theo con", by=officer)


def test_household_counts_where_it_was_until_it_is_accepted(
    home, commune, other_commune, commune_officer, receiver, there
):
    move = propose(home, other_commune, commune_officer)
    assert Household.objects.get(pk=home.pk).commune == commune
    assert Notice.objects.get(user=receiver).text.startswith("Xã Đăk Ang đề nghị")
    moves.accept_move(move, there, by=receiver)
    home.refresh_from_db()
    assert (home.commune, home.village) == (other_commune, there)
    counted = {d: counts_by_commune(commune.parent, on=d) for d in (BEFORE, TODAY)}
    assert counted[BEFORE][commune.pk].of("poor").households == 1
    assert commune.pk not in counted[TODAY]
    assert counted[TODAY][other_commune.pk].of("poor").persons == 3
    assert list(Household.objects.visible_to(receiver, Right.HOUSEHOLD_VIEW)) == [home]
    sender = User.objects.get(pk=commune_officer.pk)
    assert not Household.objects.visible_to(sender, Right.HOUSEHOLD_VIEW).exists()


def test_accepted_move_is_undone_to_the_exact_state(
    home, other_commune, commune_officer, receiver, there
):
    before = state(home)
    event = moves.accept_move(
        propose(home, other_commune, commune_officer), there, by=receiver
    )
    assert state(home) != before
    events.undo(event, by=receiver)
    assert HouseholdMove.objects.get(household=home).status == MoveStatus.UNDONE
    assert Notice.objects.filter(text__contains="đã hoàn tác việc tiếp nhận").exists()
    assert state(home) == before


def test_refused_and_withdrawn_moves_change_nothing(
    home, other_commune, commune_officer, receiver
):
    before = state(home)
    refused = moves.refuse_move(
        propose(home, other_commune, commune_officer), answer="không rõ", by=receiver
    )
    assert refused.status == MoveStatus.REFUSED
    withdrawn = moves.withdraw_move(
        propose(home, other_commune, commune_officer), by=commune_officer
    )
    assert withdrawn.status == MoveStatus.WITHDRAWN
    assert state(home) == before
    with pytest.raises(moves.MoveClosed):
        moves.refuse_move(withdrawn, answer="x", by=receiver)


def test_only_the_receiver_accepts_and_only_the_sender_withdraws(
    home, other_commune, commune_officer, receiver, there
):
    move = propose(home, other_commune, commune_officer)
    with pytest.raises(RightMissing):
        moves.accept_move(move, there, by=commune_officer)
    with pytest.raises(RightMissing):
        moves.withdraw_move(move, by=receiver)
    seen = [
        HouseholdMove.objects.visible_to(u, Right.REVIEW_EDIT).count()
        for u in (commune_officer, receiver)
    ]
    assert seen == [1, 1]


def test_outsider_sees_no_move(home, other_commune, commune_officer, outsider):
    propose(home, other_commune, commune_officer)
    assert not HouseholdMove.objects.visible_to(outsider, Right.HOUSEHOLD_VIEW).exists()


def test_village_is_chosen_in_the_receiving_commune(
    home, commune, other_commune, commune_officer, receiver
):
    move = propose(home, other_commune, commune_officer)
    wrong = make_area(commune, level="village", code="V1", name="1", kind="Thôn")
    with pytest.raises(moves.VillageOfTheCommune, match="Xã Pờ Y"):
        moves.accept_move(move, wrong, by=receiver)


def test_move_within_the_commune_needs_nobody_else(home, commune, there, commune_officer):
    village = make_area(commune, level="village", code="V1", name="1", kind="Thôn")
    with pytest.raises(moves.OtherCommune):
        moves.move_within(home, there, by=commune_officer)
    moves.move_within(home, village, by=commune_officer)
    with pytest.raises(moves.AlreadyThere):
        moves.move_within(home, village, by=commune_officer)
    rows = Recognition.objects.status_on(TODAY)
    assert rows.get().commune == commune
    assert Residence.objects.on(TODAY).get().area_path == village.path
    with playing(date(2020, 10, 2)):
        assert counts_by_commune(commune, on=TODAY)[commune.pk].households == 1

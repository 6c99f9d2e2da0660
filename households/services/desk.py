"""What a commune's counter does beside rounds: confirmations, totals, like persons."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.errors import DomainError, RightMissing
from households.choices import Klass, Verdict
from households.models import (
    Confirmation,
    Household,
    Likeness,
    Member,
    Recognition,
    VillageTotal,
)


class NothingToConfirm(DomainError):
    """A confirmation repeats what a decision said."""

    code = "nothing_to_confirm"
    message = "Hộ {name} chưa được công nhận diện nào tại ngày {day}; không xác nhận được."


class NotAPair(DomainError):
    """Both persons must be members of households one may see."""

    code = "not_a_pair"
    message = "Hai người này không còn trong danh sách nghi trùng của bạn."


class NotAVillage(DomainError):
    """Totals are entered by village."""

    code = "not_a_village"
    message = "{place} không phải thôn, tổ dân phố của xã bạn."


class TotalsInFuture(DomainError):
    """Figures are of a day that has come."""

    code = "totals_in_future"
    message = "Ngày của số liệu không được sau hôm nay."


@transaction.atomic
def confirm(household: Household, *, asked_by: str, purpose: str, by: User) -> Confirmation:
    """Write a confirmation of today's class into the commune's register."""
    commune = household.commune
    if not by.acts_in(Right.HOUSEHOLD_EDIT, commune):
        raise RightMissing(area=commune.full_name)
    held: Recognition | None = (
        Recognition.objects.status_on(today())
        .filter(household=household)
        .select_related("document")
        .first()
    )
    if held is None:
        raise NothingToConfirm(name=household.head_name, day=f"{today():%d/%m/%Y}")
    Area.objects.select_for_update(no_key=True).get(
        pk=commune.pk
    )  # two counters, two numbers
    year = today().year
    register = Confirmation.objects.filter(commune=commune, year=year)
    row = Confirmation(
        household=household,
        commune=commune,
        area_path=household.area_path,
        year=year,
        number=(register.aggregate(last=Max("number"))["last"] or 0) + 1,
        day=today(),
        klass=Klass(held.klass),
        basis=str(held.document),
        asked_by=asked_by,
        purpose=purpose,
        issued_by=by,
    )
    row.full_clean()
    row.save()
    return row


@dataclass(frozen=True, slots=True)
class Totals:
    """A village's figures on a day, and where they come from."""

    on: date
    households: int
    persons: int
    minority: int
    native: int
    source: str


@transaction.atomic
def enter_totals(village: Area, totals: Totals, *, by: User) -> VillageTotal:
    """Add a village's totals; an earlier entry stays readable."""
    commune = village.parent
    if commune is None or village.level != Level.VILLAGE:
        raise NotAVillage(place=village.full_name)
    if not by.acts_in(Right.HOUSEHOLD_EDIT, commune):
        raise RightMissing(area=commune.full_name)
    if totals.on > today():
        raise TotalsInFuture
    row = VillageTotal(
        village=village,
        commune=commune,
        area_path=village.path,
        recorded_by=by,
        on=totals.on,
        households=totals.households,
        persons=totals.persons,
        minority=totals.minority,
        native=totals.native,
        source=totals.source,
    )
    row.full_clean()
    row.save()
    return row


@transaction.atomic
def judge(
    first: Member, second: Member, *, verdict: Verdict, note: str, by: User
) -> Likeness:
    """Say whether two like persons are one; nothing else is changed by it."""
    # its own commune's officer, or the superior who sees both sides
    homes = Household.objects.visible_to(by, Right.HOUSEHOLD_EDIT)
    homes |= Household.objects.visible_to(by, Right.ROUND_OPEN)
    seen = Household.objects.visible_to(by, Right.HOUSEHOLD_VIEW)
    mine = homes.filter(pk__in=[first.household_id, second.household_id])
    both = {first.household_id, second.household_id}
    if not mine.exists() or seen.filter(pk__in=both).count() != len(both):
        raise NotAPair
    low, high = sorted((first, second), key=lambda m: m.person_id)
    own = mine[0]
    facts: dict[str, Any] = {
        "verdict": verdict,
        "note": note,
        "decided_by": by,
        "area_path": own.area_path,
    }
    row, _ = Likeness.objects.update_or_create(
        first_id=low.person_id, second_id=high.person_id, defaults=facts
    )
    return row

"""Writing recognised status and its sums, in the decision's transaction."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import timezone

from households.choices import Klass, RequestStatus, TallyGroup, TallyKlass
from households.models import (
    CommuneRound,
    Household,
    Recognition,
    Residence,
    Review,
    ReviewRequest,
    Tally,
)
from households.selectors.status import CommuneCounts, counts_by_commune
from households.services.trail import Trail
from office.models import Document

ENDED = "recognition_ended"  # what an event's trail calls the classes it ended


def recognise(commune_round: CommuneRound, document: Document) -> int:
    """Give every reviewed household its class from the decision's date on.

    Households that ended or moved away since they were reviewed are not among them.

    A row that was open until then is superseded by a copy that ends on that date:
    what was known before stays readable.
    """
    now = timezone.now()
    reviews = list(
        Review.objects.counting()
        .filter(commune_round=commune_round)
        .select_related("household")
    )
    _close_open_rows([r.household_id for r in reviews], document, now)
    Recognition.objects.bulk_create(
        Recognition(
            household=review.household,
            commune_round=commune_round,
            commune_id=review.commune_id,
            area_path=review.area_path,
            klass=review.klass,
            size=review.size,
            ethnic_minority=review.ethnic_minority,
            document=document,
            valid_from=document.date,
            recorded_at=now,
        )
        for review in reviews
    )
    write_tallies(commune_round, document)
    _answer_requests(commune_round, document.date)
    return len(reviews)


def _answer_requests(commune_round: CommuneRound, day: date) -> None:
    """The decision answers the requests of its list."""
    listed = ReviewRequest.objects.filter(
        review__commune_round=commune_round, status=RequestStatus.LISTED
    )
    for request in listed.select_related("review"):
        review = request.review
        result = review.get_klass_display() if review else ""
        why = f" {review.explanation}." if review and review.explanation else ""
        request.status, request.closed_on = RequestStatus.ANSWERED, day
        request.answer = f"Kết quả rà soát: {result}.{why}"[:300]
        request.version += 1
        request.save()


def _close_open_rows(household_ids: list[int], document: Document, now: datetime) -> None:
    open_rows = Recognition.objects.known_at().filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=document.date),
        household_id__in=household_ids,
    )
    old = list(open_rows.select_for_update())
    open_rows.filter(pk__in=[row.pk for row in old]).update(superseded_at=now)
    Recognition.objects.bulk_create(
        _copy(row, now, valid_to=document.date)
        for row in old
        if row.valid_from < document.date
    )


def end_recognition(household: Household, day: date, trail: Trail) -> None:
    """A household that ends has no class from `day` on; kept for undoing."""
    _replace_open_rows(household, day, trail, from_then_on=None)


def transfer_recognition(household: Household, day: date, trail: Trail) -> None:
    """A class goes along to the household's new commune, from `day` on."""
    there = {"commune_id": household.commune_id, "area_path": household.area_path}
    _replace_open_rows(household, day, trail, from_then_on=there)


def _replace_open_rows(
    household: Household, day: date, trail: Trail, from_then_on: dict[str, Any] | None
) -> None:
    """End the classes that hold on `day`, and state them anew from then on if asked."""
    now = timezone.now()
    rows = Recognition.objects.known_at().filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), household=household
    )
    old = list(rows.select_for_update())
    rows.filter(pk__in=[row.pk for row in old]).update(superseded_at=now)
    copies = [_copy(row, now, valid_to=day) for row in old if row.valid_from < day]
    if from_then_on is not None:
        copies += [
            _copy(row, now, **from_then_on, valid_from=max(day, row.valid_from))
            for row in old
        ]
    Recognition.objects.bulk_create(copies)
    if old:
        trail.remember(
            ENDED, ended=[r.pk for r in old], copies=[copy.pk for copy in copies]
        )


def reopen_recognition(changes: list[dict[str, Any]]) -> None:
    """Let the classes that an event ended hold again, as new knowledge."""
    now = timezone.now()
    for change in changes:
        if change["model"] != ENDED:
            continue
        copies = Recognition.objects.known_at().filter(pk__in=change["copies"])
        copies.update(superseded_at=now)
        ended = Recognition.objects.filter(pk__in=change["ended"])
        Recognition.objects.bulk_create(_copy(row, now) for row in ended)


def _copy(row: Recognition, now: datetime, **fields: Any) -> Recognition:
    """The same statement, known from `now` on, with other dates or place."""
    names = [f.attname for f in Recognition._meta.concrete_fields]
    values = {n: getattr(row, n) for n in names if n not in {"id", "public_id"}}
    known = {"recorded_at": now, "superseded_at": None}
    return Recognition(**(values | known | fields))


def write_tallies(commune_round: CommuneRound, document: Document) -> None:
    """Sum the commune by class and group as the decision leaves it."""
    rows = Recognition.objects.known_at().filter(
        commune_round=commune_round, valid_from=document.date
    )
    living = Residence.objects.on(document.date).filter(commune=commune_round.commune)
    commune = commune_round.commune
    by_commune = counts_by_commune(commune, on=document.date)
    counted = by_commune.get(commune.pk, CommuneCounts())
    tallies = []
    for group in TallyGroup:
        minority = group == TallyGroup.MINORITY
        in_group = rows.filter(ethnic_minority=True) if minority else rows
        homes = living.filter(ethnic_minority=True) if minority else living
        whole = homes.aggregate(n=Count("pk"), persons=Sum("size"))
        if not minority:
            whole = {"n": counted.households, "persons": counted.persons}
        elif counted.minority > (whole["n"] or 0):
            whole["n"] = counted.minority
        tallies.append(_tally(commune_round, TallyKlass.ALL, group, whole))
        for klass in Klass:
            part = in_group.filter(klass=klass).aggregate(
                n=Count("pk"), persons=Sum("size")
            )
            tallies.append(_tally(commune_round, TallyKlass(klass.value), group, part))
    Tally.objects.filter(commune_round=commune_round).delete()
    Tally.objects.bulk_create(tallies)


def _tally(
    commune_round: CommuneRound,
    klass: TallyKlass,
    group: TallyGroup,
    counted: dict[str, int | None],
) -> Tally:
    return Tally(
        commune_round=commune_round,
        commune=commune_round.commune,
        area_path=commune_round.area_path,
        klass=klass,
        group=group,
        households=counted["n"] or 0,
        persons=counted["persons"] or 0,
    )

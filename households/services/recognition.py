"""Writing recognised status and its sums, in the decision's transaction."""

from datetime import datetime

from django.db.models import Count, Q, Sum
from django.utils import timezone

from households.choices import Klass, TallyGroup, TallyKlass
from households.models import CommuneRound, Recognition, Residence, Review, Tally
from office.models import Document


def recognise(commune_round: CommuneRound, document: Document) -> int:
    """Give every reviewed household its class from the decision's date on.

    A row that was open until then is superseded by a copy that ends on that date:
    what was known before stays readable.
    """
    now = timezone.now()
    reviews = list(
        Review.objects.filter(commune_round=commune_round).select_related("household")
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
    return len(reviews)


def _close_open_rows(household_ids: list[int], document: Document, now: datetime) -> None:
    open_rows = Recognition.objects.known_at().filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=document.date),
        household_id__in=household_ids,
    )
    old = list(open_rows.select_for_update())
    open_rows.filter(pk__in=[row.pk for row in old]).update(superseded_at=now)
    for row in old:
        row.pk = None
        row.public_id = Recognition._meta.get_field("public_id").get_default()
        row.valid_to = document.date
        row.recorded_at = now
        row.superseded_at = None
    Recognition.objects.bulk_create(row for row in old if row.valid_from < document.date)


def write_tallies(commune_round: CommuneRound, document: Document) -> None:
    """Sum the commune by class and group as the decision leaves it."""
    rows = Recognition.objects.known_at().filter(
        commune_round=commune_round, valid_from=document.date
    )
    living = Residence.objects.on(document.date).filter(commune=commune_round.commune)
    tallies = []
    for group in TallyGroup:
        minority = group == TallyGroup.MINORITY
        in_group = rows.filter(ethnic_minority=True) if minority else rows
        homes = living.filter(household__ethnic_minority=True) if minority else living
        whole = homes.aggregate(n=Count("pk"), persons=Sum("household__size"))
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

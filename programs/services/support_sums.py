"""The sums of supports by commune, policy and giver, told anew where something changed."""

from collections.abc import Iterable

from django.db.models import Count, Sum

from programs.models import Support, SupportTally


def retell(rows: Iterable[Support]) -> None:
    """Count anew the sums that these supports belong to, in their transaction.

    Who counts holds the sum's row: a second writer waits, then counts the first one's
    supports too. The rows are taken in one order, so that nobody waits in a circle.
    """
    wanted = {
        (row.on.year, row.commune_id, row.policy_id, row.agency_id or 0): row
        for row in rows
    }
    SupportTally.objects.bulk_create(
        (
            SupportTally(
                year=row.on.year,
                commune=row.commune,
                area_path=row.commune.path,
                policy_id=row.policy_id,
                agency_id=row.agency_id,
            )
            for _, row in sorted(wanted.items(), key=lambda item: item[0])
        ),
        ignore_conflicts=True,
    )
    for _, row in sorted(wanted.items(), key=lambda item: item[0]):
        _count(row)


def _count(row: Support) -> None:
    mine = {"policy": row.policy_id, "commune": row.commune_id, "agency": row.agency_id}
    held = SupportTally.objects.select_for_update(of=("self",)).get(
        year=row.on.year, **mine
    )
    counted = Support.objects.filter(
        on__year=row.on.year, withdrawn_on__isnull=True, **mine
    ).aggregate(
        supports=Count("pk"),
        households=Count("household", distinct=True),
        amount=Sum("amount"),
    )
    held.supports, held.households = counted["supports"], counted["households"]
    held.amount = counted["amount"] or 0
    held.save(update_fields=["supports", "households", "amount"])

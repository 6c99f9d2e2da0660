"""The sums of supports by commune, policy and giver, told anew where something changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Sum

from areas.models import Area
from programs.models import Support, SupportTally


@dataclass(frozen=True, slots=True)
class SumKey:
    """What one sum is of: a year, a commune, a policy and who gives, by row ids."""

    year: int
    commune: Area
    policy: int
    agency: int | None

    @property
    def order(self) -> tuple[int, int, int, int]:
        """The one order in which sums are held, so that nobody waits in a circle."""
        return self.year, self.commune.pk, self.policy, self.agency or 0


def retell(touched: Iterable[SumKey]) -> None:
    """Count anew the sums that changed, in the transaction that changed them.

    Who counts holds the sum's row: a second writer waits, then counts the first one's
    supports too.
    """
    keys = sorted(set(touched), key=lambda key: key.order)
    SupportTally.objects.bulk_create(
        (
            SupportTally(
                year=key.year,
                commune=key.commune,
                area_path=key.commune.path,
                policy_id=key.policy,
                agency_id=key.agency,
            )
            for key in keys
        ),
        ignore_conflicts=True,
    )
    for key in keys:
        _count(key)


def _count(key: SumKey) -> None:
    mine = {"policy": key.policy, "commune": key.commune.pk, "agency": key.agency}
    held = SupportTally.objects.select_for_update(of=("self",)).get(year=key.year, **mine)
    counted = Support.objects.filter(
        on__year=key.year, withdrawn_on__isnull=True, **mine
    ).aggregate(
        supports=Count("pk"),
        households=Count("household", distinct=True),
        amount=Sum("amount"),
    )
    held.supports, held.households = counted["supports"], counted["households"]
    held.amount = counted["amount"] or 0
    held.save(update_fields=["supports", "households", "amount"])

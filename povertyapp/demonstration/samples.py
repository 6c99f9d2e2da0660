"""One of each paper and act that the year's own work does not bring about."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from areas.models import Area
from core.dates import playing
from households.choices import Klass, RequestKind
from households.models import Household
from households.services.desk import confirm
from households.services.moves import propose_move
from households.services.requests import RequestFacts, receive_request


def give_samples(places: dict[str, Area], users: dict[str, User]) -> None:
    """A household on its way to another commune; a request; a confirmation."""
    communes = {a.name: a for a in Area.objects.filter(parent=places["district"])}
    with playing(date(2020, 9, 25)):
        propose_move(
            _homes(communes["Sa Loong"]).order_by("-pk")[0],
            communes["Pờ Y"],
            note="về ở cùng con (minh họa)",
            by=users["saloong.canbo"],
        )
    officer = users["boy2026.canbo"]
    listed = _homes(places["new_commune"]).filter(recognitions__klass=Klass.POOR)
    first, second = listed.order_by("pk")[:2]
    with playing(date(2026, 9, 10)):
        confirm(
            second,
            asked_by=second.head_name,
            purpose="miễn giảm học phí (minh họa)",
            by=officer,
        )
        receive_request(
            first,
            RequestFacts(
                kind=RequestKind.LEAVE,
                applicant=first.head_name,
                received_on=date(2026, 9, 10),
                reason="đã có việc làm ổn định (minh họa)",
            ),
            by=officer,
        )


def _homes(commune: Area) -> QuerySet[Household]:
    return Household.objects.filter(commune=commune).standing()

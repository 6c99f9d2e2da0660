"""Every list page of the largest province against the same page of the smallest."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Right
from households.choices import RoundStatus
from households.models import CommuneRound
from tests.bench.bars import Bar, median_seconds

PAGES = {
    "home": ("home", ""),
    "households": ("household-list", ""),
    "households_named": ("household-list", "?q=thao"),
    "rounds": ("round-list", ""),
    "plans": ("plan-list", ""),
    "reports": ("report-list", ""),
    "figures": ("dashboard", ""),
    "projects": ("project-list", ""),
    "money": ("money-list", ""),
    "plan_compare": ("plan-compare", ""),
    "aims": ("aim-list", ""),
    "search": ("search", "?q=thao"),
    "requests": ("request-list", ""),
    "confirmations": ("confirmation-list", ""),
    "moves": ("move-list", ""),
    "notices": ("notice-list", ""),
    "round_of_a_commune": ("round-detail", ""),
    "api_requests": ("api-request-list", ""),
    "api_confirmations": ("api-confirmation-list", ""),
    "api_households": ("api-household-list", ""),
    "api_reviews": ("api-review-list", "?status=done"),
    "api_recognitions": ("api-recognition-list", "?klass=poor"),
    "api_communerounds": ("api-communeround-list", ""),
}
LIMIT = 1.5


def opener(officer, name, query):
    client = Client()
    client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
    args = [_round_of(officer)] if name == "round-detail" else []
    url = reverse(name, args=args) + query

    def act():
        answer = client.get(url)
        assert answer.status_code == 200, (name, answer.status_code)

    return act


def _round_of(officer):
    """The open round of the commune that is of one size in every province."""
    seen = CommuneRound.objects.visible_to(officer, Right.ROUND_VIEW)
    return seen.get(status=RoundStatus.SURVEY, commune__name="Xã vừa").public_id


def queries(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def measure(provinces, _admin):
    """Two bars a page: time of the largest over the smallest, and more queries: none."""
    small, large = provinces[min(provinces)][1], provinces[max(provinces)][1]
    bars = []
    for label, (name, query) in PAGES.items():
        acts = [opener(officer, name, query) for officer in (small, large)]
        first, last = median_seconds(*acts)
        bars.append(Bar(f"lists.{label}.time", last / first, LIMIT))
        bars.append(Bar(f"lists.{label}.more_queries", more_queries(*acts), 0))
    return bars


def more_queries(small, large):
    """How many queries more the larger page asks."""
    return queries(large) - queries(small)

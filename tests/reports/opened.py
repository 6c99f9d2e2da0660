"""Opening every cell of a report as its page does, and adding up what stands behind it."""

from django.test import Client

from reports.selectors.behind import number_in
from reports.selectors.links import Links

BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(user):
    client = Client()
    client.force_login(user, BACKEND)
    return client


def check_cells(run, user, *, whose=None, blind=False):
    """Every number opens, and what it opens adds up to it; a share opens its part.

    `whose` leaves out other rows, by the name in their second cell; `blind`: who may not
    see all, is led to no closed page.
    """
    client, links, opened = client_of(user), Links(run, user), 0
    for number, table in enumerate(run.tables):
        for at, row in enumerate(table["rows"]):
            if whose is not None and row["cells"][1] not in whose:
                continue
            for value, column in zip(row["cells"], table["columns"], strict=True):
                if column["words"] or not number_in(value):
                    continue
                url = links.of((number, at), row, column)
                if blind and not url:
                    continue
                assert url, (run, row, column["name"])
                answer = client.get(url)
                assert answer.status_code == 200, url
                if not blind and not is_share(row, column, table):
                    assert answer.context["sum"] == number_in(value), (row["cells"], url)
                    assert not answer.context["differs"], url
                opened += 1
    return opened


def is_share(row, column, table):
    """Whether a cell says percent: its column does, or its row."""
    said = dict(zip((c["name"] for c in table["columns"]), row["cells"], strict=True))
    return "%" in (column["unit"], said.get("unit"))

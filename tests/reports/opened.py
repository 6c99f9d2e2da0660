"""Opening every cell of a report as its page does, and adding up what stands behind it."""

from decimal import Decimal

from django.test import Client

from reports.selectors.links import Links
from reports.selectors.source import plain

BACKEND = "django.contrib.auth.backends.ModelBackend"


def check_cells(run, user):
    """Every number opens, and what it opens adds up to it; a share opens its part."""
    client, links, opened = Client(), Links(run, user), 0
    client.force_login(user, BACKEND)
    for table in run.tables:
        for row in table["rows"]:
            for value, column in zip(row["cells"], table["columns"], strict=True):
                if not value or column["words"]:
                    continue
                url = links.of(row, column)
                assert url, (run, row, column["name"])
                told = sum_behind(client, url)
                if not is_share(row, column, table):
                    assert told == plain(Decimal(str(value))), (run, row["cells"], url)
                opened += 1
    return opened


def is_share(row, column, table):
    """Whether a cell says percent: its column does, or its row."""
    said = dict(zip((c["name"] for c in table["columns"]), row["cells"], strict=True))
    return "%" in (column["unit"], said.get("unit"))


def sum_behind(client, url):
    """What the rows of a page add up to."""
    answer = client.get(url, follow=True)
    assert answer.status_code == 200, url
    found = answer.context.get("found")
    return found.sum if found is not None else answer.context["sum"]

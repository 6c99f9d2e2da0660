"""One look at the database, whatever others write meanwhile."""

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone

from core.db import snapshot
from targets.models import Indicator

pytestmark = pytest.mark.django_db(transaction=True)


def written_by_another(code):
    """Commit a row through a connection of its own, as another process does."""
    params = connection.get_connection_params()
    params.pop("cursor_factory", None)
    params.pop("context", None)
    other = psycopg2.connect(**params)
    try:
        with other, other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO targets_indicator (code, name, unit, aggregation, population,"
                " numerator, denominator, base, source, reported_by)"
                " VALUES (%s, 'x', 'hộ', 'level', '', '', '', '', 'computed', '')",
                [code],
            )
    finally:
        other.close()


def test_report_counts_one_state_while_another_writes():
    with snapshot():
        before = Indicator.objects.count()
        written_by_another("between")
        assert Indicator.objects.count() == before, "the same look to the end"
    assert Indicator.objects.filter(code="between").exists()


def test_look_is_taken_at_the_time_it_says():
    written_by_another("earlier")
    with snapshot() as taken:
        written_by_another("later")
        assert taken <= timezone.now()
        assert set(Indicator.objects.values_list("code", flat=True)) == {"earlier"}

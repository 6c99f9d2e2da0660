"""The report's selector and rules against one hand-written GROUP BY of the same counts."""

from django.db import connection
from django.utils import timezone

from households.selectors import counts_by_commune
from reports.kinds import form_01
from tests.bench.bars import Bar, median_seconds
from tests.bench.world import TODAY

BY_HAND = """
SELECT r.commune_id, count(*), sum(r.size), count(*) FILTER (WHERE r.ethnic_minority),
       count(*) FILTER (WHERE k.klass = 'poor'), count(*) FILTER (WHERE k.klass = 'near_poor'),
       sum(k.size) FILTER (WHERE k.klass = 'poor'),
       sum(k.size) FILTER (WHERE k.klass = 'near_poor')
FROM households_residence r
LEFT JOIN households_recognition k ON k.household_id = r.household_id
     AND k.superseded_at IS NULL AND k.valid_from <= %(day)s
     AND (k.valid_to IS NULL OR k.valid_to > %(day)s)
WHERE r.area_path LIKE %(path)s AND r.valid_from <= %(day)s
  AND (r.valid_to IS NULL OR r.valid_to > %(day)s)
GROUP BY r.commune_id
"""


def by_hand(province):
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"day": TODAY, "path": province.path + "%"})
        return {row[0]: tuple(int(v or 0) for v in row[1:]) for row in cursor.fetchall()}


def by_selector(province):
    return {
        pk: (
            c.households,
            c.persons,
            c.minority,
            c.of("poor").households,
            c.of("near_poor").households,
            c.of("poor").persons,
            c.of("near_poor").persons,
        )
        for pk, c in counts_by_commune(province, on=TODAY).items()
    }


def measure(provinces, _admin):
    """One bar, at the largest province; both must count the same."""
    province, _ = provinces[max(provinces)]
    assert by_hand(province) == by_selector(province)
    hand, ours = median_seconds(
        lambda: by_hand(province),
        lambda: form_01.build(province, year=2026, on=TODAY, known_at=timezone.now()),
    )
    return [Bar("report.selector_and_rules_by_hand", ours / hand, 2.0)]

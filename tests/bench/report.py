"""The report's selector and rules against one hand-written GROUP BY of the same counts."""

import tempfile
from dataclasses import replace
from pathlib import Path

from django.db import connection
from django.utils import timezone

from households.selectors import counts_by_commune
from office.workbook import write_form
from reports.kinds import form_01, plan_result
from reports.kinds.built import Year
from reports.services.building import Letterhead, form_of
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


def writing(province, officer, kind):
    """Writing the workbook of a report, and writing one of constants of its shape."""
    now = timezone.now()
    built = kind.build(Year(province, 2026, TODAY, now))
    facts = (built, Letterhead(province, TODAY, officer, now))
    constant = form_of(*facts)
    rows = [replace(row, cells=list(row.cells)) for row in constant.rows]
    constant = replace(constant, rows=rows)

    def write(make):
        with tempfile.TemporaryDirectory() as folder:
            write_form(make(), Path(folder) / "x.xlsx")

    return lambda: write(lambda: form_of(*facts)), lambda: write(lambda: constant)


def measure(provinces, _admin):
    """Counting and writing apart, at the largest province; both must count the same."""
    province, officer = provinces[max(provinces)]
    assert by_hand(province) == by_selector(province)
    now = timezone.now()
    hand, ours = median_seconds(
        lambda: by_hand(province),
        lambda: form_01.build(Year(province, 2026, TODAY, now)),
    )
    bars = [Bar("report.selector_and_rules_by_hand", ours / hand, 2.0)]
    plan = median_seconds(
        lambda: by_hand(province),
        lambda: plan_result.build(Year(province, 2026, TODAY, now)),
    )
    bars.append(Bar("report.plan_result_by_hand", plan[1] / plan[0], 2.0))
    for name, kind in (("form_01", form_01), ("plan_result", plan_result)):
        ours, constants = median_seconds(*writing(province, officer, kind))
        bars.append(Bar(f"report.{name}.workbook_by_constants", ours / constants, 1.5))
    return bars

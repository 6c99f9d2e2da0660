"""The forms of a review and the plan's table against hand-written sums of the same figures.

Each form's reference is the plainest GROUP BY that yields its cells; all are summed. The
worker's peak memory is that of a process of its own that builds and writes the whole set.
"""

import os
import random
import subprocess
import sys
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from core.dates import last_day_of, playing
from core.ids import new_id
from households.choices import Cause, Group
from households.models import Recognition, Review
from households.standards import standard_on
from reports.choices import ReportKind
from reports.kinds import plan_result
from reports.kinds.built import Year
from reports.kinds.registry import FORMS
from tests.bench.bars import Bar, median_seconds
from tests.bench.world import copy

YEAR, DAY = 2025, date(2025, 12, 31)
EVE = last_day_of(YEAR - 1)
INDICATORS = [i.key for i in standard_on(DAY).indicators]
LISTED = """
FROM households_recognition k {joins}
WHERE k.area_path LIKE %(path)s AND k.klass IN ('poor', 'near_poor')
  AND k.superseded_at IS NULL AND k.valid_from <= %(day)s
  AND (k.valid_to IS NULL OR k.valid_to > %(day)s) GROUP BY 1, 2
"""
ON_FORM = """
LEFT JOIN households_review v ON v.household_id = k.household_id
  AND v.commune_round_id = k.commune_round_id
"""
LIVING = """
SELECT r.commune_id, count(*), sum(r.size), count(*) FILTER (WHERE r.ethnic_minority),
  count(*) FILTER (WHERE h.native_minority)
FROM households_residence r JOIN households_household h ON h.id = r.household_id
WHERE r.area_path LIKE %(path)s AND (r.valid_from IS NULL OR r.valid_from <= %(day)s)
  AND (r.valid_to IS NULL OR r.valid_to > %(day)s) GROUP BY 1
"""
MOVED = """
WITH o AS (SELECT * FROM households_recognition WHERE area_path LIKE %(path)s
    AND klass IN ('poor', 'near_poor') AND superseded_at IS NULL
    AND valid_from <= %(eve)s AND (valid_to IS NULL OR valid_to > %(eve)s)),
c AS (SELECT * FROM households_recognition WHERE area_path LIKE %(path)s
    AND klass IN ('poor', 'near_poor') AND superseded_at IS NULL
    AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s))
SELECT commune_id, o.klass, c.klass,
    EXISTS (SELECT 1 FROM households_residence r WHERE r.household_id = c.household_id
        AND r.commune_id = c.commune_id AND r.valid_from <= %(eve)s),
    EXISTS (SELECT 1 FROM households_recognition e JOIN households_recognition l
        ON l.household_id = e.household_id AND l.valid_from = e.valid_to
        WHERE e.household_id = c.household_id AND e.klass = c.klass AND l.klass <> c.klass),
    count(*), sum(o.size), sum(c.size)
FROM o FULL JOIN c USING (household_id, commune_id) GROUP BY 1, 2, 3, 4, 5
"""


def _group_by(select, joins=""):
    return f"SELECT k.commune_id, k.klass, {select} {LISTED.format(joins=joins)}"


def _lacks():
    each = [f"count(*) FILTER (WHERE '{key}' = ANY(v.deprivations))" for key in INDICATORS]
    return _group_by(
        ", ".join(["count(*)", "sum(cardinality(v.deprivations))", *each]), ON_FORM
    )


def _groups():
    each = [
        f"{what} FILTER (WHERE {held})"
        for what in ("count(*)", "sum(k.size)")
        for held in (
            "true",
            "k.ethnic_minority",
            "'no_capacity' = ANY(v.groups)",
            "'merit' = ANY(v.groups)",
            "NOT k.ethnic_minority AND NOT v.groups && '{no_capacity,merit}'",
        )
    ]
    return _group_by(", ".join(each), ON_FORM)


def _causes():
    each = [f"count(*) FILTER (WHERE '{cause}' = ANY(v.causes))" for cause in Cause.values]
    return _group_by(", ".join(["count(*)", *each]), ON_FORM)


MEMBERS = """
JOIN households_member m ON m.household_id = k.household_id
  AND (m.valid_to IS NULL OR m.valid_to > %(day)s)
JOIN households_person p ON p.id = m.person_id AND p.birth_year > 2009
"""
HEADS = """
LEFT JOIN households_member m ON m.household_id = k.household_id AND m.relation = 'head'
  AND (m.valid_to IS NULL OR m.valid_to > %(day)s)
LEFT JOIN households_person p ON p.id = m.person_id
"""
SUMMARY = ", ".join(
    ["count(*)", "sum(k.size)", "count(*) FILTER (WHERE k.ethnic_minority)"]
    + [f"count(*) FILTER (WHERE '{group}' = ANY(v.groups))" for group in Group.values[:4]]
)
CLASSES = _group_by("count(*), sum(k.size)")
BY_HAND = {
    ReportKind.FORM_01: [LIVING, CLASSES],
    ReportKind.FORM_02: [MOVED],
    ReportKind.FORM_03: [MOVED],
    ReportKind.FORM_04: [_lacks()],
    ReportKind.FORM_05: [_lacks()],
    ReportKind.FORM_06: [_lacks()],
    ReportKind.FORM_07: [_lacks()],
    ReportKind.FORM_08: [_groups()],
    ReportKind.FORM_09: [
        _group_by("p.ethnic_group, count(*)", HEADS).replace("BY 1, 2", "BY 1, 2, 3")
    ],
    ReportKind.FORM_10: [_causes()],
    ReportKind.FORM_11: [
        _group_by(
            "count(*), count(*) FILTER (WHERE p.malnourished), "
            "count(*) FILTER (WHERE NOT p.insured), count(*) FILTER (WHERE NOT p.studying)",
            MEMBERS,
        )
    ],
    ReportKind.FORM_12: [LIVING, _group_by(SUMMARY, ON_FORM)],
    ReportKind.FORM_13: [LIVING, _group_by(SUMMARY, ON_FORM)],
    ReportKind.PLAN_RESULT: [LIVING, CLASSES],
}


def by_hand(province):
    """Every reference of every form, one after the other."""
    facts = {"path": f"{province.path}%", "day": DAY, "eve": EVE}
    with connection.cursor() as cursor:
        for queries in BY_HAND.values():
            for sql in queries:
                cursor.execute(sql, facts)
                cursor.fetchall()


def by_forms(province, now):
    """Selectors and rules of every form and of the plan's table."""
    asked = Year(province, YEAR, DAY, now)
    return [build(asked) for build in (*FORMS.values(), plan_result.build)]


def measure(provinces, _admin):
    """All forms against all references; the whole set as a file in a process of its own."""
    province, officer = provinces[max(provinces)]
    _add_forms(province)
    now = timezone.now() + timedelta(seconds=1)
    with playing(DAY):
        hand, ours = median_seconds(
            lambda: by_hand(province), lambda: by_forms(province, now)
        )
    bars = [Bar("forms.selectors_and_rules_by_hand", ours / hand, 2.0)]
    bars.append(Bar("forms.peak_memory_mb", _memory(province, officer), 300))
    return bars


def _add_forms(province):
    """The forms on which the recognised households of the province were classed."""
    dice = random.Random(3)
    rows = Recognition.objects.filter(area_path__startswith=province.path)
    fields = (
        "household_id",
        "commune_round_id",
        "commune_id",
        "area_path",
        "klass",
        "size",
    )
    moment = timezone.now()

    def some(values, most):
        return "{" + ",".join(dice.sample(values, dice.randrange(most))) + "}"

    copy(
        Review,
        "public_id household_id commune_round_id commune_id area_path klass size "
        "class_before ethnic_minority status score_b1 deprivations causes groups origin "
        "urban suggestions wishes explanation updated_at version",
        (
            (new_id(), *row, row[4], False, "done", 118, some(INDICATORS, 6))
            + (some(Cause.values, 4), some(Group.values, 3), "managed", False)
            + ("{}", "", "", moment, 1)
            for row in rows.values_list(*fields)
        ),
    )
    clean = "ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE"
    with connection.cursor() as cursor:
        cursor.execute(f"{clean} households_review")


def _memory(province, officer):
    """Peak memory of a process that builds the set and writes its workbook."""
    command = [
        sys.executable,
        "-m",
        "tests.bench.forms_once",
        province.code,
        officer.username,
    ]
    name, url = connection.settings_dict["NAME"], os.environ["DATABASE_URL"]
    env = dict(os.environ, DATABASE_URL=url.replace("/povertyapp?", f"/{name}?"))
    told = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return float(told.stdout.split()[-1])

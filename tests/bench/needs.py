"""A commune's needs and supports in a province of three million supports against a small one."""

from django.db import connection

from households.models import Review
from programs.models import Policy, Support, SupportTally
from tests.bench.bars import Bar, median_seconds
from tests.bench.lists import more_queries, opener
from tests.bench.world import TODAY
from tests.programs.test_support import make_policy

LIMIT = 1.5
CODES = ("credit", "water", "vocational")  # a support of each for every household
USUAL = "Xã vừa"  # the commune that is of one size in every province

FORMS = """
INSERT INTO households_review (public_id, commune_round_id, household_id, commune_id,
    area_path, origin, status, class_before, size, ethnic_minority, urban, score_b1,
    deprivations, suggestions, causes, needs, wishes, klass, explanation, updated_at, version)
SELECT gen_random_uuid(), commune_round_id, household_id, commune_id, area_path, 'managed',
    'done', klass, size, ethnic_minority, false, 118,
    CASE household_id % 3 WHEN 0 THEN '{water,job}' ELSE '{health_insurance}' END::varchar[],
    '{}', '{no_capital}', '{housing}', '', klass, '', now(), 1
FROM households_recognition r
WHERE NOT EXISTS (SELECT 1 FROM households_review w
    WHERE w.household_id = r.household_id AND w.commune_round_id = r.commune_round_id)
"""
SUPPORTS = """
INSERT INTO programs_support (public_id, policy_id, beneficiary, household_id, name,
    commune_id, area_path, "on", counted_on, klass, why, exception, amount, unit, note,
    recorded_by_id, recorded_at, reason, version)
SELECT gen_random_uuid(), p.id, 'household', h.id, '', h.commune_id, h.area_path,
    %(day)s, %(day)s, 'poor', 'x', '', 100000, '', 'x', %(by)s, now(), '', 1
FROM programs_policy p CROSS JOIN households_household h
WHERE p.code = ANY(%(codes)s) AND (h.id %% 4 > 0 OR p.code = 'vocational')
"""
TALLIES = """
INSERT INTO programs_supporttally (policy_id, commune_id, area_path, year, supports,
    households, amount)
SELECT s.policy_id, s.commune_id, a.path, %(year)s, count(*), count(DISTINCT household_id),
    sum(amount)
FROM programs_support s JOIN areas_area a ON a.id = s.commune_id GROUP BY 1, 2, 3
"""


def fill(admin):
    """Forms of the recognised year, supports of this one and their sums, by the database."""
    for code in CODES:
        if not Policy.objects.filter(code=code).exists():
            make_policy(code)
    facts = {"day": TODAY, "by": admin.pk, "codes": list(CODES), "year": TODAY.year}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in (FORMS, SUPPORTS, TALLIES):
            cursor.execute(statement, facts if "%(" in statement else None)
        cursor.execute("SET session_replication_role = origin")
        clean = "ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE"
        for model in (Review, Support, SupportTally):
            cursor.execute(f"{clean} {model._meta.db_table}")


def pages(commune):
    """What is opened in each province: the commune's own pages, and the province's."""
    place = f"?nam={TODAY.year}&xa={commune.public_id}"
    return {
        "commune": ("need-list", place),
        "one_need": ("need-list", f"{place}&nhu-cau=water&loc=da"),
        "choice": ("need-list", f"?nam={TODAY.year}"),
        "supports": ("support-list", f"?nam={TODAY.year}"),
        "supports_of_commune": ("support-list", place),
        "work": ("work-list", f"?nam={TODAY.year}"),
    }


def measure(provinces, admin):
    """Two bars a page: time of the largest over the smallest, and more queries: none."""
    fill(admin)
    ends = [provinces[min(provinces)], provinces[max(provinces)]]
    found = [(pages(usual_of(place)), officer) for place, officer in ends]
    bars = []
    for label in found[0][0]:
        acts = [opener(officer, *told[label]) for told, officer in found]
        first, last = median_seconds(*acts)
        bars.append(Bar(f"needs.{label}.time", last / first, LIMIT))
        bars.append(Bar(f"needs.{label}.more_queries", more_queries(*acts), 0))
    return bars


def usual_of(province):
    """The commune of one size."""
    return province.children.get(name=USUAL)

"""What no constraint can hold: named queries that must return no row."""

import logging

from django.db import connection

from povertyapp.register_invariants import REGISTER_QUERIES
from povertyapp.report_invariants import REPORT_QUERIES

log = logging.getLogger(__name__)

QUERIES: dict[str, str] = {
    "household_size_equals_open_members": """
        SELECT h.id FROM households_household h
        JOIN (SELECT household_id, count(*) AS n FROM households_member
              WHERE valid_to IS NULL GROUP BY household_id) m ON m.household_id = h.id
        WHERE m.n <> h.size AND h.ended_on IS NULL""",
    "household_path_equals_its_village_or_commune": """
        SELECT h.id FROM households_household h
        JOIN areas_area a ON a.id = coalesce(h.village_id, h.commune_id)
        WHERE h.area_path <> a.path""",
    "tally_equals_recognitions": """
        WITH decided AS (
            SELECT DISTINCT ON (subject) subject, document_id FROM office_step
            WHERE status = 'recognised' AND document_id IS NOT NULL
            ORDER BY subject, id DESC
        ), counted AS (
            SELECT r.commune_round_id, r.klass, g.name AS "group",
                count(DISTINCT r.household_id) AS n
            FROM households_recognition r
            JOIN households_communeround c ON c.id = r.commune_round_id
            JOIN decided d ON d.subject = c.public_id AND d.document_id = r.document_id
            JOIN (VALUES ('all'), ('minority')) AS g(name)
              ON g.name = 'all' OR r.ethnic_minority
            GROUP BY 1, 2, 3
        )
        SELECT t.id FROM households_tally t
        LEFT JOIN counted r ON r.commune_round_id = t.commune_round_id
          AND r.klass = t.klass AND r."group" = t."group"
        WHERE t.klass <> 'all' AND t.households <> coalesce(r.n, 0)""",
    "tally_classes_within_all": """
        SELECT a.id FROM households_tally a
        JOIN (SELECT commune_round_id, "group", sum(households) AS n, sum(persons) AS p
              FROM households_tally WHERE klass <> 'all' GROUP BY 1, 2) c
          ON c.commune_round_id = a.commune_round_id AND c."group" = a."group"
        WHERE a.klass = 'all' AND (a.households < c.n OR a.persons < c.p)""",
    "listed_request_waits_in_its_commune": """
        SELECT q.id FROM households_reviewrequest q
        JOIN households_review r ON r.id = q.review_id
        WHERE q.status = 'listed' AND r.commune_id <> q.commune_id""",
    "open_residence_equals_its_household": """
        SELECT h.id FROM households_household h
        LEFT JOIN households_residence r ON r.household_id = h.id AND r.valid_to IS NULL
        WHERE h.ended_on IS NULL AND (r.id IS NULL OR r.size <> h.size
            OR r.ethnic_minority <> h.ethnic_minority OR r.area_path <> h.area_path)""",
    "task_part_stands_where_its_unit_is": """
        SELECT p.id FROM targets_taskpart p JOIN areas_area a ON a.id = p.area_id
        LEFT JOIN accounts_agency o ON o.id = p.agency_id
        WHERE p.area_path <> a.path OR o.area_id <> p.area_id""",
    "plan_total_equals_its_lines": """
        SELECT coalesce(t.id, l.plan_id) FROM targets_plantotal t
        FULL JOIN (SELECT plan_id, indicator_id, count(*) AS lines, sum(value) AS held,
                count(*) FILTER (WHERE CASE kind WHEN 'assigned' THEN status = 'registered'
                    ELSE status <> 'approved' END) AS waiting,
                sum(coalesce(value_to, value)) AS most, sum(households) AS households,
                sum(minority) AS minority, sum(base) AS base
            FROM targets_target WHERE kind IN ('line', 'assigned') GROUP BY 1, 2) l
          ON l.plan_id = t.plan_id AND l.indicator_id = t.indicator_id
        WHERE t.id IS NULL
          OR (t.lines, t.waiting, t.held, t.most, t.households, t.minority, t.base)
            IS DISTINCT FROM (coalesce(l.lines, 0), coalesce(l.waiting, 0), coalesce(l.held, 0),
              coalesce(l.most, 0), coalesce(l.households, 0), coalesce(l.minority, 0),
              coalesce(l.base, 0))""",
    "plan_total_is_closed_when_issued": """
        SELECT t.id FROM targets_plantotal t JOIN targets_plan p ON p.id = t.plan_id
        WHERE t.closed <> (p.status = 'issued')""",
    "support_tally_equals_its_rows": """
        SELECT coalesce(t.id, s.policy_id) FROM programs_supporttally t
        FULL JOIN (SELECT policy_id, commune_id, agency_id,
                extract(year FROM "on")::int AS year, count(*) AS supports,
                count(DISTINCT household_id) AS households, sum(amount) AS amount
            FROM programs_support WHERE withdrawn_on IS NULL GROUP BY 1, 2, 3, 4) s
          ON s.policy_id = t.policy_id AND s.commune_id = t.commune_id
            AND s.agency_id IS NOT DISTINCT FROM t.agency_id AND s.year = t.year
        WHERE (coalesce(t.supports, 0), coalesce(t.households, 0), coalesce(t.amount, 0))
          IS DISTINCT FROM
            (coalesce(s.supports, 0), coalesce(s.households, 0), coalesce(s.amount, 0))""",
    "output_equals_its_entries": """
        SELECT o.id FROM programs_output o
        LEFT JOIN (SELECT output_id, sum(quantity) AS n FROM programs_outputentry
            GROUP BY 1) e ON e.output_id = o.id
        WHERE o.done <> coalesce(e.n, 0)""",
    "allocation_sums_equal_their_rows": """
        SELECT a.id FROM programs_allocation a
        LEFT JOIN (SELECT allocation_id, sum(amount) AS changed
            FROM programs_allocationchange GROUP BY 1) c ON c.allocation_id = a.id
        LEFT JOIN (SELECT parent_id, sum(opening + changed) AS shared
            FROM programs_allocation GROUP BY 1) p ON p.parent_id = a.id
        LEFT JOIN (SELECT allocation_id, sum(CASE WHEN kind IN ('advance', 'payment')
                THEN amount WHEN kind = 'return' THEN -amount ELSE 0 END) AS spent
            FROM programs_disbursement GROUP BY 1) d ON d.allocation_id = a.id
        WHERE (a.changed, a.shared, a.spent) IS DISTINCT FROM
          (coalesce(c.changed, 0), coalesce(p.shared, 0), coalesce(d.spent, 0))""",
    "allocation_is_of_its_parents_kind": """
        SELECT a.id FROM programs_allocation a JOIN programs_allocation p
          ON p.id = a.parent_id
        WHERE (a.project_id, a.year, a.nature, a.fund, a."foreign")
            IS DISTINCT FROM (p.project_id, p.year, p.nature, p.fund, p."foreign")
          OR a.area_path NOT LIKE p.area_path || '%'""",
    "support_equals_its_sources": """
        SELECT s.id FROM programs_support s
        JOIN (SELECT support_id, sum(amount) AS amount FROM programs_supportshare
              GROUP BY 1) h ON h.support_id = s.id
        WHERE h.amount <> s.amount""",
    "recognised_round_has_step_with_document": """
        SELECT c.id FROM households_communeround c
        WHERE c.status = 'recognised' AND NOT EXISTS (
            SELECT 1 FROM office_step s WHERE s.subject = c.public_id
            AND s.status = 'recognised' AND s.document_id IS NOT NULL)""",
    **REGISTER_QUERIES,
    **REPORT_QUERIES,
}


def broken() -> dict[str, int]:
    """How many rows break each invariant; empty when all hold."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for name, sql in QUERIES.items():
            cursor.execute(f"SELECT count(*) FROM ({sql}) AS broken")  # noqa: S608 - ours
            row = cursor.fetchone()
            if row and row[0]:
                found[name] = int(row[0])
    return found


def log_broken() -> dict[str, int]:
    """Write every broken invariant to the log."""
    found = broken()
    for name, count in found.items():
        log.error("invariant %s broken by %s rows", name, count)
    return found

"""What registers and norms hold to beside their constraints, as queries of no row."""

KEPT = (
    *("inspection", "obstacle", "staff", "committeemember", "helper", "worthymodel"),
    *("commendation", "patron", "creditbalance", "recovery", "temporaryhouse"),
)


def _placed(table: str) -> str:
    """Rows whose path is not their area's, or whose agency is of another area."""
    # the names are those of KEPT
    return f"""
        SELECT r.id FROM programs_{table} r JOIN areas_area a ON a.id = r.area_id
        LEFT JOIN accounts_agency g ON g.id = r.agency_id
        LEFT JOIN areas_area home ON home.id = g.area_id
        WHERE r.area_path <> a.path
          OR (home.id IS NOT NULL AND a.path NOT LIKE home.path || '%')"""  # noqa: S608


REGISTER_QUERIES: dict[str, str] = {
    **{f"{table}_stands_in_its_place": _placed(table) for table in KEPT},
    "recovery_payments_within_amount": """
        SELECT r.id FROM programs_recovery r
        JOIN (SELECT recovery_id, sum(amount) AS paid FROM programs_recoverypayment
              GROUP BY 1) p ON p.recovery_id = r.id
        WHERE p.paid NOT BETWEEN 0 AND r.amount""",
    "recovery_is_of_its_works_agency_and_place": """
        SELECT r.id FROM programs_recovery r
        JOIN programs_activity w ON w.id = r.activity_id
        WHERE r.agency_id IS DISTINCT FROM w.agency_id OR r.area_id <> w.area_id""",
    "finding_mends_an_earlier_violation_of_its_inspection": """
        SELECT f.id FROM programs_finding f JOIN programs_finding v ON v.id = f.of_id
        WHERE v.kind <> 'violation' OR v.inspection_id <> f.inspection_id
          OR f."on" < v."on" """,
    "obstacle_is_solved_where_it_is_or_above": """
        SELECT o.id FROM programs_obstacle o JOIN areas_area a ON a.id = o.area_id
        LEFT JOIN accounts_agency g ON g.id = o.solver_id
        JOIN areas_area s ON s.id = coalesce(g.area_id, o.solver_area_id)
        WHERE a.path NOT LIKE s.path || '%'""",
    "criterion_values_are_typed_and_inside_the_norm": """
        SELECT v.id FROM programs_criterionvalue v
        JOIN programs_criterion c ON c.id = v.criterion_id
        JOIN programs_norm n ON n.id = c.norm_id
        JOIN areas_area a ON a.id = v.area_id
        WHERE c.basis <> 'entered' OR a.path NOT LIKE n.area_path || '%'""",
    "norm_path_equals_its_area": """
        SELECT n.id FROM programs_norm n JOIN areas_area a ON a.id = n.area_id
        WHERE n.area_path <> a.path""",
}

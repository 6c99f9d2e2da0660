"""What no constraint can hold of reports: named queries that must return no row."""

REPORT_QUERIES: dict[str, str] = {
    "sent_report_has_its_edition": """
        SELECT s.id FROM reports_submission s
        WHERE s.status IN ('submitted', 'accepted') AND NOT EXISTS (
            SELECT 1 FROM reports_edition e
            WHERE e.submission_id = s.id AND e.number = s.number)""",
    "edition_numbers_have_no_gap": """
        SELECT submission_id FROM reports_edition GROUP BY 1
        HAVING max(number) <> count(*)""",
    "signed_run_is_frozen": """
        SELECT e.id FROM reports_edition e JOIN reports_reportrun r ON r.id = e.run_id
        WHERE r.file_id IS NULL""",
    "submission_stands_where_its_unit_is": """
        SELECT s.id FROM reports_submission s JOIN areas_area a ON a.id = s.area_id
        LEFT JOIN accounts_agency o ON o.id = s.agency_id
        WHERE s.area_path <> a.path OR o.area_id <> s.area_id""",
}

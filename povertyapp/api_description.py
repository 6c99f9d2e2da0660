"""How the API describes itself at /api/schema/."""

API_DESCRIPTION = {
    "TITLE": "Giảm nghèo bền vững",
    "DESCRIPTION": "Rà soát hộ nghèo, chỉ tiêu, báo cáo. Xem README.md.",
    "VERSION": "1.0.0",
    "DEFAULT_GENERATOR_CLASS": "povertyapp.api_schema.DrawnOnce",
    "SCHEMA_PATH_PREFIX": "/api/v1",  # operations are grouped by the noun after it
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "RoundStatus": "households.choices.RoundStatus",
        "ReviewStatus": "households.choices.ReviewStatus",
        "Klass": "households.choices.Klass",
        "TargetStatus": "targets.choices.TargetStatus",
        "PlanStatus": "targets.choices.PlanStatus",
        "TaskStatus": "targets.choices.TaskStatus",
        "TargetKind": "targets.choices.TargetKind",
        "JobStatus": "office.choices.JobStatus",
        "ImportStatus": "office.choices.ImportStatus",
        "DocumentKind": "office.choices.DocumentKind",
        "ReportKind": "reports.choices.ReportKind",
        "RoundKind": "households.choices.RoundKind",
        "RequestKind": "households.choices.RequestKind",
        "RequestStatus": "households.choices.RequestStatus",
        "EventKind": "households.choices.EventKind",
        "RecordedEventKind": "households.choices.RECORDED",
        "PrintKind": "households.choices.PrintKind",
        "PaperKind": "households.choices.PAPERS",
        "RowOutcome": "households.choices.RowOutcome",
        "MoveStatus": "households.choices.MoveStatus",
        "ObjectionStatus": "households.choices.ObjectionStatus",
    },
}

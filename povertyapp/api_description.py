"""How the API describes itself at /api/schema/."""

API_DESCRIPTION = {
    "TITLE": "Giảm nghèo bền vững",
    "DESCRIPTION": "Rà soát hộ nghèo, chỉ tiêu, báo cáo. Xem README.md.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "ENUM_NAME_OVERRIDES": {
        "RoundStatus": "households.choices.RoundStatus",
        "ReviewStatus": "households.choices.ReviewStatus",
        "Klass": "households.choices.Klass",
        "TargetStatus": "targets.choices.TargetStatus",
        "PlanStatus": "targets.choices.PlanStatus",
        "TargetKind": "targets.choices.TargetKind",
        "JobStatus": "office.choices.JobStatus",
        "ImportStatus": "office.choices.ImportStatus",
        "DocumentKind": "office.choices.DocumentKind",
        "ReportKind": "reports.choices.ReportKind",
        "RoundKind": "households.choices.RoundKind",
    },
}

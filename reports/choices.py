"""Kinds of reports this house can build."""

from django.db.models import TextChoices


class ReportKind(TextChoices):
    """Reports; each is one file of `reports/kinds/`."""

    PLAN_RESULT = "plan_result", "Kết quả thực hiện chỉ tiêu giảm nghèo"
    FORM_01 = "form_01", "Biểu số 1: Kết quả rà soát hộ nghèo, hộ cận nghèo"

"""Reports that were built: what was asked, what was known, the frozen file."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from office.models import Job, StoredFile
from reports.choices import ReportKind
from reports.models.calendar import ReportPeriod


class ReportRun(models.Model):
    """One report of an area and a year, or of a unit's period. Frozen with its file.

    `tables` are its tables as printed; `facts` its title, notes and figures.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    kind = models.CharField("báo cáo", max_length=20, choices=ReportKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="report_runs")
    area_path = models.CharField(max_length=80, db_index=True)
    year = models.PositiveSmallIntegerField("năm")
    period = models.ForeignKey(
        ReportPeriod, on_delete=models.PROTECT, null=True, related_name="runs"
    )
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="report_run")
    known_at = models.DateTimeField("số liệu đến lúc", null=True)
    as_of = models.DateField("tính đến ngày", null=True)
    tables: Any = models.JSONField(default=list)
    facts: Any = models.JSONField(default=dict)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo đã lập"
        ordering = ["-pk"]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__file__isnull=False),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="reportrun_kind_is_known",
                condition=Q(kind__in=ReportKind.values),
                violation_error_code="reportrun_kind_is_known",
                violation_error_message="Loại báo cáo không hợp lệ.",
            ),
            models.CheckConstraint(
                name="reportrun_file_has_known_at",
                condition=Q(file__isnull=True)
                | Q(known_at__isnull=False, as_of__isnull=False),
                violation_error_code="reportrun_file_has_known_at",
                violation_error_message="Báo cáo đã chốt phải ghi thời điểm số liệu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.area} – {self.year}"

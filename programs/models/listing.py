"""Lists of supports that are being imported: what was read, what will become of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Agency
from areas.models import Area
from households.choices import RowOutcome
from households.models import Household
from office.models import ImportRun

OUTCOMES = (RowOutcome.NEW, RowOutcome.UNCHANGED, RowOutcome.REFUSED)


class ImportedSupport(models.Model):
    """One line of an uploaded list of supports, with what applying it would do."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="supports")
    position = models.PositiveIntegerField()
    row = models.PositiveIntegerField()
    head_name = models.CharField("chủ hộ", max_length=120)
    facts: Any = models.JSONField(default=dict)
    faults: Any = models.JSONField(default=list)
    outcome = models.CharField("kết quả", max_length=9, choices=RowOutcome.choices)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "dòng trong danh sách hỗ trợ"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="importedsupport_outcome_is_known",
                condition=Q(outcome__in=OUTCOMES),
                violation_error_code="importedsupport_outcome_is_known",
                violation_error_message="Kết quả đọc không hợp lệ.",
            ),
            models.CheckConstraint(
                name="importedsupport_taken_has_household",
                condition=Q(outcome=RowOutcome.REFUSED) | Q(household__isnull=False),
                violation_error_code="importedsupport_taken_has_household",
                violation_error_message="Dòng được nhận phải nhận ra hộ.",
            ),
            models.UniqueConstraint(
                name="importedsupport_once_per_position", fields=["run", "position"]
            ),
        ]
        indexes = [models.Index(name="importedsupport_outcome", fields=["run", "outcome"])]

    def __str__(self) -> str:
        return f"{self.head_name}: {self.get_outcome_display()}"


class SupportColumns(models.Model):
    """What the columns of some heading mean to an area's senders: remembered for next time."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signature = models.CharField(max_length=32)
    columns: Any = models.JSONField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "cách hiểu cột của danh sách hỗ trợ"
        constraints = [
            models.UniqueConstraint(
                name="supportcolumns_once_per_heading",
                fields=["area", "agency", "signature"],
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.signature}"

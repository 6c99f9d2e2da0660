"""Household lists that are being imported: what was read, what will become of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area
from households.choices import RowOutcome
from households.models.household import Household
from office.models import ImportRun


class ImportedHousehold(models.Model):
    """One household of an uploaded list, as read, with what applying it would do.

    Identity numbers stand in `facts` sealed and fingerprinted, never open. The rows
    themselves stay in the stored file: `first_row`…`last_row` of `sheet`.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="households")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=80)
    first_row = models.PositiveIntegerField()
    last_row = models.PositiveIntegerField()
    head_name = models.CharField("chủ hộ", max_length=120)
    facts: Any = models.JSONField(default=dict)
    faults: Any = models.JSONField(default=list)
    changes: Any = models.JSONField(default=list)
    choices: Any = models.JSONField(default=list)
    outcome = models.CharField("kết quả", max_length=9, choices=RowOutcome.choices)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, related_name="+"
    )
    household_version = models.PositiveIntegerField(null=True)
    review_version = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = "hộ trong danh sách nhập"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                name="importedhousehold_outcome_is_known",
                condition=Q(outcome__in=RowOutcome.values),
                violation_error_code="importedhousehold_outcome_is_known",
                violation_error_message="Kết quả đọc không hợp lệ.",
            ),
            models.UniqueConstraint(
                name="importedhousehold_once_per_position", fields=["run", "position"]
            ),
            models.UniqueConstraint(
                name="importedhousehold_one_row_per_household",
                fields=["run", "household"],
                condition=~Q(outcome=RowOutcome.REFUSED),
            ),
        ]
        indexes = [
            models.Index(name="importedhousehold_outcome", fields=["run", "outcome"])
        ]

    def __str__(self) -> str:
        return f"{self.head_name}: {self.get_outcome_display()}"


class ColumnMapping(models.Model):
    """What the columns of a heading mean to a commune; remembered for its next list."""

    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    signature = models.CharField(max_length=32)
    columns: Any = models.JSONField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "cách hiểu cột"
        constraints = [
            models.UniqueConstraint(
                name="columnmapping_once_per_heading", fields=["commune", "signature"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.commune}: {self.signature}"

"""The last row of a plan's table: what an indicator's lines add up to."""

import pghistory
from django.db import models
from django.db.models import F, Q

from targets.models.plan import Plan
from targets.models.target import Indicator


@pghistory.track(model_name="PlanTotalHistory")
class PlanTotal(models.Model):
    """One indicator over all lines of a plan: total = what the lines hold + reserve.

    The sums are stored, so that a table of ten thousand communes opens like one of ten.
    Whoever writes a line locks its plan first and moves these sums in the same
    transaction (services.totals); a nightly query compares them with the lines.

    Units: total, held and most in the indicator's unit; the baseline in households.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="totals")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    total = models.DecimalField(
        "tổng chỉ tiêu", max_digits=15, decimal_places=2, null=True, blank=True
    )
    held = models.DecimalField("các dòng cộng lại", max_digits=15, decimal_places=2)
    most = models.DecimalField(
        "các dòng cộng lại, mức cao", max_digits=15, decimal_places=2
    )
    lines = models.PositiveIntegerField("số dòng", default=0)
    waiting = models.PositiveIntegerField("số dòng chờ", default=0)
    households = models.PositiveIntegerField("tổng số hộ", default=0)
    minority = models.PositiveIntegerField("trong đó hộ DTTS", default=0)
    base = models.PositiveIntegerField("số hộ thuộc diện", default=0)
    closed = models.BooleanField("kế hoạch đã ban hành", default=False)

    class Meta:
        verbose_name = "dòng tổng của bảng chỉ tiêu"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="plantotal_one_per_indicator",
                fields=["plan", "indicator"],
                violation_error_message="Chỉ tiêu này đã có trong bảng.",
            ),
            models.CheckConstraint(
                name="plantotal_issued_shares_no_more",
                condition=Q(closed=False) | Q(total__isnull=True) | Q(held__lte=F("total")),
                violation_error_code="plantotal_issued_shares_no_more",
                violation_error_message="Các dòng cộng lại vượt tổng chỉ tiêu.",
            ),
            models.CheckConstraint(
                name="plantotal_waiting_are_lines",
                condition=Q(waiting__lte=F("lines")),
                violation_error_code="plantotal_waiting_are_lines",
                violation_error_message="Số dòng chờ không quá số dòng của bảng.",
            ),
            models.CheckConstraint(
                name="plantotal_range_in_order",
                condition=Q(most__gte=F("held")),
                violation_error_code="plantotal_range_in_order",
                violation_error_message="Mức cao không được nhỏ hơn mức thấp.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.indicator}"

    @property
    def reserve(self) -> int | None:
        """What is not shared yet; below nothing where the lines hold too much."""
        return None if self.total is None else int(self.total - self.held)

    @property
    def gap(self) -> int:
        """How far lines and total are apart, whichever is more."""
        return abs(self.reserve or 0)

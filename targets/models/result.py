"""What was achieved of a target that nothing computes: reported by a named unit."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.scope import ScopedQuerySet
from core.ids import new_id
from targets.models.target import Target


class Result(models.Model):
    """An achieved value on a day, as somebody reported it; rows are only added.

    Unit: the indicator's. A share is reported as its two numbers and computed from
    them, so that areas can be added up.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="results")
    area_path = models.CharField(max_length=80, db_index=True)
    on = models.DateField("tính đến ngày")
    value = models.DecimalField("giá trị", max_digits=15, decimal_places=2)
    numerator = models.DecimalField(
        "tử số", max_digits=15, decimal_places=2, null=True, blank=True
    )
    denominator = models.DecimalField(
        "mẫu số", max_digits=15, decimal_places=2, null=True, blank=True
    )
    compared = models.DecimalField(
        "số liệu so sánh", max_digits=15, decimal_places=2, null=True, blank=True
    )
    source = models.CharField("nguồn số liệu", max_length=200)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "kết quả chỉ tiêu"
        ordering = ["pk"]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="result_share_has_both_numbers",
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__gt=0),
                violation_error_code="result_share_has_both_numbers",
                violation_error_message="Tỷ lệ ghi cả tử số và mẫu số; mẫu số lớn hơn 0.",
            ),
            models.CheckConstraint(
                name="result_not_negative",
                condition=Q(numerator__isnull=True) | Q(numerator__gte=0),
                violation_error_code="result_not_negative",
                violation_error_message="Tử số không được âm.",
            ),
            models.CheckConstraint(
                name="result_has_source",
                condition=~Q(source=""),
                violation_error_code="result_has_source",
                violation_error_message="Kết quả phải ghi nguồn số liệu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.value} ({self.on:%d/%m/%Y})"

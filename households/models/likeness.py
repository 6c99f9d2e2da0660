"""Two records that may be one person, and what an officer decided about them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from areas.scope import ScopedQuerySet
from households.choices import Verdict
from households.models.person import Person


class Likeness(models.Model):
    """A decision on two persons with the same name and birth: same, different, later."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    verdict = models.CharField("kết luận", max_length=9, choices=Verdict.choices)
    note = models.CharField("ghi chú", max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "nghi trùng người"
        constraints = [
            models.CheckConstraint(
                name="likeness_verdict_is_known",
                condition=Q(verdict__in=Verdict.values),
                violation_error_code="likeness_verdict_is_known",
                violation_error_message="Kết luận không hợp lệ.",
            ),
            models.CheckConstraint(
                name="likeness_in_one_order",
                condition=Q(first__lt=F("second")),
                violation_error_code="likeness_in_one_order",
                violation_error_message="Hai bản ghi phải khác nhau.",
            ),
            models.UniqueConstraint(name="likeness_once", fields=["first", "second"]),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}: {self.get_verdict_display()}"

"""Confirmations of a household's class on demand, in the commune's register."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from households.choices import Klass
from households.models.household import Household


class Confirmation(models.Model):
    """A paper that says which class a household has on a day, and by which decision.

    What it said is kept as it was said: the register never changes.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="confirmations"
    )
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    day = models.DateField("ngày xác nhận")
    klass = models.CharField("diện", max_length=10, choices=Klass.choices)
    basis = models.CharField("căn cứ", max_length=200)
    asked_by = models.CharField("người đề nghị", max_length=120)
    purpose = models.CharField("để làm gì", max_length=200)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "giấy xác nhận"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="confirmation_class_is_known",
                condition=Q(klass__in=Klass.values),
                violation_error_code="confirmation_class_is_known",
                violation_error_message="Diện hộ không hợp lệ.",
            ),
            models.UniqueConstraint(
                name="confirmation_number_once_a_year",
                fields=["commune", "year", "number"],
            ),
        ]

    def __str__(self) -> str:
        return f"Giấy xác nhận số {self.number}/{self.year}"

"""Households a commune names in a year's plan: who is to escape, who is supported."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from households.models import Household
from targets.choices import Aim


@pghistory.track(model_name="HouseholdAimHistory")
class HouseholdAim(models.Model):
    """One household registered for a year (đăng ký thoát nghèo, thoát cận nghèo).

    A household without working capacity is not asked to escape: it gets a plan of its
    own support. The path is the household's on the day it was named.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="+", verbose_name="hộ"
    )
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField("năm")
    aim = models.CharField("đăng ký", max_length=11, choices=Aim.choices)
    support = models.CharField("hướng hỗ trợ", max_length=300, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(auto_now_add=True)
    withdrawn_on = models.DateField("ngày rút", null=True, blank=True)
    reason = models.CharField("lý do rút", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "hộ đăng ký trong năm"
        constraints = [
            models.UniqueConstraint(
                name="householdaim_one_per_year",
                fields=["household", "year"],
                condition=Q(withdrawn_on__isnull=True),
                violation_error_message="Hộ này đã được đăng ký trong năm.",
            ),
            models.CheckConstraint(
                name="householdaim_is_known",
                condition=Q(aim__in=Aim.values),
                violation_error_code="householdaim_is_known",
                violation_error_message="Loại đăng ký không hợp lệ.",
            ),
            models.CheckConstraint(
                name="householdaim_support_is_planned",
                condition=~Q(aim=Aim.SUPPORT) | ~Q(support=""),
                violation_error_code="householdaim_support_is_planned",
                violation_error_message=(
                    "Hộ không có khả năng lao động phải ghi hướng hỗ trợ."
                ),
            ),
            models.CheckConstraint(
                name="householdaim_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True) | ~Q(reason=""),
                violation_error_code="householdaim_withdrawn_with_reason",
                violation_error_message="Rút đăng ký phải ghi lý do.",
            ),
        ]
        indexes = [
            models.Index(
                name="householdaim_place",
                fields=["year", "area_path"],
                opclasses=["int2_ops", "text_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.household}: {self.get_aim_display()} {self.year}"

"""Totals a commune enters by village, where it keeps no rows of every household."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from office.models import APPEND_ONLY


class VillageTotalQuerySet(ScopedQuerySet):
    """Totals, the last word of each village on a day."""

    def on(self, day: date, *, known_at: datetime | None = None) -> Self:
        """The totals that hold on `day`, as known at a moment; one row a village."""
        rows = self.filter(
            Q(village__valid_from=None) | Q(village__valid_from__lte=day),
            Q(village__valid_to=None) | Q(village__valid_to__gt=day),
            on__lte=day,
        )
        if known_at is not None:
            rows = rows.filter(recorded_at__lte=known_at)
        return rows.order_by("village_id", "-on", "-pk").distinct("village_id")


class VillageTotal(models.Model):
    """Households and persons of a village on a day, with the source of the figures.

    Rows are only added: a correction is a later row for the same day.
    """

    village = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="totals")
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    on = models.DateField("ngày của số liệu")
    households = models.PositiveIntegerField("số hộ")
    persons = models.PositiveIntegerField("số nhân khẩu")
    minority = models.PositiveIntegerField("số hộ DTTS")
    native = models.PositiveIntegerField("số hộ DTTS tại chỗ", default=0)
    source = models.CharField("nguồn số liệu", max_length=200)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = VillageTotalQuerySet.as_manager()

    class Meta:
        verbose_name = "số hộ, số khẩu của thôn"
        ordering = ["-on", "-pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="villagetotal_minority_within_households",
                condition=Q(minority__lte=F("households")),
                violation_error_code="villagetotal_minority_within_households",
                violation_error_message="Số hộ DTTS không được lớn hơn số hộ.",
            ),
            models.CheckConstraint(
                name="villagetotal_native_within_minority",
                condition=Q(native__lte=F("minority")),
                violation_error_code="villagetotal_native_within_minority",
                violation_error_message="Số hộ DTTS tại chỗ không được lớn hơn số hộ DTTS.",
            ),
            models.CheckConstraint(
                name="villagetotal_persons_at_least_households",
                condition=Q(persons__gte=F("households")),
                violation_error_code="villagetotal_persons_at_least_households",
                violation_error_message="Số nhân khẩu không được nhỏ hơn số hộ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.on:%d/%m/%Y}: {self.households} hộ"

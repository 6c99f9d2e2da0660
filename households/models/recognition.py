"""Recognised class as periods, and the sums written together with it."""

from datetime import date, datetime
from typing import Self

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from areas.models import Area, end_after_start, on_day, valid_period
from areas.scope import ScopedQuerySet
from core.ids import new_id
from households.choices import Klass, TallyGroup, TallyKlass
from households.models.household import Household
from households.models.review import CommuneRound
from office.models import Document


class RecognitionQuerySet(ScopedQuerySet):
    """Recognised status on a day, as known at a moment."""

    def known_at(self, moment: datetime | None = None) -> Self:
        """Rows that were the truth at `moment` (now, if None)."""
        if moment is None:
            return self.filter(superseded_at__isnull=True)
        recorded = Q(recorded_at__lte=moment)
        return self.filter(
            recorded & (Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment))
        )

    def status_on(self, day: date, *, known_at: datetime | None = None) -> Self:
        """The recognised class of each household on `day`; every page asks this."""
        return self.known_at(known_at).filter(on_day(day))


class Recognition(models.Model):
    """Class of a household over a valid period, by a numbered decision.

    Nothing is overwritten: a row that stops being true is superseded and its
    corrected copy recorded beside it.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="recognitions"
    )
    commune_round = models.ForeignKey(
        CommuneRound, on_delete=models.PROTECT, related_name="recognitions"
    )
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    klass = models.CharField("diện", max_length=10, choices=Klass.choices)
    size = models.PositiveSmallIntegerField("số nhân khẩu")
    ethnic_minority = models.BooleanField("hộ dân tộc thiểu số")
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = "công nhận"
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]
        constraints = [
            end_after_start("recognition"),
            models.CheckConstraint(
                name="recognition_class_is_known",
                condition=Q(klass__in=Klass.values),
                violation_error_code="recognition_class_is_known",
                violation_error_message="Diện hộ không hợp lệ.",
            ),
            models.CheckConstraint(
                name="recognition_superseded_after_recorded",
                condition=Q(superseded_at__isnull=True)
                | Q(superseded_at__gte=F("recorded_at")),
                violation_error_code="recognition_superseded_after_recorded",
                violation_error_message="Không thể thay thế trước khi ghi nhận.",
            ),
            ExclusionConstraint(
                name="recognition_one_class_per_day",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (valid_period(), RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at__isnull=True),
                violation_error_code="recognition_one_class_per_day",
                violation_error_message="Mỗi ngày một hộ chỉ thuộc một diện.",
            ),
        ]
        indexes = [
            models.Index(
                name="recognition_path",
                fields=["area_path"],
                opclasses=["text_pattern_ops"],
            ),
            # what was recorded since a report was built lies at the table's end
            BrinIndex(name="recognition_recorded", fields=["recorded_at"]),
            models.Index(
                name="recognition_superseded",
                fields=["superseded_at"],
                condition=Q(superseded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household}: {self.get_klass_display()}"


class Tally(models.Model):
    """Households and persons of a commune by class and group, as recognised.

    Written in the transaction that writes the recognitions; checked nightly against
    a count of the rows.
    """

    commune_round = models.ForeignKey(
        CommuneRound, on_delete=models.PROTECT, related_name="tallies"
    )
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    klass = models.CharField(max_length=10, choices=TallyKlass.choices)
    group = models.CharField(max_length=10, choices=TallyGroup.choices)
    households = models.PositiveIntegerField("số hộ")
    persons = models.PositiveIntegerField("số nhân khẩu")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "số tổng hợp đã công nhận"
        constraints = [
            models.UniqueConstraint(
                name="tally_one_per_class_and_group",
                fields=["commune_round", "klass", "group"],
            ),
            models.CheckConstraint(
                name="tally_class_and_group_are_known",
                condition=Q(klass__in=TallyKlass.values) & Q(group__in=TallyGroup.values),
                violation_error_code="tally_class_and_group_are_known",
                violation_error_message="Diện hoặc nhóm không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune} {self.klass}/{self.group}: {self.households}"

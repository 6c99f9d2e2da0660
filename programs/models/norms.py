"""The People's Council's norms: criteria, their points, what each area counts."""

from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField
from django.db import models
from django.db.models import F, Func, Q, Value

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from office.models import Document
from programs.choices import Basis, Nature
from programs.models.frame import Project


def _years() -> Func:
    """The years of a norm as a range that the database can compare."""
    ends: list[Any] = [F("year_from"), F("year_to"), Value("[]")]
    return Func(*ends, function="int4range", output_field=IntegerRangeField())


@pghistory.track(model_name="NormHistory")
class Norm(models.Model):
    """By which criteria an area's money for a project is shared in some years.

    `counterpart` is what the area's own budgets add to the centre's money.

    Units: percent of the centre's money; years, both ends included.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="+", verbose_name="dự án"
    )
    nature = models.CharField("loại vốn", max_length=10, choices=Nature.choices)
    year_from = models.PositiveSmallIntegerField("từ năm")
    year_to = models.PositiveSmallIntegerField("đến hết năm")
    counterpart = models.DecimalField(
        "tỷ lệ đối ứng (% vốn trung ương)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "định mức phân bổ"
        ordering = ["-year_from", "project__code", "pk"]
        constraints = [
            models.CheckConstraint(
                name="norm_years_in_order",
                condition=Q(year_to__gte=F("year_from")),
                violation_error_code="norm_years_in_order",
                violation_error_message="Năm kết thúc không được trước năm bắt đầu.",
            ),
            models.CheckConstraint(
                name="norm_counterpart_is_a_share",
                condition=Q(counterpart__isnull=True) | Q(counterpart__range=(0, 100)),
                violation_error_code="norm_counterpart_is_a_share",
                violation_error_message="Tỷ lệ đối ứng phải từ 0 đến 100 phần trăm.",
            ),
            models.CheckConstraint(
                name="norm_nature_is_known",
                condition=Q(nature__in=Nature.values),
                violation_error_code="norm_nature_is_known",
                violation_error_message="Loại vốn không hợp lệ.",
            ),
            ExclusionConstraint(
                name="norm_one_at_a_time",
                expressions=[
                    ("area", "="),
                    ("project", "="),
                    ("nature", "="),
                    (_years(), "&&"),
                ],
                violation_error_code="norm_one_at_a_time",
                violation_error_message=(
                    "Dự án đã có định mức cho loại vốn này trong những năm ấy."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project.code}, {self.get_nature_display()}, {self.document}"


@pghistory.track(model_name="CriterionHistory")
class Criterion(models.Model):
    """One criterion of a norm: points for each unit an area counts.

    Unit: points a unit; the unit is the criterion's own.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    norm = models.ForeignKey(Norm, on_delete=models.PROTECT, related_name="criteria")
    name = models.CharField("tiêu chí", max_length=200)
    unit = models.CharField("đơn vị", max_length=40)
    basis = models.CharField("số liệu", max_length=9, choices=Basis.choices)
    points = models.DecimalField("điểm mỗi đơn vị", max_digits=9, decimal_places=4)

    class Meta:
        verbose_name = "tiêu chí phân bổ"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="criterion_once",
                fields=["norm", "name"],
                violation_error_message="Định mức đã có tiêu chí này.",
            ),
            models.CheckConstraint(
                name="criterion_basis_is_known",
                condition=Q(basis__in=Basis.values),
                violation_error_code="criterion_basis_is_known",
                violation_error_message="Nguồn số liệu không hợp lệ.",
            ),
            models.CheckConstraint(
                name="criterion_points_are_positive",
                condition=Q(points__gt=0),
                violation_error_code="criterion_points_are_positive",
                violation_error_message="Điểm mỗi đơn vị phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(model_name="CriterionValueHistory")
class CriterionValue(models.Model):
    """What an area counts for a criterion whose figures are entered."""

    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="values"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField("số liệu", max_digits=14, decimal_places=2)
    source = models.CharField("nguồn", max_length=200)

    class Meta:
        verbose_name = "số liệu của tiêu chí"
        ordering = ["area__path"]
        constraints = [
            models.UniqueConstraint(
                name="criterionvalue_once",
                fields=["criterion", "area"],
                violation_error_message="Địa bàn đã có số liệu của tiêu chí này.",
            ),
            models.CheckConstraint(
                name="criterionvalue_not_negative",
                condition=Q(value__gte=0),
                violation_error_code="criterionvalue_not_negative",
                violation_error_message="Số liệu không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.area}"

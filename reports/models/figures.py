"""The figures of a commune, counted once, that dashboards and tables add up."""

from typing import Any

from django.db import models
from django.db.models import Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from reports.choices import HouseGroup


class CommuneFigures(models.Model):
    """Every count of a commune at a year's end (or today), of all or a group of its homes.

    Counted by the selectors of the official forms (ADR 0029), so a dashboard and a form
    cannot differ; written again when what lies behind changes. `counts` holds whole
    numbers by the codes of `rules.measures`; what is not in it is nought. A commune that
    keeps no households has no row, or one without `households`: it is unknown, not nought.
    """

    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="figures")
    area_path = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField("năm")
    group = models.CharField(
        "nhóm hộ", max_length=12, choices=HouseGroup.choices, blank=True, default=""
    )
    counts: Any = models.JSONField(default=dict)
    on = models.DateField("đến ngày")
    known_at = models.DateTimeField("số liệu đến lúc")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "số đếm của xã"
        constraints = [
            models.UniqueConstraint(
                name="communefigures_once",
                fields=["commune", "year", "group"],
                violation_error_message="Số liệu của xã trong năm này đã có.",
            ),
            models.CheckConstraint(
                name="communefigures_group_is_known",
                condition=Q(group__in=HouseGroup.values),
                violation_error_code="communefigures_group_is_known",
                violation_error_message="Nhóm hộ không hợp lệ.",
            ),
        ]
        indexes = [
            models.Index(
                name="communefigures_path",
                fields=["year", "group", "area_path"],
                opclasses=["int2_ops", "text_ops", "text_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.commune}, {self.year} {self.get_group_display()}".strip()

"""What every register keeps of a row and of the lines below it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Agency
from accounts.walls import AssignedQuerySet
from areas.models import Area
from core.ids import new_id
from office.models import APPEND_ONLY


class KeptQuerySet(AssignedQuerySet):
    """Rows of a register one may see: of one's areas, or only one's agency's."""

    def told(self) -> Self:
        """With what a register says of a row beside its own columns."""
        return self


class KeptRow(models.Model):
    """A row of a register: where it belongs, in whose name and by whom it was entered."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", verbose_name="địa bàn"
    )
    area_path = models.CharField(max_length=80, db_index=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField(auto_now_add=True)
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class KeptLine(models.Model):
    """What happened to a row of a register on a day; lines are only added."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    on = models.DateField("ngày")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["on", "pk"]
        triggers = [APPEND_ONLY]


def one_of(model: str, field: str, values: list[str]) -> models.CheckConstraint:
    """A field holds one of the values that are known."""
    return models.CheckConstraint(
        name=f"{model}_{field}_is_known",
        condition=Q(**{f"{field}__in": values}),
        violation_error_code=f"{model}_{field}_is_known",
        violation_error_message="Giá trị được chọn không hợp lệ.",
    )


def days_in_order(model: str, first: str, last: str, says: str) -> models.CheckConstraint:
    """The last day, where it is known, is not before the first."""
    return models.CheckConstraint(
        name=f"{model}_{last}_not_before_{first}",
        condition=Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)}),
        violation_error_code=f"{model}_{last}_not_before_{first}",
        violation_error_message=says,
    )


def positive(model: str, field: str, says: str) -> models.CheckConstraint:
    """An amount is more than nothing."""
    return models.CheckConstraint(
        name=f"{model}_{field}_is_positive",
        condition=Q(**{f"{field}__gt": 0}),
        violation_error_code=f"{model}_{field}_is_positive",
        violation_error_message=says,
    )

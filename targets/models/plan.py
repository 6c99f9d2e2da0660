"""Plans as documents, in a tree."""

from datetime import date
from typing import Self

import pghistory
from django.db import models
from django.db.models import Q

from accounts.choices import Right
from accounts.models import Agency
from areas.models import Area, end_after_start
from areas.scope import HasScope, ScopedQuerySet
from core.ids import new_id
from office.models import Document
from targets.choices import PlanStatus

LONGEST_YEAR = 366  # days


class PlanQuerySet(ScopedQuerySet):
    """Plans of one's areas, and plans from above that set something for them."""

    def known_on(self, day: date) -> Self:
        """Plans that are being drafted, or whose document has been issued by `day`."""
        return self.filter(Q(document__isnull=True) | Q(document__date__lte=day))

    def readable_by(self, user: HasScope) -> Self:
        """Plans in scope, and those that set or ask something below (a commune its district's)."""
        inside = Plan.objects.visible_to(user, Right.PLAN_VIEW)
        set_below = Q(pk__in=[])
        for path in user.scope_paths(Right.PLAN_VIEW):
            set_below |= Q(targets__area_path__startswith=path)
            set_below |= Q(tasks__parts__area_path__startswith=path)
        reached = Plan.objects.filter(set_below)
        return self.filter(Q(pk__in=inside.values("pk")) | Q(pk__in=reached.values("pk")))


@pghistory.track(model_name="PlanHistory")
class Plan(models.Model):
    """A plan of an area, or of one of its agencies, for a year or a period.

    The tree of documents hangs by `parent`: a directive, the programme, the plans of
    province, district and commune.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    title = models.CharField("tên kế hoạch", max_length=300)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="plans")
    area_path = models.CharField(max_length=80, db_index=True)
    year = models.PositiveSmallIntegerField("năm")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, verbose_name="cơ quan"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    below_due_on = models.DateField("hạn cấp dưới ban hành kế hoạch", null=True, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True)
    status = models.CharField(
        "trạng thái", max_length=8, choices=PlanStatus.choices, default=PlanStatus.DRAFT
    )
    baseline_on = models.DateField("số đầu kỳ tính đến", null=True, blank=True)
    note = models.TextField("ghi chú", blank=True)
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch"
        constraints = [
            end_after_start("plan"),
            models.CheckConstraint(
                name="plan_status_is_known",
                condition=Q(status__in=PlanStatus.values),
                violation_error_code="plan_status_is_known",
                violation_error_message="Trạng thái kế hoạch không hợp lệ.",
            ),
            models.CheckConstraint(
                name="plan_issued_has_document",
                condition=~Q(status=PlanStatus.ISSUED) | Q(document__isnull=False),
                violation_error_code="plan_issued_has_document",
                violation_error_message="Kế hoạch đã ban hành phải có số và ngày.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def starts_early(self) -> bool:
        """Whether its baseline was taken before the year it starts from had ended."""
        end = date(self.year - 1, 12, 31)
        return self.baseline_on is not None and self.baseline_on < end

    @property
    def is_yearly(self) -> bool:
        """Whether it covers one year, not several."""
        return (self.valid_to - self.valid_from).days <= LONGEST_YEAR

"""Programme money: allocations in a tree, their changes, what was paid."""

from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Agency
from accounts.walls import AssignedQuerySet
from areas.models import Area
from core.ids import new_id
from office.models import APPEND_ONLY, Document
from programs.choices import ChangeKind, EntryKind, Fund, Nature
from programs.models.frame import Project, SubProject
from programs.models.work import Activity
from programs.rules import Purse

KEY = 12  # digits that a table in Excel copies


class AllocationQuerySet(AssignedQuerySet):
    """Money one may see: of one's areas, or only what one's agency was given."""

    def of_year(self, year: int) -> Self:
        """Money of a year's plan, carried over or not."""
        return self.filter(year=year)


@pghistory.track(model_name="AllocationHistory")
class Allocation(models.Model):
    """Money given to an area, or to one of its agencies, for a project in a year.

    `opening` never changes; what is decided later stands in AllocationChange. `changed`,
    `shared` and `spent` are stored sums, moved under lock (services.money) and compared
    with their rows every night. current plan = opening + changed.

    Units: đồng.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="+")
    sub_project = models.ForeignKey(
        SubProject, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField("năm")
    from_year = models.PositiveSmallIntegerField("chuyển từ năm", null=True, blank=True)
    spend_by = models.DateField("hạn giải ngân", null=True, blank=True)
    nature = models.CharField("loại vốn", max_length=10, choices=Nature.choices)
    fund = models.CharField("nguồn vốn", max_length=10, choices=Fund.choices)
    foreign = models.BooleanField("vốn nước ngoài", default=False)
    opening = models.BigIntegerField("giao đầu năm (đồng)")
    changed = models.BigIntegerField("điều chỉnh (đồng)", default=0)
    shared = models.BigIntegerField("đã phân bổ tiếp (đồng)", default=0)
    spent = models.BigIntegerField("đã giải ngân (đồng)", default=0)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    exception = models.CharField("căn cứ vượt kế hoạch", max_length=300, blank=True)
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = "vốn giao"
        ordering = ["project__code", "area_path", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="allocation_once",
                fields=[
                    *("parent", "project", "sub_project", "area", "agency", "year"),
                    *("from_year", "nature", "fund", "foreign"),
                ],
                nulls_distinct=False,
                violation_error_message=(
                    "Đã giao vốn này rồi; muốn đổi thì dùng quyết định điều chỉnh."
                ),
            ),
            models.CheckConstraint(
                name="allocation_opening_not_negative",
                condition=Q(opening__gte=0),
                violation_error_code="allocation_opening_not_negative",
                violation_error_message="Vốn giao không được âm.",
            ),
            models.CheckConstraint(
                name="allocation_plan_not_negative",
                condition=Q(opening__gte=-F("changed")),
                violation_error_code="allocation_plan_not_negative",
                violation_error_message="Điều chỉnh giảm vượt quá vốn đã giao.",
            ),
            models.CheckConstraint(
                name="allocation_sums_not_negative",
                condition=Q(shared__gte=0, spent__gte=0),
                violation_error_code="allocation_sums_not_negative",
                violation_error_message="Số hoàn trả vượt quá số đã chi.",
            ),
            models.CheckConstraint(
                name="allocation_holds_its_parts",
                condition=~Q(exception="")
                | Q(opening__gte=F("shared") + F("spent") - F("changed")),
                violation_error_code="allocation_holds_its_parts",
                violation_error_message="Phân bổ và giải ngân vượt vốn được giao.",
            ),
            models.CheckConstraint(
                name="allocation_nature_and_fund_are_known",
                condition=Q(nature__in=Nature.values, fund__in=Fund.values),
                violation_error_code="allocation_nature_and_fund_are_known",
                violation_error_message="Loại vốn, nguồn vốn không hợp lệ.",
            ),
            models.CheckConstraint(
                name="allocation_carried_over_has_day",
                condition=Q(from_year__isnull=True)
                | Q(from_year__lt=F("year"), spend_by__isnull=False),
                violation_error_code="allocation_carried_over_has_day",
                violation_error_message="Vốn chuyển nguồn phải ghi hạn giải ngân.",
            ),
        ]
        indexes = [
            models.Index(
                name="allocation_place",
                fields=["year", "area_path"],
                opclasses=["int2_ops", "text_pattern_ops"],
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="opening_is_for_ever",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__opening__df=pgtrigger.F("new__opening")),
                func="RAISE EXCEPTION 'allocation_opening_is_for_ever';",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sub_project or self.project} – {self.agency or self.area}"

    @property
    def key(self) -> str:
        """What a table in Excel calls it: the last digits of its public id."""
        return self.public_id.hex[-KEY:]

    @property
    def purse(self) -> Purse:
        """The allocation in numbers."""
        return Purse(self.opening, self.changed, self.shared, self.spent)


class AllocationChange(models.Model):
    """A dated, numbered decision that changes an allocation; rows are only added.

    `part` is the allocation whose carrying over this change follows, here or above it.

    Unit: đồng, more or less than nothing.
    """

    allocation = models.ForeignKey(
        Allocation, on_delete=models.PROTECT, related_name="changes"
    )
    kind = models.CharField("hình thức", max_length=10, choices=ChangeKind.choices)
    amount = models.BigIntegerField("tăng, giảm (đồng)")
    part = models.ForeignKey(
        Allocation,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="theo khoản vốn chuyển nguồn",
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "điều chỉnh vốn"
        ordering = ["pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="allocationchange_kind_is_known",
                condition=Q(kind__in=ChangeKind.values),
                violation_error_code="allocationchange_kind_is_known",
                violation_error_message="Hình thức điều chỉnh không hợp lệ.",
            ),
            models.CheckConstraint(
                name="allocationchange_changes_something",
                condition=~Q(amount=0),
                violation_error_code="allocationchange_changes_something",
                violation_error_message="Điều chỉnh phải khác 0.",
            ),
            models.UniqueConstraint(
                name="allocationchange_once_per_decision",
                fields=["allocation", "document", "kind", "part"],
                nulls_distinct=False,
                violation_error_message="Quyết định này đã điều chỉnh khoản vốn ấy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.allocation}: {self.amount}"


class Disbursement(models.Model):
    """What was done with an allocation on a day: committed, advanced, paid, returned.

    Rows are only added; a wrong one is answered by its return. Unit: đồng.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    allocation = models.ForeignKey(
        Allocation, on_delete=models.PROTECT, related_name="entries"
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    area_path = models.CharField(max_length=80)
    kind = models.CharField("nghiệp vụ", max_length=10, choices=EntryKind.choices)
    on = models.DateField("ngày")
    amount = models.BigIntegerField("số tiền (đồng)")
    note = models.CharField("nội dung", max_length=300)
    voucher = models.CharField("số chứng từ", max_length=60, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "giải ngân"
        ordering = ["on", "pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="disbursement_amount_is_positive",
                condition=Q(amount__gt=0),
                violation_error_code="disbursement_amount_is_positive",
                violation_error_message="Số tiền phải lớn hơn 0; thu hồi thì chọn hoàn trả.",
            ),
            models.CheckConstraint(
                name="disbursement_kind_is_known",
                condition=Q(kind__in=EntryKind.values),
                violation_error_code="disbursement_kind_is_known",
                violation_error_message="Nghiệp vụ không hợp lệ.",
            ),
        ]
        indexes = [
            models.Index(
                name="disbursement_place",
                fields=["area_path", "on"],
                opclasses=["text_pattern_ops", "date_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount} ({self.on:%d/%m/%Y})"

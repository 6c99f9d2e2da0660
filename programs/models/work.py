"""Work of projects: activities on their way, and what each was to bring and brought."""

from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Agency
from accounts.walls import AssignedQuerySet
from areas.models import Area
from core.ids import new_id
from office.models import APPEND_ONLY, Document, StoredFile
from programs.choices import OPEN_ACTIVITIES, ActivityStatus
from programs.kinds import Kind, Product, kinds
from programs.models.frame import Project, SubProject


class ActivityQuerySet(AssignedQuerySet):
    """Work one may see: of one's areas, or only one's agency's."""

    def of_year(self, year: int) -> Self:
        """Work of a year's plan."""
        return self.filter(year=year)

    def open(self) -> Self:
        """What may still be done, paid and given."""
        return self.filter(status__in=OPEN_ACTIVITIES)


@pghistory.track(model_name="ActivityHistory")
class Activity(models.Model):
    """One piece of a project's work in an area: a road, a class, a herd, a house.

    `kind` names what data/activity-kinds.json says of it: its products with their units,
    what must be checked before it ends, whether it passes appraisal and approval.

    Units: cost in đồng.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    kind = models.CharField("loại hoạt động", max_length=30)
    name = models.CharField("tên hoạt động", max_length=300)
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
    place = models.CharField("địa điểm", max_length=200, blank=True)
    starts_on = models.DateField("bắt đầu")
    ends_on = models.DateField("kết thúc")
    cost = models.BigIntegerField("kinh phí dự kiến (đồng)", default=0)
    status = models.CharField("tình trạng", max_length=9, choices=ActivityStatus.choices)
    approved_on = models.DateField("ngày phê duyệt", null=True, blank=True)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    checks: Any = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, verbose_name="đã kiểm"
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "hoạt động"
        ordering = ["project__code", "starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="activity_once",
                fields=["area", "agency", "project", "year", "name"],
                nulls_distinct=False,
                violation_error_message="Năm này đã có hoạt động cùng tên của dự án.",
            ),
            models.CheckConstraint(
                name="activity_status_is_known",
                condition=Q(status__in=ActivityStatus.values),
                violation_error_code="activity_status_is_known",
                violation_error_message="Tình trạng hoạt động không hợp lệ.",
            ),
            models.CheckConstraint(
                name="activity_ends_not_before_start",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_code="activity_ends_not_before_start",
                violation_error_message="Ngày kết thúc không được trước ngày bắt đầu.",
            ),
            models.CheckConstraint(
                name="activity_cost_not_negative",
                condition=Q(cost__gte=0),
                violation_error_code="activity_cost_not_negative",
                violation_error_message="Kinh phí không được âm.",
            ),
            models.CheckConstraint(
                name="activity_approved_has_day",
                condition=~Q(status=ActivityStatus.APPROVED) | Q(approved_on__isnull=False),
                violation_error_code="activity_approved_has_day",
                violation_error_message="Hoạt động đã phê duyệt phải có ngày phê duyệt.",
            ),
        ]
        indexes = [
            models.Index(
                name="activity_place",
                fields=["year", "area_path"],
                opclasses=["int2_ops", "text_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def what(self) -> Kind:
        """What the data say of its kind."""
        return kinds()[self.kind]

    @property
    def is_open(self) -> bool:
        """Whether something may still be done in it."""
        return self.status in OPEN_ACTIVITIES


@pghistory.track(model_name="WorkStageHistory")
class WorkStage(models.Model):
    """A stage of a work: when it was planned, when it was reached, for what value.

    `stage` is a key of the work's kind (data/activity-kinds.json). Unit: đồng.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField("giai đoạn", max_length=20)
    planned_on = models.DateField("theo kế hoạch", null=True, blank=True)
    done_on = models.DateField("thực hiện", null=True, blank=True)
    value = models.BigIntegerField("giá trị (đồng)", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "giai đoạn của công trình"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="workstage_once",
                fields=["activity", "stage"],
                violation_error_message="Giai đoạn này đã được ghi.",
            ),
            models.CheckConstraint(
                name="workstage_value_not_negative",
                condition=Q(value__isnull=True) | Q(value__gte=0),
                violation_error_code="workstage_value_not_negative",
                violation_error_message="Giá trị không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.stage}"


class Output(models.Model):
    """One product of an activity: how much was planned, how much is there.

    `done` is a stored sum of the entries, moved under the activity's lock and compared
    with them every night. Unit: the product's own.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="outputs")
    product = models.CharField("sản phẩm", max_length=30)
    planned = models.DecimalField(
        "kế hoạch", max_digits=12, decimal_places=2, null=True, blank=True
    )
    done = models.DecimalField("thực hiện", max_digits=12, decimal_places=2, default=0)

    class Meta:
        verbose_name = "kết quả của hoạt động"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="output_once_per_product", fields=["activity", "product"]
            ),
            models.CheckConstraint(
                name="output_not_negative",
                condition=Q(done__gte=0) & (Q(planned__isnull=True) | Q(planned__gte=0)),
                violation_error_code="output_not_negative",
                violation_error_message="Kết quả cộng lại không được âm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.product}"

    @property
    def what(self) -> Product:
        """The product's name and unit."""
        return self.activity.what.product(self.product)


class OutputEntry(models.Model):
    """What was delivered by a day, with its evidence; a wrong entry is answered by another.

    Unit: the product's own; less than nothing takes back.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    output = models.ForeignKey(Output, on_delete=models.PROTECT, related_name="entries")
    on = models.DateField("ngày")
    quantity = models.DecimalField("số lượng", max_digits=12, decimal_places=2)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    evidence = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "ghi kết quả"
        ordering = ["on", "pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="outputentry_is_something",
                condition=~Q(quantity=0),
                violation_error_code="outputentry_is_something",
                violation_error_message="Số lượng phải khác 0.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.output}: {self.quantity}"

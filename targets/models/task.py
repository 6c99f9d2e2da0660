"""Work that plans give to agencies and to the areas below, and how far it is."""

from datetime import date

import pghistory
from django.db import models
from django.db.models import Q

from accounts.models import Agency
from areas.choices import Level
from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from targets.choices import TaskStatus
from targets.models.plan import Plan


class Task(models.Model):
    """A sentence of a plan that gives somebody work.

    The lead is an agency, or every area of a level below the plan's; a lead that is
    neither stands as its words alone, and nobody is asked for progress.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    area_path = models.CharField(max_length=80, db_index=True)
    position = models.PositiveSmallIntegerField(default=0)
    sentence = models.TextField("nội dung")
    lead = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, verbose_name="chủ trì"
    )
    lead_level = models.CharField(
        "mọi địa bàn cấp", max_length=10, choices=Level.choices, blank=True
    )
    lead_text = models.CharField("cơ quan chủ trì", max_length=200)
    with_text = models.CharField("cơ quan phối hợp", max_length=400, blank=True)
    product = models.CharField("sản phẩm", max_length=300, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "nhiệm vụ"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="task_has_one_kind_of_lead",
                condition=Q(lead__isnull=True) | Q(lead_level=""),
                violation_error_code="task_has_one_kind_of_lead",
                violation_error_message="Chủ trì là một cơ quan, hoặc mọi địa bàn của một cấp.",
            ),
            models.CheckConstraint(
                name="task_lead_level_is_known",
                condition=Q(lead_level__in=["", *Level.values]),
                violation_error_code="task_lead_level_is_known",
                violation_error_message="Cấp địa bàn không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence[:80]


@pghistory.track(model_name="TaskPartHistory")
class TaskPart(models.Model):
    """What one agency or one area does of a task, as it says itself."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="parts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        "tiến độ", max_length=5, choices=TaskStatus.choices, default=TaskStatus.TODO
    )
    result = models.CharField("kết quả", max_length=400, blank=True)
    done_on = models.DateField("ngày xong", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "phần việc"
        ordering = ["task", "area__code"]
        constraints = [
            models.UniqueConstraint(
                name="taskpart_once_per_agency",
                fields=["task", "agency"],
                condition=Q(agency__isnull=False),
            ),
            models.UniqueConstraint(
                name="taskpart_once_per_area",
                fields=["task", "area"],
                condition=Q(agency__isnull=True),
            ),
            models.CheckConstraint(
                name="taskpart_status_is_known",
                condition=Q(status__in=TaskStatus.values),
                violation_error_code="taskpart_status_is_known",
                violation_error_message="Tiến độ không hợp lệ.",
            ),
            models.CheckConstraint(
                name="taskpart_done_has_result",
                condition=~Q(status=TaskStatus.DONE) | ~Q(result=""),
                violation_error_code="taskpart_done_has_result",
                violation_error_message="Việc đã xong phải ghi kết quả.",
            ),
            models.CheckConstraint(
                name="taskpart_done_has_day",
                condition=Q(status=TaskStatus.DONE, done_on__isnull=False)
                | (~Q(status=TaskStatus.DONE) & Q(done_on__isnull=True)),
                violation_error_code="taskpart_done_has_day",
                violation_error_message="Việc đã xong phải có ngày xong.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency or self.area}: {self.get_status_display()}"

    def is_late(self, day: date) -> bool:
        """Whether the task was due before `day`, and this part is not done."""
        due: date | None = self.task.due_on
        return due is not None and due < day and self.status != TaskStatus.DONE

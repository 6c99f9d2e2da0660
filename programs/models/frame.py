"""Programme frames: a programme's projects and parts, where they apply, who leads them."""

from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Agency
from areas.choices import Designation
from areas.models import Area, end_after_start
from areas.scope import ScopedQuerySet
from core.ids import new_id
from office.models import Document
from programs.choices import Part


class Programme(models.Model):
    """A national target programme during a period."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    code = models.CharField("mã", max_length=20, unique=True)
    name = models.CharField("tên", max_length=200)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày")
    source = models.CharField("căn cứ", max_length=200)

    class Meta:
        verbose_name = "chương trình"
        constraints = [end_after_start("programme")]

    def __str__(self) -> str:
        return self.name


class Project(models.Model):
    """One of the programme's projects (Dự án 1-7).

    `area` is empty for a project of the national frame; a province enters the
    components of a frame whose list it decides itself.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="projects"
    )
    code = models.CharField("mã", max_length=10)
    name = models.CharField("tên", max_length=300)
    source = models.CharField("căn cứ", max_length=200)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    designations: Any = ArrayField(
        models.CharField(max_length=20, choices=Designation.choices),
        default=list,
        blank=True,
        verbose_name="chỉ áp dụng cho diện địa bàn",
    )

    class Meta:
        verbose_name = "dự án"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                name="project_code_once_per_programme",
                fields=["programme", "area", "code"],
                nulls_distinct=False,
                violation_error_message="Mã dự án này đã có trong chương trình.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"


class SubProject(models.Model):
    """A part of a project (tiểu dự án)."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="sub_projects"
    )
    code = models.CharField("mã", max_length=10)
    name = models.CharField("tên", max_length=300)
    mark = models.CharField("độ tin cậy", max_length=4)

    class Meta:
        verbose_name = "tiểu dự án"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                name="subproject_code_once_per_project", fields=["project", "code"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"


@pghistory.track(model_name="ApplicabilityHistory")
class Applicability(models.Model):
    """Whether a project applies to an area (and what lies below it) in a year, as stated.

    The nearest statement counts: a district's before its province's.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="applicabilities"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    year = models.PositiveSmallIntegerField("năm")
    applies = models.BooleanField("áp dụng")
    source = models.CharField("căn cứ", max_length=200)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "phạm vi áp dụng dự án"
        constraints = [
            models.UniqueConstraint(
                name="applicability_once_per_area_and_year",
                fields=["project", "area", "year"],
                violation_error_message="Địa bàn này đã có phạm vi áp dụng của năm.",
            ),
            models.CheckConstraint(
                name="applicability_has_source",
                condition=~Q(source=""),
                violation_error_code="applicability_has_source",
                violation_error_message="Phạm vi áp dụng phải ghi căn cứ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project.code} – {self.area} {self.year}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),  # who took a mistaken assignment back
    model_name="AssignmentHistory",
)
class Assignment(models.Model):
    """What an agency is to a project, or to a part of it, in a year.

    One lead for each project or part of an area in a year: the database refuses a
    second one.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, related_name="assignments"
    )
    sub_project = models.ForeignKey(
        SubProject,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="assignments")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    year = models.PositiveSmallIntegerField("năm")
    part = models.CharField("vai trò", max_length=5, choices=Part.choices)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True)
    source = models.CharField("căn cứ", max_length=200)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công dự án"
        constraints = [
            models.UniqueConstraint(
                name="assignment_one_lead",
                fields=["project", "sub_project", "area", "year"],
                condition=Q(part=Part.LEAD),
                nulls_distinct=False,
                violation_error_message="Dự án, tiểu dự án này đã có cơ quan chủ trì.",
            ),
            models.UniqueConstraint(
                name="assignment_once_per_agency",
                fields=["project", "sub_project", "agency", "part", "year"],
                nulls_distinct=False,
                violation_error_message="Cơ quan này đã được phân công việc ấy.",
            ),
            models.CheckConstraint(
                name="assignment_part_is_known",
                condition=Q(part__in=Part.values),
                violation_error_code="assignment_part_is_known",
                violation_error_message="Vai trò không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.sub_project or self.project} {self.year}"

"""Programme frames: a programme's projects and sub-projects."""

from django.db import models

from areas.models import end_after_start
from core.ids import new_id


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
    """One of the programme's projects (Dự án 1-7)."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="projects"
    )
    code = models.CharField("mã", max_length=10)
    name = models.CharField("tên", max_length=300)
    source = models.CharField("căn cứ", max_length=200)

    class Meta:
        verbose_name = "dự án"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                name="project_code_once_per_programme", fields=["programme", "code"]
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

"""A human being, known once in the whole country."""

import pghistory
from django.db import models
from django.db.models import Q

from core.ids import new_id
from core.sealing import unseal
from households.choices import Education, Sex, Work
from households.rules.identity import masked


@pghistory.track(model_name="PersonHistory")
class Person(models.Model):
    """One human being, known once in the whole country."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    full_name = models.CharField("họ và tên", max_length=120)
    name_norm = models.CharField(max_length=120, editable=False)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    sex = models.CharField("giới tính", max_length=6, choices=Sex.choices)
    ethnic_group = models.CharField("dân tộc", max_length=40)
    cccd_sealed = models.TextField(blank=True, editable=False, default="", db_default="")
    cccd_hash = models.CharField(
        max_length=64, blank=True, editable=False, default="", db_default=""
    )
    insured = models.BooleanField("có bảo hiểm y tế", null=True, blank=True)
    studying = models.BooleanField("đang đi học", null=True, blank=True)
    education = models.CharField(
        "trình độ cao nhất",
        max_length=16,
        choices=Education.choices,
        blank=True,
        default="",
        db_default="",
    )
    work = models.CharField(
        "việc làm",
        max_length=18,
        choices=Work.choices,
        blank=True,
        default="",
        db_default="",
    )
    malnourished = models.BooleanField("trẻ suy dinh dưỡng", null=True, blank=True)
    disabled = models.BooleanField("khuyết tật", default=False, db_default=False)
    monthly_allowance = models.BooleanField(
        "hưởng trợ cấp xã hội hằng tháng", default=False, db_default=False
    )
    merit = models.BooleanField(
        "người có công với cách mạng", default=False, db_default=False
    )
    job_need = models.CharField(
        "nhu cầu việc làm", max_length=120, blank=True, default="", db_default=""
    )
    training_need = models.CharField(
        "nhu cầu học nghề", max_length=120, blank=True, default="", db_default=""
    )
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)

    class Meta:
        verbose_name = "người"
        constraints = [
            models.CheckConstraint(
                name="person_sex_is_known",
                condition=Q(sex__in=Sex.values),
                violation_error_code="person_sex_is_known",
                violation_error_message="Giới tính phải là Nam hoặc Nữ.",
            ),
            models.CheckConstraint(
                name="person_birth_year_is_plausible",
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1890, 2100)),
                violation_error_code="person_birth_year_is_plausible",
                violation_error_message="Năm sinh phải từ 1890 trở về sau.",
            ),
            models.CheckConstraint(
                name="person_education_is_known",
                condition=Q(education__in=["", *Education.values]),
                violation_error_code="person_education_is_known",
                violation_error_message="Trình độ không hợp lệ.",
            ),
            models.CheckConstraint(
                name="person_work_is_known",
                condition=Q(work__in=["", *Work.values]),
                violation_error_code="person_work_is_known",
                violation_error_message="Tình trạng việc làm không hợp lệ.",
            ),
            models.CheckConstraint(
                name="person_cccd_sealed_with_its_hash",
                condition=Q(cccd_sealed="", cccd_hash="")
                | (~Q(cccd_sealed="") & ~Q(cccd_hash="")),
                violation_error_code="person_cccd_sealed_with_its_hash",
                violation_error_message="Số CCCD phải được mã hóa cùng khóa tìm.",
            ),
            models.UniqueConstraint(
                name="person_cccd_once",
                fields=["cccd_hash"],
                condition=~Q(cccd_hash=""),
                violation_error_message="Số CCCD này đã thuộc về một người khác.",
            ),
        ]
        indexes = [
            models.Index(
                name="person_same_name_and_year", fields=["name_norm", "birth_year"]
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def cccd(self) -> str:
        """The identity number, opened; reading it belongs to a logged page."""
        return unseal(self.cccd_sealed)

    @property
    def cccd_masked(self) -> str:
        """The identity number as lists show it."""
        return masked(self.cccd) if self.cccd_sealed else ""

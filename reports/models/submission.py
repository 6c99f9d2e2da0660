"""What one unit owes for one period, and every edition that was signed of it."""

from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Agency
from accounts.walls import AssignedQuerySet
from areas.models import Area
from core.dates import today
from core.ids import new_id
from office.models import APPEND_ONLY, Document, StoredFile
from reports.choices import PaperKind, SubmissionStatus
from reports.models.calendar import ReportPeriod
from reports.models.run import ReportRun
from reports.rules.calendar import days_late


@pghistory.track(model_name="SubmissionHistory")
class Submission(models.Model):
    """The report of one unit (an area, or one of its agencies) for one period.

    `sections` are the words officers write; `answers` the rows of a one-off table. The
    figures stand in the run that was built last. `accepted_number` is the edition that
    superiors add up; `submitted_on` the first sending, which decides whether it was late.
    `adds_up`: the sheet of who asked, which
    owes nothing and adds up what came in.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    period = models.ForeignKey(
        ReportPeriod, on_delete=models.PROTECT, related_name="submissions"
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    receiver = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("hạn gửi", null=True, blank=True)
    status = models.CharField(
        "tình trạng",
        max_length=10,
        choices=SubmissionStatus.choices,
        default=SubmissionStatus.OPEN,
    )
    adds_up = models.BooleanField("tổng hợp của nơi nhận", default=False)
    number = models.PositiveSmallIntegerField("bản số", default=1)
    accepted_number = models.PositiveSmallIntegerField(
        "bản đã tiếp nhận", null=True, blank=True
    )
    sections: Any = models.JSONField(default=dict, blank=True)
    answers: Any = models.JSONField(default=list, blank=True)
    run = models.ForeignKey(
        ReportRun, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_on = models.DateField("ngày gửi", null=True, blank=True)
    reminded_on = models.DateField("nhắc lần cuối", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssignedQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo của đơn vị"
        ordering = ["-period__last", "area_path", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="submission_once_per_unit_and_period",
                fields=["period", "area", "agency"],
                nulls_distinct=False,
                violation_error_message="Đơn vị này đã có báo cáo của kỳ.",
            ),
            models.CheckConstraint(
                name="submission_status_is_known",
                condition=Q(status__in=SubmissionStatus.values),
                violation_error_code="submission_status_is_known",
                violation_error_message="Tình trạng không hợp lệ.",
            ),
            models.CheckConstraint(
                name="submission_sent_has_day",
                condition=~Q(status__in=["submitted", "accepted"])
                | Q(submitted_on__isnull=False),
                violation_error_code="submission_sent_has_day",
                violation_error_message="Báo cáo đã gửi phải có ngày gửi.",
            ),
        ]
        indexes = [
            models.Index(
                name="submission_place",
                fields=["period", "area_path"],
                opclasses=["int8_ops", "text_pattern_ops"],
            ),
            models.Index(name="submission_path", fields=["area_path"]),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} – {self.period}"

    @property
    def unit_name(self) -> str:
        """Who reports: the agency, else the area."""
        return str(self.agency or self.area.full_name)

    @property
    def state(self) -> str:
        """Where it stands in words; a report nobody began is not being written."""
        begun = self.run_id or self.sections or self.answers
        if self.status == SubmissionStatus.OPEN and not begun:
            return "Chưa lập"
        if self.status == SubmissionStatus.OPEN and self.accepted_number:
            return "Đang đính chính"
        return str(self.get_status_display())

    @property
    def corrects(self) -> bool:
        """Whether an accepted edition stands while this one is written."""
        return self.accepted_number is not None

    @property
    def is_sent(self) -> bool:
        """Whether the receiver has it; a correction on its way takes nothing back."""
        sent = (SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED)
        return self.status in sent or self.accepted_number is not None

    @property
    def days_late(self) -> int:
        """Days after the due day: of the sending, or by now."""
        sent = self.submitted_on if self.is_sent else None
        return days_late(self.due_on, sent, today())


class Edition(models.Model):
    """A signed report: its number, its words, its frozen run. Only added.

    A correction is the next number; the old one stays as it was.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="editions"
    )
    number = models.PositiveSmallIntegerField("bản số")
    run = models.ForeignKey(
        ReportRun, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sections: Any = models.JSONField(default=dict)
    answers: Any = models.JSONField(default=list)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField("ngày ký")
    reason = models.CharField("lý do đính chính", max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "bản báo cáo đã ký"
        ordering = ["submission_id", "number"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(
                name="edition_number_once_per_submission", fields=["submission", "number"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission} – bản số {self.number}"


class EditionPaper(models.Model):
    """A file of a signed edition: the Word report, the PDF. Only added, each once."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField("loại tệp", max_length=4, choices=PaperKind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "tệp của bản báo cáo"
        ordering = ["edition_id", "kind"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.UniqueConstraint(name="editionpaper_once", fields=["edition", "kind"]),
            models.CheckConstraint(
                name="editionpaper_kind_is_known",
                condition=Q(kind__in=PaperKind.values),
                violation_error_code="editionpaper_kind_is_known",
                violation_error_message="Loại tệp không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} – {self.kind}"

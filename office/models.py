"""What every office has: documents, files, jobs, imports, steps, notices."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from office.choices import LIVE_JOBS, DocumentKind, ImportStatus, JobStatus

APPEND_ONLY = pgtrigger.Protect(
    name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
)


class StoredFile(models.Model):
    """A kept file with its hash; never changed after it was stored."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    content = models.FileField(upload_to="%Y/%m/")
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    sha256 = models.CharField("SHA-256", max_length=64)
    area_path = models.CharField(max_length=80, db_index=True)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True
    )
    stored_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp"
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """An official document: number, date, who issued and who signed it."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    kind = models.CharField("loại văn bản", max_length=12, choices=DocumentKind.choices)
    number = models.CharField("số, ký hiệu", max_length=60)
    date = models.DateField("ngày ban hành")
    title = models.CharField("trích yếu", max_length=400)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="documents")
    area_path = models.CharField(max_length=80, db_index=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    signer = models.CharField("người ký", max_length=120, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True)
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        constraints = [
            models.UniqueConstraint(
                name="document_number_once_per_issuer_and_day",
                fields=["area", "issuer", "number", "date"],
                violation_error_message="Văn bản số này, ngày này đã được ghi nhận.",
            ),
            models.CheckConstraint(
                name="document_has_number",
                condition=~Q(number=""),
                violation_error_code="document_has_number",
                violation_error_message="Văn bản phải có số, ký hiệu.",
            ),
            models.CheckConstraint(
                name="document_kind_is_known",
                condition=Q(kind__in=DocumentKind.values),
                violation_error_code="document_kind_is_known",
                violation_error_message="Loại văn bản không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} số {self.number} ngày {self.date:%d/%m/%Y}"


class Job(models.Model):
    """Long work: this row is the truth, the broker only wakes somebody up."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    params: Any = models.JSONField(default=dict)
    area_path = models.CharField(max_length=80, db_index=True)
    status = models.CharField(
        "tình trạng", max_length=10, choices=JobStatus.choices, default=JobStatus.QUEUED
    )
    token = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=120, blank=True)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    message = models.TextField(blank=True)
    cancel_requested = models.BooleanField(default=False)
    day = models.DateField("ngày làm việc")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "việc chạy nền"
        constraints = [
            models.UniqueConstraint(
                name="job_one_live_per_key",
                fields=["kind", "key"],
                condition=Q(status__in=LIVE_JOBS),
                violation_error_message="Việc này đang chạy.",
            ),
            models.CheckConstraint(
                name="job_status_is_known",
                condition=Q(status__in=JobStatus.values),
                violation_error_code="job_status_is_known",
                violation_error_message="Tình trạng không hợp lệ.",
            ),
            models.CheckConstraint(
                name="job_progress_at_most_100",
                condition=Q(progress__lte=100),
                violation_error_code="job_progress_at_most_100",
                violation_error_message="Tiến độ không quá 100%.",
            ),
            models.CheckConstraint(
                name="job_running_has_token",
                condition=~Q(status=JobStatus.RUNNING) | Q(token__isnull=False),
                violation_error_code="job_running_has_token",
                violation_error_message="Việc đang chạy phải có người giữ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def is_live(self) -> bool:
        """Whether somebody still has to wait."""
        return self.status in LIVE_JOBS


class Export(models.Model):
    """A workbook or paper that was asked for: made in the background, kept with its hash.

    The upper rooms say which kinds there are and how each is written (office.exports).
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    params: Any = models.JSONField(default=dict)
    job = models.ForeignKey(Job, on_delete=models.PROTECT)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp xuất"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} – {self.area}"


class ImportRun(models.Model):
    """One uploaded table on its way in: read, shown, applied."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    area = models.ForeignKey(Area, on_delete=models.PROTECT)
    area_path = models.CharField(max_length=80, db_index=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    status = models.CharField(
        "tình trạng",
        max_length=10,
        choices=ImportStatus.choices,
        default=ImportStatus.READING,
    )
    params: Any = models.JSONField(default=dict)
    rows: Any = models.JSONField(default=list)
    problems: Any = models.JSONField(default=list)
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True)
    result_id = models.UUIDField(null=True)
    answer = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt nhập dữ liệu"
        constraints = [
            models.CheckConstraint(
                name="importrun_status_is_known",
                condition=Q(status__in=ImportStatus.values),
                violation_error_code="importrun_status_is_known",
                violation_error_message="Tình trạng không hợp lệ.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.file.name}"


class Step(models.Model):
    """One step of a procedure: who, when, why, by which document. Only added."""

    subject_type = models.CharField(max_length=40)
    subject = models.UUIDField(db_index=True)
    status = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    day = models.DateField("ngày")
    note = models.TextField("ghi chú", blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True)

    class Meta:
        verbose_name = "bước thủ tục"
        ordering = ["pk"]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.status} {self.day:%d/%m/%Y}"


class Notice(models.Model):
    """One line for one person's bell."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    text = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "thông báo"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                name="notice_unread", fields=["user"], condition=Q(read_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.text


class RequestKey(models.Model):
    """One client's request and its answer: the same key gives the same answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    key = models.UUIDField()
    method = models.CharField(max_length=7)
    path = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    headers: Any = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "khóa yêu cầu"
        constraints = [
            models.UniqueConstraint(name="requestkey_once_per_user", fields=["user", "key"])
        ]

    def __str__(self) -> str:
        return str(self.key)

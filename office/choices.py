"""States of long work, kinds of documents and files."""

from django.db.models import TextChoices


class JobStatus(TextChoices):
    """Where a job stands."""

    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không thành công"
    CANCELLED = "cancelled", "Đã hủy"


LIVE_JOBS = (JobStatus.QUEUED, JobStatus.RUNNING)


class DocumentKind(TextChoices):
    """Kinds of official documents (Nghị định 30/2020/NĐ-CP)."""

    PLAN = "plan", "Kế hoạch"
    DECISION = "decision", "Quyết định"
    LETTER = "letter", "Công văn"
    REPORT = "report", "Báo cáo"
    RESOLUTION = "resolution", "Nghị quyết"
    OTHER = "other", "Văn bản khác"


class ImportStatus(TextChoices):
    """Where an import stands."""

    READING = "reading", "Đang đọc tệp"
    READY = "ready", "Chờ xác nhận"
    APPLIED = "applied", "Đã nhập"
    REFUSED = "refused", "Không đọc được"

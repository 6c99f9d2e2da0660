"""Keeping files: written under a temporary name, synced, renamed, then recorded."""

import errno
import hashlib
import logging
import time
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from areas.models import Area
from core.errors import DomainError
from office.models import StoredFile

log = logging.getLogger(__name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCAN_TYPES = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".png": ("image/png", b"\x89PNG"),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
}
SCAN_LIMIT = 20_000_000
NAME_LIMIT = 200
ORPHAN_HOURS = 24


class NotAScan(DomainError):
    """A signed document is attached as PDF or picture."""

    code = "not_a_scan"
    message = "Văn bản đã ký phải là tệp PDF, PNG hoặc JPG; tệp “{name}” không phải."


class FileTooLarge(DomainError):
    """The file is larger than the limit."""

    code = "file_too_large"
    message = "Tệp “{name}” nặng {size} MB; chỉ nhận tệp đến {limit} MB."


class FileNotKept(DomainError):
    """The disk refused the file; nothing was recorded."""

    code = "file_not_kept"
    message = "Không lưu được tệp “{name}”: {reason}. Chưa có gì được ghi nhận."


REASONS = {
    errno.ENOSPC: "ổ đĩa của máy chủ đã đầy",
    errno.EDQUOT: "ổ đĩa của máy chủ đã đầy",
    errno.EACCES: "máy chủ không có quyền ghi vào kho tệp",
    errno.EROFS: "kho tệp chỉ cho đọc",
}


def store(
    content: bytes, *, name: str, content_type: str, area: Area, by: User | None
) -> StoredFile:
    """Keep `content`; the row exists only if the whole file does."""
    stored = StoredFile(
        name=name[-NAME_LIMIT:],
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        area_path=area.path,
        stored_by=by,
    )
    suffix = Path(name).suffix.lower()
    try:
        stored.content.save(f"{stored.public_id}{suffix}", ContentFile(content), save=False)
    except OSError as error:
        log.exception("file %s could not be kept", name)
        reason = REASONS.get(error.errno or 0, "kho tệp không ghi được")
        raise FileNotKept(name=name, reason=reason) from error
    stored.save()
    return stored


def remove_orphans() -> int:
    """Delete files that no row names: their transaction was rolled back."""
    root = Path(settings.MEDIA_ROOT)
    before = time.time() - ORPHAN_HOURS * 3600
    old = [p for p in root.rglob("*") if p.is_file() and p.stat().st_mtime < before]
    names = {str(p.relative_to(root)): p for p in old}
    for kept in StoredFile.objects.filter(content__in=names).values_list(
        "content", flat=True
    ):
        names.pop(kept)
    for path in names.values():
        path.unlink(missing_ok=True)
    return len(names)


def store_scan(upload: "UploadedFile[bytes]", *, area: Area, by: User | None) -> StoredFile:
    """Keep a signed scan after checking that it is what its name says."""
    name = Path(upload.name or "").name
    if (upload.size or 0) > SCAN_LIMIT:
        size = round((upload.size or 0) / 1_000_000)
        raise FileTooLarge(name=name, size=size, limit=SCAN_LIMIT // 1_000_000)
    content = upload.read()
    content_type, magic = SCAN_TYPES.get(Path(name).suffix.lower(), ("", b"\0"))
    if not content_type or not content.startswith(magic):
        raise NotAScan(name=name)
    return store(content, name=name, content_type=content_type, area=area, by=by)

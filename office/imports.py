"""Taking a workbook in: checked, kept, its run recorded, its reading asked for."""

from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from areas.models import Area
from core.text import name_norm
from office import files, jobs
from office.models import ImportRun, Job
from office.uploads import check_upload


def keep_upload(
    upload: "UploadedFile[bytes]",
    *,
    kind: str,
    area: Area,
    params: dict[str, Any],
    by: User,
) -> ImportRun:
    """Refuse what is no sound workbook; keep the file and the run that will read it."""
    name = Path(upload.name or "").name
    stream: BinaryIO = upload  # type: ignore[assignment]
    check_upload(name, upload.size or 0, stream, limit_megabytes=settings.UPLOAD_MEGABYTES)
    stored = files.store(
        upload.read(), name=name, content_type=files.XLSX, area=area, by=by
    )
    return ImportRun.objects.create(
        kind=kind,
        area=area,
        area_path=area.path,
        file=stored,
        params=params,
        created_by=by,
    )


def ask_job(run: ImportRun, job_kind: str, *, by: User) -> Job:
    """Put the run's next work in the queue; one live job of a kind per run."""
    job = jobs.enqueue(
        job_kind,
        key=str(run.public_id),
        params={"import": str(run.public_id)},
        area=run.area,
        by=by,
    )
    run.job = job
    run.save(update_fields=["job"])
    return job


def keep_answer(run: ImportRun, path: Path) -> None:
    """Keep the workbook of what was not taken, named after the file that was sent."""
    stem = name_norm(Path(run.file.name).stem).replace(" ", "-")
    run.answer = files.store(
        path.read_bytes(),
        name=f"khong-nhan-{stem}.xlsx",
        content_type=files.XLSX,
        area=run.area,
        by=run.created_by,
    )

"""Workbooks one asks for: put in the queue, written in the background, then taken.

An upper room registers each kind once: who may have it, how it is written, what its
file is called. A person takes only what that person asked for, and only while the right
to it lasts.
"""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.services import record_access
from areas.models import Area
from core.errors import RightMissing
from office import files, jobs
from office.models import Export, Job

JOB_KIND = "make_export"


@dataclass(frozen=True, slots=True)
class Writer:
    """One kind of workbook: who may still have it, its title, how it is written, its name."""

    allowed: Callable[[Export], bool]
    title: str
    write: Callable[[Export, Path], None]
    name: Callable[[Export], str]


WRITERS: dict[str, Writer] = {}


def register(kind: str, writer: Writer) -> None:
    """Name what writes exports of `kind`; called once, from `ready()`."""
    WRITERS[kind] = writer


@transaction.atomic
def ask_export(kind: str, params: dict[str, str], *, area: Area, by: User) -> Export:
    """Put a workbook in the queue; one live job per person, kind and parameters."""
    told = ":".join(params[name] for name in sorted(params))
    asked = hashlib.sha256(told.encode()).hexdigest()  # however long: no two are one job
    key = f"{kind}:{area.pk}:{by.pk}:{asked}"
    job = jobs.enqueue(JOB_KIND, key=key, params={"kind": kind}, area=area, by=by)
    return Export.objects.create(
        kind=kind, area=area, area_path=area.path, params=params, job=job, created_by=by
    )


def exports_of(user: User) -> QuerySet[Export]:
    """What this person asked for; whether it may still be had, its kind decides."""
    mine = Export.objects.filter(created_by=user, kind__in=WRITERS)
    return mine.select_related("job", "file", "area", "created_by")


def is_allowed(export: Export) -> bool:
    """Whether who asked may still have it: rights end."""
    return WRITERS[export.kind].allowed(export)


def log_taken(export: Export, user: User, address: str | None) -> None:
    """Write down who took the file, and from where."""
    record_access(
        user,
        action="export",
        subject_type=export.kind,
        subject_id=export.public_id,
        area_path=export.area_path,
        address=address,
    )


def make_export(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Write the workbook; the returned effect keeps it together with `done`."""
    export = Export.objects.select_related("area", "created_by").get(job=job)
    if not is_allowed(export):
        raise RightMissing(area=export.area.full_name)
    writer = WRITERS[export.kind]
    reporter.say("Đang lấy số liệu và ghi tệp", 20)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.xlsx"
        writer.write(export, path)
        content = path.read_bytes()
    reporter.say("Đang lưu tệp", 90)

    def effect() -> None:
        export.file = files.store(
            content,
            name=writer.name(export),
            content_type=files.XLSX,
            area=export.area,
            by=export.created_by,
        )
        export.save(update_fields=["file"])

    return effect

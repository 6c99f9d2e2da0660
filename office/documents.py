"""Recording official documents and the steps of procedures."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, models, transaction
from django.http import FileResponse, Http404

from accounts.models import User
from areas.models import Area
from core.dates import today
from core.db import broken_constraint
from core.errors import DomainError
from office.files import store_scan
from office.models import Document, Step


class NumberTaken(DomainError):
    """The issuer already has a document of that number and day."""

    code = "document_number_once_per_issuer_and_day"
    message = "{area} đã có văn bản số {number} ngày {day}; hãy kiểm tra lại số."


class DateInFuture(DomainError):
    """A document cannot be recorded before its day."""

    code = "document_date_in_future"
    message = "Ngày ban hành {day} ở sau hôm nay ({today}); hãy kiểm tra lại ngày."


class DateTooOld(DomainError):
    """No document of a poverty programme is older than the programmes."""

    code = "document_date_too_old"
    message = "Ngày ban hành {day} trước năm {first}; hãy kiểm tra lại ngày."


FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What a person types from the head and foot of a document."""

    kind: str
    number: str
    date: date
    title: str
    signer: str
    amends: Document | None = None


@transaction.atomic
def record_document(
    facts: DocumentFacts,
    *,
    area: Area,
    issuer: str,
    scan: "UploadedFile[bytes] | None" = None,
    by: User | None = None,
) -> Document:
    """Record a document once; the same number on the same day is refused.

    Its signed scan is kept last, when every rule has said yes.
    """
    if facts.date > today():
        raise DateInFuture(
            day=f"{facts.date:%d/%m/%Y}",
            today=f"{today():%d/%m/%Y}",
        )
    if facts.date.year < FIRST_YEAR:
        raise DateTooOld(day=f"{facts.date:%d/%m/%Y}", first=FIRST_YEAR)
    try:
        with transaction.atomic():
            return Document.objects.create(
                kind=facts.kind,
                number=facts.number,
                date=facts.date,
                title=facts.title,
                signer=facts.signer,
                area=area,
                area_path=area.path,
                issuer=issuer,
                amends=facts.amends,
                file=store_scan(scan, area=area, by=by) if scan else None,
                is_demo=area.is_demo,
            )
    except IntegrityError as error:
        if broken_constraint(error) == "document_number_once_per_issuer_and_day":
            raise NumberTaken(
                area=area.full_name, number=facts.number, day=f"{facts.date:%d/%m/%Y}"
            ) from error
        raise


def add_step(
    subject: models.Model,
    *,
    status: str,
    by: User,
    note: str = "",
    document: Document | None = None,
) -> Step:
    """Write one step of a record's procedure."""
    public_id: UUID = subject.public_id  # type: ignore[attr-defined]
    return Step.objects.create(
        subject_type=str(subject._meta.model_name),
        subject=public_id,
        status=status,
        by=by,
        day=today(),
        note=note,
        document=document,
    )


def scan_answer(document: Document | None) -> FileResponse:
    """The signed scan of a document, to keep; 404 where none was attached."""
    if document is None or document.file is None:
        raise Http404
    file = document.file
    content = file.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=file.name)


def steps_of(public_id: UUID) -> models.QuerySet[Step]:
    """Steps of one record, oldest first."""
    return Step.objects.filter(subject=public_id).select_related("by", "document__file")

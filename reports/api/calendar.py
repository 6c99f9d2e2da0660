"""The calendar of reports and one unit's report, for programs."""

from typing import Any
from uuid import UUID

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.scoped_list import ScopedList
from areas.models import Area
from core.payload import checked
from core.preconditions import etag, wanted_version
from office.files import XLSX
from office.letter import PDF
from office.serializers import JobOut
from office.word import DOCX
from reports.choices import Sender, SubmissionStatus
from reports.doors import reader
from reports.models import ReportRegime, Submission
from reports.rules.calendar import DueRule
from reports.selectors.calendar import regimes_for, submissions_for
from reports.selectors.submission import edition_for
from reports.serializers.built import ReportBrief
from reports.serializers.calendar import (
    DueIn,
    DueOut,
    PeriodOut,
    RegimeOut,
    RequestOnceIn,
    SubmissionAnswersIn,
    SubmissionBrief,
    SubmissionOut,
    SubmissionSectionsIn,
    SubmissionStepIn,
)
from reports.services.building import ask_submission
from reports.services.calendar import DueFacts, RequestFacts, ask_once, set_due
from reports.services.papers import edition_taken, write_again
from reports.services.submitting import (
    Signed,
    remind,
    take_step,
    write_answers,
    write_sections,
)


class RegimeList(ScopedList):
    """Reports that are asked of somebody in one's areas."""

    right = Right.REPORT_VIEW
    queryset = ReportRegime.objects.all()
    serializer_class = RegimeOut
    filterset_fields = ("code", "frequency", "kind")

    def get_queryset(self) -> Any:
        """Those of one's areas, and of the areas above."""
        if getattr(self, "swagger_fake_view", False):
            return ReportRegime.objects.none()
        return regimes_for(reader(self.request))


@extend_schema(request=DueIn, responses={201: DueOut})
@api_view(["POST"])
def regime_due(request: Request, public_id: UUID) -> Response:
    """Set the units of one's own area an earlier day; If-Match where one was set."""
    me = need(request, Right.REPORT_ACCEPT)
    regime = get_object_or_404(regimes_for(me), public_id=public_id)
    told = checked(DueIn, request.data)
    areas = Area.objects.visible_to(me, Right.REPORT_ACCEPT)
    area = get_object_or_404(areas, public_id=told["area"])
    rule = DueRule(told.get("months"), told.get("day"), told.get("working_days"))
    facts = DueFacts(Sender(told["sender"]), rule, told["basis"])
    held = "If-Match" in request.headers
    version = wanted_version(request.headers) if held else None
    made = set_due(regime, area, facts, by=me, version=version)
    return Response(DueOut(made).data, status=201)


@extend_schema(request=RequestOnceIn, responses={201: PeriodOut})
@api_view(["POST"])
def request_once(request: Request) -> Response:
    """Ask the units below for a report once."""
    me = need(request, Right.REPORT_ACCEPT)
    told = checked(RequestOnceIn, request.data)
    areas = Area.objects.visible_to(me, Right.REPORT_ACCEPT)
    area = get_object_or_404(areas, public_id=told.pop("area"))
    senders = tuple(Sender(s) for s in told.pop("senders"))
    columns = tuple(dict(column) for column in told.pop("columns"))
    facts = RequestFacts(senders=senders, columns=columns, **told)
    return Response(PeriodOut(ask_once(facts, area=area, by=me)).data, status=201)


class SubmissionList(ScopedList):
    """Reports of the units one may see: who has sent, who has not, who is late."""

    right = Right.REPORT_VIEW
    queryset = Submission.objects.all()
    serializer_class = SubmissionBrief
    filterset_fields = ("status", "period__year", "period__regime__code")

    def get_queryset(self) -> Any:
        """Of one's areas, and of one's agency."""
        if getattr(self, "swagger_fake_view", False):
            return Submission.objects.none()
        return submissions_for(reader(self.request))


def _find(request: Request, public_id: UUID) -> tuple[User, Submission]:
    me = reader(request)
    return me, get_object_or_404(submissions_for(me), public_id=public_id)


def _whole(found: Submission, status: int = 200) -> Response:
    row = Submission.objects.select_related(
        *("period__regime", "area", "agency", "receiver"),
        *("run__job", "run__file", "run__area", "run__created_by"),
    ).prefetch_related("editions__papers", "editions__document", "editions__run__file")
    shown = SubmissionOut(row.get(pk=found.pk)).data
    return Response(shown, status=status, headers={"ETag": etag(shown["version"])})


@extend_schema(responses=SubmissionOut)
@api_view(["GET"])
def submission_detail(request: Request, public_id: UUID) -> Response:
    """A unit's report: its words, its figures, its signed editions."""
    _, found = _find(request, public_id)
    return _whole(found)


@extend_schema(request=None, responses={202: ReportBrief})
@api_view(["POST"])
def submission_build(request: Request, public_id: UUID) -> Response:
    """Compile the figures anew, in the background."""
    need(request, Right.REPORT_SEND)
    me, found = _find(request, public_id)
    return Response(ReportBrief(ask_submission(found, by=me)).data, status=202)


@extend_schema(request=SubmissionSectionsIn, responses=SubmissionOut)
@api_view(["PUT"])
def submission_sections(request: Request, public_id: UUID) -> Response:
    """Keep the words of a report."""
    need(request, Right.REPORT_SEND)
    me, found = _find(request, public_id)
    words = checked(SubmissionSectionsIn, request.data)
    version = wanted_version(request.headers)
    return _whole(write_sections(found, words, by=me, version=version))


@extend_schema(request=SubmissionAnswersIn, responses=SubmissionOut)
@api_view(["PUT"])
def submission_answers(request: Request, public_id: UUID) -> Response:
    """Keep the rows of a one-off table."""
    need(request, Right.REPORT_SEND)
    me, found = _find(request, public_id)
    lines = checked(SubmissionAnswersIn, request.data)["lines"]
    version = wanted_version(request.headers)
    return _whole(write_answers(found, lines, by=me, version=version))


@extend_schema(request=SubmissionStepIn, responses=SubmissionOut)
@api_view(["POST"])
def submission_step(request: Request, public_id: UUID) -> Response:
    """Take a report to its next step."""
    me, found = _find(request, public_id)
    told = checked(SubmissionStepIn, request.data)
    to = SubmissionStatus(told["to"])
    signed = None
    if to == SubmissionStatus.SUBMITTED:
        signed = Signed(told["number"], told["date"], told["signer"])
    version = wanted_version(request.headers)
    done = take_step(found, to, by=me, version=version, note=told["note"], signed=signed)
    return _whole(done)


@extend_schema(request=None, responses=SubmissionBrief)
@api_view(["POST"])
def submission_remind(request: Request, public_id: UUID) -> Response:
    """Remind one unit of what it owes; once a day."""
    need(request, Right.REPORT_ACCEPT)
    me, found = _find(request, public_id)
    return Response(SubmissionBrief(remind(found, by=me)).data)


@extend_schema(
    responses={
        (200, XLSX): OpenApiTypes.BINARY,
        (200, DOCX): OpenApiTypes.BINARY,
        (200, PDF): OpenApiTypes.BINARY,
    }
)
@api_view(["GET"])
def edition_file(request: Request, public_id: UUID, kind: str) -> FileResponse:
    """A kept file of a signed report: xlsx, docx, pdf, or ban-ky (the signed scan)."""
    me = reader(request)
    edition = edition_for(me, public_id)
    return edition_taken(edition, kind, me, address_of(request))


@extend_schema(request=None, responses={202: JobOut})
@api_view(["POST"])
def edition_write(request: Request, public_id: UUID) -> Response:
    """Write the papers once more, where their job ended without them."""
    me = reader(request)
    job = write_again(edition_for(me, public_id), by=me)
    return Response(JobOut(job).data, status=202)

"""Papers of a commune's round: asked for, watched, kept."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import Right
from accounts.officer import address_of, need, officer
from accounts.services import record_access
from core.errors import DomainError
from core.inputs import id_or_none
from households.choices import PrintKind
from households.models import CommuneRound, Printout
from households.services.printing import ask_paper
from households.services.procedure import villages_of


@require_POST
def round_print(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Ask for a paper of the round, of the whole commune or of one village."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    seen = CommuneRound.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    item = get_object_or_404(seen.select_related("commune", "round"), public_id=public_id)
    wanted = id_or_none(request.POST.get("village", ""))
    villages = {v.public_id: v for v, _ in villages_of(item) if v}
    kind = request.POST.get("kind", "")
    if kind not in PrintKind.values:
        messages.error(request, "Hãy chọn loại giấy tờ cần in.")
        return redirect("round-detail", public_id)
    village = villages.get(wanted) if wanted else None
    try:
        printout = ask_paper(PrintKind(kind), item, village, by=me)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("round-detail", public_id)
    return redirect("printout-detail", printout.public_id)


def _find(request: HttpRequest, public_id: Any) -> Printout:
    me = need(request, Right.HOUSEHOLD_VIEW)
    seen = Printout.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    found: Printout = get_object_or_404(
        seen.select_related(
            "job", "file", "commune", "village", "commune_round", "request", "confirmation"
        ),
        public_id=public_id,
    )
    return found


@require_safe
def printout_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Progress of a paper, then its download."""
    piece = request.headers.get("HX-Request")
    name = "_printout" if piece else "printout_detail"
    context = {"printout": _find(request, public_id)}
    return render(request, f"households/{name}.html", context)


@require_safe
def printout_file(request: HttpRequest, public_id: Any) -> FileResponse:
    """The paper itself; taking it is logged."""
    printout = _find(request, public_id)
    if printout.file is None:
        raise Http404
    me = officer(request)
    if not me.may(Right.HOUSEHOLD_VIEW):
        raise PermissionDenied
    record_access(
        me,
        action="export",
        subject_type="printout",
        subject_id=printout.public_id,
        area_path=printout.area_path,
        address=address_of(request),
    )
    content = printout.file.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=printout.file.name)

"""One unit's report: figures, words, steps, papers; and whether a file is a kept report."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from core.conflicts import differences
from core.errors import DomainError
from core.inputs import attempt, posted_version
from office import jobs
from office.models import Job
from office.templatetags.vietnamese import o
from reports.choices import Section
from reports.choices import SubmissionStatus as S
from reports.doors import reader
from reports.forms.submission import (
    AnswerForm,
    SectionsForm,
    SignForm,
    StepForm,
    VerifyForm,
)
from reports.models import Edition, Submission
from reports.rules.submission import EDITABLE
from reports.selectors.calendar import holds, submissions_for
from reports.selectors.submission import (
    Act,
    acts_for,
    changed_since,
    changes_between,
    edition_for,
    labelled_steps,
    previous_words,
    shown_tables,
    verified,
)
from reports.services.building import JOB_KIND, ask_submission, job_key
from reports.services.papers import edition_taken, write_again
from reports.services.submitting import take_step, write_answers, write_sections

ROWS = 5  # empty rows a table offers beyond those written
FILE_LIMIT = 50_000_000


def _find(request: HttpRequest, public_id: Any) -> tuple[User, Submission]:
    me = reader(request)
    return me, get_object_or_404(submissions_for(me), public_id=public_id)


@require_safe
def submission_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """A unit's report: as its figures stand, its words, who acts next."""
    me, found = _find(request, public_id)
    job = Job.objects.filter(kind=JOB_KIND, key=job_key(found)).order_by("-pk").first()
    if request.headers.get("HX-Request") and job is not None:
        answer = render(request, "reports/_job.html", {"job": job, "submission": found})
        if not job.is_live:  # the whole page is another one now
            answer["HX-Refresh"] = "true"
        return answer
    return _page(request, me, found)


def _page(request: HttpRequest, me: User, found: Submission, **forms: Any) -> HttpResponse:
    mine, steps = holds(me, Right.REPORT_SEND, found), labelled_steps(found)
    writes = mine and found.status in EDITABLE
    job = Job.objects.filter(kind=JOB_KIND, key=job_key(found)).order_by("-pk").first()
    editions = list(
        found.editions.select_related("document__file", "run__file", "signed_by")
        .prefetch_related("papers__file")
        .order_by("number")
    )
    run = found.run
    context = {
        "submission": found,
        "period": found.period,
        "regime": found.period.regime,
        "run": run,
        "job": job,
        "writes": writes,
        # one's own rows of a table are what one typed; only who asked adds up
        "compiles": not found.period.regime.columns or found.adds_up,
        "sections": None
        if found.period.regime.columns
        else _sections(found, forms, writes),
        "sections_form": forms.get("sections"),
        "differences": forms.get("differences", []),
        "answers": _answers(found, forms)
        if found.period.regime.columns and not found.adds_up
        else None,
        "acts": _with_forms(acts_for(me, found), forms.get("step")),
        "steps": steps,
        "last_reason": steps[-1].note if found.status == S.RETURNED and steps else "",
        "tables": shown_tables(run, me),
        "answered": [list(line.values()) for line in found.answers],
        "editions": _compared(editions),
        "may_write": mine or holds(me, Right.REPORT_SIGN, found),
        "changed": changed_since(run) if run is not None else None,
    }
    status = 400 if forms else 200
    return render(request, "reports/submission_detail.html", context, status=status)


def _with_forms(acts: list[Act], refused: StepForm | None) -> list[dict[str, Any]]:
    """Each step with the form it asks for; one that was refused keeps what was typed."""
    found = []
    for act in acts:
        to = act.move.to
        mine = refused is not None and refused.data.get("to") == to
        form = refused if mine else step_form(to)(auto_id=f"{to}-%s")
        if act.move.needs_reason and form is not None:
            form.fields["note"].label = "Lý do (bắt buộc)"
        found.append({"move": act.move, "why_not": act.why_not, "form": form})
    return found


def step_form(to: str) -> type[StepForm]:
    """Sending asks for what stands on the paper; other steps for a note."""
    return SignForm if to == S.SUBMITTED else StepForm


def _sections(found: Submission, forms: dict[str, Any], writes: bool) -> list[Any]:
    """Each part with its field, the words of the period before, and what figures suggest."""
    before = previous_words(found)
    suggested = found.run.facts.get("words", {}) if found.run is not None else {}
    form = forms.get("sections") or SectionsForm(initial=found.sections)
    return [
        {
            "label": section.label,
            "field": form[section.value] if writes else None,
            "text": found.sections.get(section.value, ""),
            "before": before.get(section.value, ""),
            "suggested": suggested.get(section.value, "")
            if suggested.get(section.value, "") != found.sections.get(section.value)
            else "",
        }
        for section in Section
    ]


def _answers(found: Submission, forms: dict[str, Any]) -> AnswerForm:
    """The rows of a one-off table, and some empty ones."""
    if "answers" in forms:
        answered: AnswerForm = forms["answers"]
        return answered
    initial = {
        f"{row}-{number}": o(value)
        for row, line in enumerate(found.answers)
        for number, value in line.items()
    }
    rows = len(found.answers) + ROWS
    return AnswerForm(initial=initial, columns=found.period.regime.columns, rows=rows)


def _compared(editions: list[Edition]) -> list[dict[str, Any]]:
    """Every edition, the newest first, with what it changed in the one before."""
    found = [
        {"edition": one, "changes": changes_between(editions[n - 1], one) if n else []}
        for n, one in enumerate(editions)
    ]
    return found[::-1]


@require_POST
def submission_build(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Compile the figures anew, in the background."""
    need(request, Right.REPORT_SEND)
    me, found = _find(request, public_id)
    try:
        ask_submission(found, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("submission-detail", public_id)


@require_POST
def submission_cancel(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Stop the compiling that runs; whoever writes the report may."""
    need(request, Right.REPORT_SEND)
    me, found = _find(request, public_id)
    job = jobs.live_job(JOB_KIND, job_key(found))
    if job is not None and holds(me, Right.REPORT_SEND, found):
        jobs.cancel(job)
        messages.success(request, "Đã yêu cầu dừng tổng hợp.")
    return redirect("submission-detail", public_id)


@require_POST
def submission_write(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Keep the words of a report."""
    need(request, Right.REPORT_SEND)
    me, found = _find(request, public_id)
    form, version = SectionsForm(request.POST), posted_version(request)
    if form.is_valid():
        words = form.cleaned_data
        done = attempt(form, lambda: write_sections(found, words, by=me, version=version))
        if done is not None:
            messages.success(request, "Đã lưu phần lời của báo cáo.")
            return redirect("submission-detail", public_id)
    found = _fresh(found)
    stored = SectionsForm(initial=found.sections)
    told = differences(form, stored) if form.non_field_errors() else []
    return _page(request, me, found, sections=form, differences=told)


@require_POST
def submission_answer(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Keep the rows of a one-off table."""
    need(request, Right.REPORT_SEND)
    me, found = _find(request, public_id)
    columns = found.period.regime.columns
    rows = len(found.answers) + ROWS
    form = AnswerForm(request.POST, columns=columns, rows=rows)
    version = posted_version(request)
    if form.is_valid():
        lines = form.lines()
        done = attempt(form, lambda: write_answers(found, lines, by=me, version=version))
        if done is not None:
            messages.success(request, "Đã lưu biểu.")
            return redirect("submission-detail", public_id)
    return _page(request, me, _fresh(found), answers=form)


def _fresh(found: Submission) -> Submission:
    """The stored state beside what was typed: saving again is then on purpose."""
    found.refresh_from_db(fields=["version", "status", "sections", "answers"])
    return found


@require_POST
def submission_step(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take a report to its next step."""
    me, found = _find(request, public_id)
    to = request.POST.get("to", "")
    form = step_form(to)(request.POST, request.FILES, auto_id=f"{to}-%s")
    version = posted_version(request)
    if to in S.values and form.is_valid():
        note = form.cleaned_data["note"]
        signed = form.signed() if isinstance(form, SignForm) else None
        done = attempt(
            form,
            lambda: take_step(
                found, S(to), by=me, version=version, note=note, signed=signed
            ),
        )
        if done is not None:
            messages.success(request, f"Báo cáo: {done.get_status_display().lower()}.")
            return redirect("submission-detail", public_id)
    found = _fresh(found)
    if to not in [act.move.to for act in acts_for(me, found)]:  # its panel is gone
        told = " ".join(map(str, form.non_field_errors())) or "Chưa có gì được ghi."
        messages.error(request, f"Báo cáo đã chuyển bước. {told}")
    return _page(request, me, found, step=form)


@require_safe
def edition_file(request: HttpRequest, public_id: Any, kind: str) -> FileResponse:
    """A kept file of a signed report; the right is asked on every use."""
    me = reader(request)
    return edition_taken(edition_for(me, public_id), kind, me, address_of(request))


@require_POST
def edition_write(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Write the papers of a signed report once more, where their job ended without them."""
    me = reader(request)
    edition = edition_for(me, public_id)
    try:
        write_again(edition, by=me)
        messages.success(request, "Đang ghi lại tệp; chuông báo khi xong.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("submission-detail", edition.submission.public_id)


@require_http_methods(["GET", "POST"])
def edition_verify(request: HttpRequest) -> HttpResponse:
    """Whether a file is, byte for byte, a report that was kept."""
    me = reader(request)
    form = VerifyForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "asked": False}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload.size > FILE_LIMIT:
            form.add_error("file", "Tệp nặng quá 50 MB; đây không phải báo cáo đã lưu.")
        else:
            digest = hashlib.sha256()
            for chunk in upload.chunks():
                digest.update(chunk)
            seen = submissions_for(me).values_list("pk", flat=True)
            found = verified(digest.hexdigest(), me, seen)
            context |= {"asked": True, "found": found, "digest": digest.hexdigest()}
    status = 400 if form.errors else 200
    return render(request, "reports/edition_verify.html", context, status=status)

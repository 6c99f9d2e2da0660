"""A unit's report as its page shows it: what came before, what changed since, who acts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min
from django.shortcuts import get_object_or_404

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from households.models import Recognition, VillageTotal
from office.documents import steps_of
from office.models import StoredFile
from programs.models import AllocationChange, Disbursement, Support
from reports.choices import Sender, SubmissionStatus
from reports.models import Edition, ReportRun, Submission
from reports.rules.figures import BY_CODE
from reports.rules.submission import Move, moves_from
from reports.selectors.behind import number_in
from reports.selectors.calendar import may_take, submissions_for
from reports.selectors.links import Links
from reports.selectors.parts import figures_kept


def previous_words(submission: Submission) -> dict[str, str]:
    """What the unit signed for the period before, of the same regime."""
    before = Edition.objects.filter(
        submission__area=submission.area,
        submission__agency=submission.agency,
        submission__period__regime=submission.period.regime,
        submission__period__last__lt=submission.period.last,
    )
    last = before.order_by("-submission__period__last", "-number").first()
    return dict(last.sections) if last is not None else {}


@dataclass(frozen=True, slots=True)
class Act:
    """A step somebody may take now, and why not if not."""

    move: Move
    why_not: str = ""


def acts_for(user: User, submission: Submission) -> list[Act]:
    """The steps this person may take, each with what stands in its way."""
    status = SubmissionStatus(submission.status)
    agency = submission.agency_id is not None
    moves = moves_from(status, agency=agency, corrects=submission.corrects)
    return [
        Act(move, _why_not(submission, move))
        for move in moves
        if may_take(user, move, submission)
    ]


def _why_not(submission: Submission, move: Move) -> str:
    sending = move.to in (SubmissionStatus.SIGNING, SubmissionStatus.SUBMITTED)
    table = submission.period.regime.columns
    if not sending or submission.run is not None or (table and submission.answers):
        return ""
    return "Chưa trình được: " + (
        "biểu chưa có dòng nào." if table else "chưa tổng hợp số liệu."
    )


def labelled_steps(submission: Submission) -> list[Any]:
    """The steps taken, under the words of their states."""
    rows = list(steps_of(submission.public_id))
    for row in rows:
        row.label = SubmissionStatus(row.status).label  # type: ignore[attr-defined]
    return rows


def changed_since(run: ReportRun) -> datetime | None:
    """When the first datum behind a frozen report changed after it was built.

    Recognised status, entered totals, money and support of its area; None if nothing did.
    """
    known, path = run.known_at, run.area_path
    if known is None:
        return None
    inside = {"area_path__startswith": path, "recorded_at__gt": known}
    money = {"allocation__area_path__startswith": path}
    found = [
        Recognition.objects.filter(**inside).aggregate(at=Min("recorded_at"))["at"],
        Recognition.objects.filter(
            area_path__startswith=path, superseded_at__gt=known
        ).aggregate(at=Min("superseded_at"))["at"],
        VillageTotal.objects.filter(**inside).aggregate(at=Min("recorded_at"))["at"],
        Support.objects.filter(**inside).aggregate(at=Min("recorded_at"))["at"],
        Disbursement.objects.filter(**money, recorded_at__gt=known).aggregate(
            at=Min("recorded_at")
        )["at"],
        AllocationChange.objects.filter(**money, made_at__gt=known).aggregate(
            at=Min("made_at")
        )["at"],
    ]
    return min((at for at in found if at is not None), default=None)


def shown_tables(run: ReportRun | None, user: User) -> list[dict[str, Any]]:
    """The frozen tables of a report as pages print them, opening what stands behind."""
    if run is None:
        return []
    links = Links(run, user)
    return [_shown(number, table, links) for number, table in enumerate(run.tables)]


def _shown(number: int, table: dict[str, Any], links: Links) -> dict[str, Any]:
    columns = table["columns"]
    groups: list[dict[str, Any]] = []
    for column in columns:
        if groups and column["group"] and groups[-1]["label"] == column["group"]:
            groups[-1]["span"] += 1
        else:
            groups.append({"label": column["group"], "span": 1})
    rows = [
        {
            "bold": row["bold"],
            "cells": [
                {
                    "value": value,
                    "words": column["words"],
                    "url": _url(links, (number, at), row, column, value),
                }
                for value, column in zip(row["cells"], columns, strict=True)
            ],
        }
        for at, row in enumerate(table["rows"])
    ]
    grouped = groups if any(group["label"] for group in groups) else []
    return table | {"groups": grouped, "rows": rows}


def _url(links: Links, place: tuple[int, int], row: Any, column: Any, value: Any) -> str:
    """Where a cell opens; words and noughts open nothing."""
    if column["words"] or not number_in(value):
        return ""
    return links.of(place, row, column)


@dataclass(frozen=True, slots=True)
class EditionChange:
    """A figure that two editions say differently."""

    label: str
    unit: str
    before: Any
    after: Any


def changes_between(old: Edition, new: Edition) -> list[EditionChange]:
    """Figures of the year that a correction changed, in the order of the report."""
    if old.run is None or new.run is None:
        return []
    one, other = figures_kept(old.run.facts), figures_kept(new.run.facts)
    found = []
    for code, pair in other.items():
        before = one.get(code, (None, None))[1]
        if code in BY_CODE and before != pair[1]:
            figure = BY_CODE[code]
            found.append(
                EditionChange(
                    f"{figure.group}: {figure.label}", figure.unit, before, pair[1]
                )
            )
    return found


def edition_for(user: User, public_id: UUID) -> Edition:
    """A signed report of the submissions one may read; 404 for any other."""
    editions = Edition.objects.filter(submission__in=submissions_for(user).values("pk"))
    related = ("submission", "run__file", "document__file")
    found: Edition = get_object_or_404(
        editions.select_related(*related), public_id=public_id
    )
    return found


@dataclass(frozen=True, slots=True)
class Verified:
    """A file that is one of the kept: of which edition, or of which built report."""

    edition: Edition | None
    run: ReportRun | None


def verified(digest: str, user: User, seen: Iterable[int]) -> list[Verified]:
    """Kept reports whose file has that SHA-256, among submissions one may read."""
    files = StoredFile.objects.filter(sha256=digest)
    editions = Edition.objects.filter(submission__in=seen)
    signed = editions.filter(papers__file__in=files) | editions.filter(run__file__in=files)
    related = ("submission__period__regime", "submission__area", "submission__agency")
    found = [Verified(e, None) for e in signed.select_related(*related).distinct()]
    if found:
        return found
    runs = ReportRun.objects.visible_to(user, Right.REPORT_VIEW).filter(file__in=files)
    return [Verified(None, run) for run in runs.select_related("area")]


def senders_below(area: Area, on: date) -> list[Sender]:
    """Whom an area may ask: the levels that exist below it on a day, and its agencies."""
    inside = Area.objects.within(area.path).exclude(pk=area.pk).valid_on(on)
    levels = set(
        inside.exclude(level=Level.VILLAGE).values_list("level", flat=True).distinct()
    )
    order = (Sender.PROVINCE, Sender.DISTRICT, Sender.COMMUNE)
    return [*(s for s in order if s in levels), Sender.AGENCY]

"""What must hold before a commune's list goes on: forms, scoring sheets, posting."""

from collections import Counter

from django.db.models import Count, Q

from core.dates import today
from households import rules
from households.choices import ObjectionStatus, ReviewStatus
from households.models import CommuneRound, Posting, Review
from households.rules.scoring import SheetUnverified
from households.standards import scoring_sheets


def check_list_done(locked: CommuneRound) -> None:
    """Every household of the list has a finished form, and there is one."""
    counts = (
        Review.objects.counting()
        .filter(commune_round=locked)
        .aggregate(all=Count("pk"), open=Count("pk", filter=~Q(status=ReviewStatus.DONE)))
    )
    if counts["open"]:
        raise rules.ReviewsMissing(count=counts["open"])
    if not counts["all"]:
        raise rules.ListEmpty


def check_sheets(locked: CommuneRound) -> None:
    """Nobody is recognised on points of a sheet that was not compared with the law."""
    scored = locked.reviews.exclude(sheet="").values_list("sheet", flat=True)
    used: Counter[str] = Counter(scored)
    for code, count in used.items():
        sheet = scoring_sheets().get(code)
        if sheet is None or not sheet.verified:
            raise SheetUnverified(count=count, sheet=sheet.name if sheet else code)


def check_posting(locked: CommuneRound) -> None:
    """The list hung its days, objections are answered, and nothing changed since."""
    unanswered = locked.objections.filter(status=ObjectionStatus.OPEN).count()
    if unanswered:
        raise rules.ObjectionsOpen(count=unanswered)
    posting = locked.postings.last()
    if posting is None or _differs_since(locked, posting):
        raise rules.PostingMissing
    if today() <= posting.ends_on:
        raise rules.PostingNotOver(day=f"{posting.ends_on:%d/%m/%Y}")


def _differs_since(locked: CommuneRound, posting: Posting) -> bool:
    """Whether a form was written or an objection answered after the list was hung.

    Source: Quyết định 24/2021/QĐ-TTg (law.md §3, step 4): re-checked and posted again [G].
    """
    hung = posting.recorded_at
    written = locked.reviews.filter(updated_at__gt=hung)
    return written.exists() or locked.objections.filter(answered_at__gt=hung).exists()

"""What every page's frame shows: menu, place, day, bell."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest

from accounts.choices import Right
from accounts.models import User
from core.dates import today
from office.models import Notice
from povertyapp.demonstration.accounts import PASSWORD


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the menu and the right that opens it."""

    label: str
    short: str
    url: str
    right: str
    nouns: tuple[str, ...]
    also: str = ""

    def is_for(self, user: User) -> bool:
        """Whether the person holds a right that opens it."""
        rights = [right for right in (self.right, self.also) if right]
        return not rights or any(user.may(right) for right in rights)


OF_HOUSEHOLDS = (
    *("household", "member", "move", "list", "request", "confirmation"),
    *("village", "quality", "like"),
)
OF_ROUNDS = ("round", "review", "objection", "printout")
OF_FIGURES = (
    *("dashboard", "movement", "figure", "chart", "table", "saved"),
    *("public", "errand", "brief"),
)
MENU = (
    MenuItem("Việc của tôi", "Việc", "home", "", ("home", "notice")),
    MenuItem("Hộ dân", "Hộ dân", "household-list", Right.HOUSEHOLD_VIEW, OF_HOUSEHOLDS),
    MenuItem("Rà soát", "Rà soát", "round-list", Right.ROUND_VIEW, OF_ROUNDS),
    MenuItem(
        "Kế hoạch, chỉ tiêu",
        "Kế hoạch",
        "plan-list",
        Right.PLAN_VIEW,
        ("plan", "target", "check", "task", "objective", "aim"),
    ),
    MenuItem(
        "Dự án, chính sách",
        "Dự án",
        "project-list",
        Right.PROJECT_VIEW,
        ("project", "money", "support", "work", "need", "register", "norm"),
    ),
    MenuItem(
        "Báo cáo",
        "Báo cáo",
        "calendar-list",
        Right.REPORT_VIEW,
        ("report", "calendar", "regime", "submission", "edition"),
        also=Right.REPORT_SEND,
    ),
    MenuItem("Số liệu", "Số liệu", "dashboard", Right.FIGURES_VIEW, OF_FIGURES),
    MenuItem(
        "Quản trị",
        "Quản trị",
        "grant-list",
        Right.ACCOUNT_MANAGE,
        ("grant", "user", "substitute", "agency"),
    ),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Values for `base.html`; a signed-out page gets the day only."""
    base: dict[str, Any] = {
        "demonstration": settings.DEMONSTRATION,
        "demo_dates": settings.DEMO_DATES,
        "today": today(),
        "demo_password": PASSWORD if settings.DEMONSTRATION else "",
        "new_request_key": uuid4,  # called anew by every form of the page
    }
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return base
    return base | {
        "menu": [item for item in MENU if item.is_for(user)],
        "my_grants": user.current_grants(),
        "unread": Notice.objects.filter(user=user, read_at=None).count(),
        "here": _noun(request),
    }


def _noun(request: HttpRequest) -> str:
    """What the page is about: “round” of “round-detail”; names the open menu entry."""
    name = request.resolver_match.url_name if request.resolver_match else ""
    return (name or "").split("-", maxsplit=1)[0]

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
    url: str
    icon: str
    right: str


MENU = (
    MenuItem("Việc của tôi", "home", "tasks", ""),
    MenuItem("Hộ dân", "household-list", "home", Right.HOUSEHOLD_VIEW),
    MenuItem("Rà soát", "round-list", "check", Right.ROUND_VIEW),
    MenuItem("Kế hoạch, chỉ tiêu", "plan-list", "flag", Right.PLAN_VIEW),
    MenuItem("Dự án, chính sách", "project-list", "box", Right.PROJECT_VIEW),
    MenuItem("Báo cáo", "report-list", "file", Right.REPORT_VIEW),
    MenuItem("Số liệu", "dashboard", "chart", Right.FIGURES_VIEW),
    MenuItem("Quản trị", "grant-list", "gear", Right.ACCOUNT_MANAGE),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Values for `base.html`; a signed-out page gets the day only."""
    base: dict[str, Any] = {
        "demonstration": settings.DEMONSTRATION,
        "demo_dates": settings.DEMO_DATES,
        "today": today(),
        "demo_password": PASSWORD if settings.DEMONSTRATION else "",
        "new_request_key": uuid4(),
    }
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return base
    return base | {
        "menu": [item for item in MENU if not item.right or user.may(item.right)],
        "my_grants": user.current_grants(),
        "unread": Notice.objects.filter(user=user, read_at=None).count(),
        "here": request.resolver_match.url_name if request.resolver_match else "",
    }

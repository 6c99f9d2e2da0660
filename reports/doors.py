"""Who may open the doors of reports."""

from django.http import HttpRequest
from rest_framework.request import Request

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need, officer


def reader(request: HttpRequest | Request) -> User:
    """Who reads reports, or writes those of an agency; else 403."""
    me = officer(request)
    return me if me.may(Right.REPORT_SEND) else need(request, Right.REPORT_VIEW)

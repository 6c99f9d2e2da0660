"""The one typed way from a request to the person behind it."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User


def officer(request: HttpRequest | Request) -> User:
    """The signed-in person; pages and API are closed to others before this."""
    return cast(User, request.user)


def address_of(request: HttpRequest | Request) -> str | None:
    """Where the request came from, as the server saw it."""
    return request.META.get("REMOTE_ADDR") or None


def need(request: HttpRequest | Request, right: str) -> User:
    """The signed-in person, who must hold `right` somewhere today; else 403."""
    me = officer(request)
    if not me.may(right):
        raise PermissionDenied
    return me

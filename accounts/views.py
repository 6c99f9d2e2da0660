"""Sign in and out, second factor, grants, tokens."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_MANY = 429


def locked_out(
    request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any
) -> HttpResponse:
    """Say that the account rests after five failures."""
    return render(request, "accounts/locked_out.html", status=TOO_MANY)

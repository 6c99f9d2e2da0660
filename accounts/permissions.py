"""What a token does not open."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import ApiToken


class AtTheDesk(BasePermission):
    """Only who has signed in: a key that was lost locks nobody out of an account."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether no key speaks for the person."""
        return not isinstance(request.auth, ApiToken)

"""API sign-in by token."""

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.services import find_token

SCHEME = "Bearer "


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer gn_…`; expired and revoked tokens are refused."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The token's person, None where no token was sent."""
        header = request.headers.get("Authorization", "")
        if not header.startswith(SCHEME):
            return None
        token = find_token(header.removeprefix(SCHEME))
        if token is None:
            raise AuthenticationFailed("Khóa truy cập không đúng hoặc đã hết hạn.")
        if token.user.must_change_password:
            raise AuthenticationFailed("Chủ khóa phải đổi mật khẩu trên trang trước.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Make refusals 401."""
        return "Bearer"

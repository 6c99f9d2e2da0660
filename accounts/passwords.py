"""How strong a password must be."""

import string

from django.core.exceptions import ValidationError
from django_otp import user_has_device

from accounts.models import User

LONG = 14
SHORT = 8


class StrengthValidator:
    """At least 14 characters of four kinds, or 8 with a second factor.

    Source: law.md §6 (accounts, level 3) [S].
    """

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a weak password."""
        if user is not None and user.pk and user_has_device(user):
            if len(password) < SHORT:
                raise ValidationError(
                    f"Mật khẩu phải có ít nhất {SHORT} ký tự.", code="password_too_short"
                )
            return
        kinds = [
            any(c.islower() for c in password),
            any(c.isupper() for c in password),
            any(c.isdigit() for c in password),
            any(c in string.punctuation or c.isspace() for c in password),
        ]
        if len(password) < LONG or not all(kinds):
            raise ValidationError(self.get_help_text(), code="password_too_weak")

    def get_help_text(self) -> str:
        """The rule in words."""
        return (
            f"Mật khẩu phải có ít nhất {LONG} ký tự, gồm chữ thường, chữ hoa, chữ số và "
            f"ký tự đặc biệt (hoặc ít nhất {SHORT} ký tự nếu đã bật xác thực hai lớp)."
        )

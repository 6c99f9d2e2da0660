"""Filters of the account list."""

from typing import Any

import django_filters

from accounts.models import User


class UserFilter(django_filters.FilterSet):
    """By part of the user name or the full name, and by whether it is open."""

    q = django_filters.CharFilter(method="by_name", label="tên đăng nhập hoặc họ tên")
    is_active = django_filters.BooleanFilter()

    class Meta:
        model = User
        fields: list[str] = []

    def by_name(self, accounts: Any, name: str, value: str) -> Any:
        """Accounts whose names hold the words."""
        return accounts.named(value)

"""Filters of the area list."""

from datetime import date
from typing import Any

import django_filters

from areas.choices import Level
from areas.models import Area, AreaQuerySet


class AreaFilter(django_filters.FilterSet):
    """By level, parent, part of the name (accents ignored), and day."""

    level = django_filters.ChoiceFilter(choices=Level.choices)
    parent = django_filters.UUIDFilter(field_name="parent__public_id")
    code = django_filters.CharFilter()
    q = django_filters.CharFilter(method="by_name", label="một phần của tên")
    on = django_filters.DateFilter(method="by_day", label="có hiệu lực ngày")

    class Meta:
        model = Area
        fields: list[str] = []

    def by_name(self, areas: AreaQuerySet, name: str, value: str) -> Any:
        """Areas whose name holds the words."""
        return areas.containing(value)

    def by_day(self, areas: AreaQuerySet, name: str, value: date) -> Any:
        """Areas that exist on the day."""
        return areas.valid_on(value)

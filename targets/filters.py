"""Filters of the lists of plans and targets."""

import django_filters

from targets.choices import PlanStatus, TargetKind, TargetStatus
from targets.models import Plan, Target


class PlanFilter(django_filters.FilterSet):
    """By year, area and state."""

    year = django_filters.NumberFilter()
    area = django_filters.UUIDFilter(field_name="area__public_id")
    status = django_filters.ChoiceFilter(choices=PlanStatus.choices)

    class Meta:
        model = Plan
        fields: list[str] = []


class TargetFilter(django_filters.FilterSet):
    """By plan, area, kind and state."""

    plan = django_filters.UUIDFilter(field_name="plan__public_id")
    area = django_filters.UUIDFilter(field_name="area__public_id")
    kind = django_filters.ChoiceFilter(choices=TargetKind.choices)
    status = django_filters.ChoiceFilter(choices=TargetStatus.choices)

    class Meta:
        model = Target
        fields: list[str] = []

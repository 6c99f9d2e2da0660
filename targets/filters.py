"""Filters of the lists of plans and targets."""

import django_filters

from targets.choices import Aim, PlanStatus, TargetKind, TargetStatus, TaskStatus
from targets.models import HouseholdAim, Plan, Target, TaskPart


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


class TaskPartFilter(django_filters.FilterSet):
    """By plan, area, state and the day it is due."""

    plan = django_filters.UUIDFilter(field_name="task__plan__public_id")
    area = django_filters.UUIDFilter(field_name="area__public_id")
    status = django_filters.ChoiceFilter(choices=TaskStatus.choices)
    due_until = django_filters.DateFilter(field_name="task__due_on", lookup_expr="lte")

    class Meta:
        model = TaskPart
        fields: list[str] = []


class AimFilter(django_filters.FilterSet):
    """By year, commune and aim; `withdrawn` tells those taken back apart."""

    year = django_filters.NumberFilter()
    commune = django_filters.UUIDFilter(field_name="commune__public_id")
    aim = django_filters.ChoiceFilter(choices=Aim.choices)
    withdrawn = django_filters.BooleanFilter(
        field_name="withdrawn_on", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = HouseholdAim
        fields: list[str] = []

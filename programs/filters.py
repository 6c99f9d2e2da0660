"""Filters of the lists of assignments and money."""

import django_filters

from programs.choices import ActivityStatus, Fund, Nature, Part
from programs.models import Activity, Allocation, Assignment, Support


class AssignmentFilter(django_filters.FilterSet):
    """By year, project, agency and part."""

    year = django_filters.NumberFilter()
    project = django_filters.UUIDFilter(field_name="project__public_id")
    agency = django_filters.UUIDFilter(field_name="agency__public_id")
    part = django_filters.ChoiceFilter(choices=Part.choices)

    class Meta:
        model = Assignment
        fields: list[str] = []


class AllocationFilter(django_filters.FilterSet):
    """By year, project, area, what it is part of, nature and fund."""

    year = django_filters.NumberFilter()
    project = django_filters.UUIDFilter(field_name="project__public_id")
    area = django_filters.UUIDFilter(field_name="area__public_id")
    parent = django_filters.UUIDFilter(field_name="parent__public_id")
    nature = django_filters.ChoiceFilter(choices=Nature.choices)
    fund = django_filters.ChoiceFilter(choices=Fund.choices)

    class Meta:
        model = Allocation
        fields: list[str] = []


class SupportFilter(django_filters.FilterSet):
    """By policy, household, commune and days."""

    policy = django_filters.UUIDFilter(field_name="policy__public_id")
    household = django_filters.UUIDFilter(field_name="household__public_id")
    commune = django_filters.UUIDFilter(field_name="commune__public_id")
    since = django_filters.DateFilter(field_name="on", lookup_expr="gte")
    until = django_filters.DateFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = Support
        fields: list[str] = []


class ActivityFilter(django_filters.FilterSet):
    """By year, project, kind, area and step."""

    year = django_filters.NumberFilter()
    project = django_filters.UUIDFilter(field_name="project__public_id")
    kind = django_filters.CharFilter()
    area = django_filters.UUIDFilter(field_name="area__public_id")
    status = django_filters.ChoiceFilter(choices=ActivityStatus.choices)

    class Meta:
        model = Activity
        fields: list[str] = []

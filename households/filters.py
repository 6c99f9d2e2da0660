"""Filters of the lists of households, rounds and reviews."""

from typing import Any

import django_filters

from households.choices import Klass, ReviewStatus, RoundStatus
from households.models import CommuneRound, Household, Recognition, Review


class HouseholdFilter(django_filters.FilterSet):
    """By commune, village, code, or part of the head's name (accents ignored)."""

    commune = django_filters.UUIDFilter(field_name="commune__public_id")
    village = django_filters.UUIDFilter(field_name="village__public_id")
    code = django_filters.CharFilter()
    q = django_filters.CharFilter(method="by_name", label="tên chủ hộ hoặc mã hộ")

    class Meta:
        model = Household
        fields: list[str] = []

    def by_name(self, homes: Any, name: str, value: str) -> Any:
        """Households whose head's name holds the words."""
        return homes.named(value)


class CommuneRoundFilter(django_filters.FilterSet):
    """By year, state and commune."""

    year = django_filters.NumberFilter(field_name="round__year")
    status = django_filters.MultipleChoiceFilter(choices=RoundStatus.choices)
    commune = django_filters.UUIDFilter(field_name="commune__public_id")

    class Meta:
        model = CommuneRound
        fields: list[str] = []


class ReviewFilter(django_filters.FilterSet):
    """By commune's round, state and class found."""

    commune_round = django_filters.UUIDFilter(field_name="commune_round__public_id")
    status = django_filters.MultipleChoiceFilter(choices=ReviewStatus.choices)
    klass = django_filters.MultipleChoiceFilter(choices=Klass.choices)

    class Meta:
        model = Review
        fields: list[str] = []


class RecognitionFilter(django_filters.FilterSet):
    """By commune, household and class."""

    commune = django_filters.UUIDFilter(field_name="commune__public_id")
    household = django_filters.UUIDFilter(field_name="household__public_id")
    klass = django_filters.MultipleChoiceFilter(choices=Klass.choices)

    class Meta:
        model = Recognition
        fields: list[str] = []

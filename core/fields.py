"""Fields and widgets as every form shows them."""

from typing import Any

from django import forms
from django.db.models import Model, QuerySet

TEXT = forms.TextInput(attrs={"class": "form-control"})
SELECT = forms.Select(attrs={"class": "form-select"})
DATE_INPUT = forms.DateInput(
    attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"
)


def choice(
    label: str, rows: QuerySet[Any], *, key: str = "public_id", none: str | None = None
) -> "forms.ModelChoiceField[Model]":
    """One of some rows, named by its public key; `none` is what leaving it open reads."""
    return forms.ModelChoiceField(
        label=label,
        queryset=rows,
        to_field_name=key,
        required=none is None,
        empty_label=none,
        widget=SELECT,
    )

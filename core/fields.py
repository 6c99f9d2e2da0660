"""Fields and widgets as every form shows them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

TEXT = forms.TextInput(attrs={"class": "form-control"})
NOT_OFFERED = "Lựa chọn này không có trong danh sách."
SELECT = forms.Select(attrs={"class": "form-select"})
DATE_INPUT = forms.DateInput(
    attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"
)


class _Choice(forms.ModelChoiceField[Any]):
    """One of some rows; whatever names none of them is refused in one sentence."""

    def to_python(self, value: Any) -> Any:
        """The row that is named; a key that is no key is no row."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(NOT_OFFERED, code="invalid_choice") from error


def choice(
    label: str, rows: QuerySet[Any], *, key: str = "public_id", none: str | None = None
) -> "forms.ModelChoiceField[Model]":
    """One of some rows, named by its public key; `none` is what leaving it open reads."""
    return _Choice(
        label=label,
        queryset=rows,
        to_field_name=key,
        required=none is None,
        empty_label=none,
        widget=SELECT,
    )

"""Two versions of one form side by side: what was typed, and what somebody else saved."""

from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm


@dataclass(frozen=True, slots=True)
class Difference:
    """One field whose typed and stored words differ."""

    label: str
    mine: str
    theirs: str


def differences(
    mine: BaseForm, stored: BaseForm, *, secret: tuple[str, ...] = ()
) -> list[Difference]:
    """Fields that differ between a typed form and the stored record's; no secret ones."""
    found = []
    for name, field in mine.fields.items():
        if name in secret:
            continue
        typed, kept = (_words(field, form[name].value()) for form in (mine, stored))
        if typed != kept:
            found.append(Difference(str(field.label), typed, kept))
    return found


def _words(field: Any, value: Any) -> str:
    """A value as the page shows it: a choice by its label, a day as it is typed."""
    labels = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    text = "" if value is None else str(field.prepare_value(value))
    return labels.get(text, text)

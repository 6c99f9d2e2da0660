"""What a browser sends beside forms: versions and ids, read without trusting them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import HttpRequest

from core.errors import DomainError
from core.numbers import whole
from core.preconditions import VersionMissing

Done = TypeVar("Done")


def attempt(form: BaseForm, act: Callable[[], Done]) -> Done | None:
    """What the act gives; what is refused is said on the form, and nothing is given."""
    try:
        return act()
    except DomainError as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        _say(form, error)
    return None


def _say(form: BaseForm, error: ValidationError) -> None:
    """What the model refused, at the field it is about where the form has that field."""
    by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, errors in by_field.items():
        form.add_error(name if name in form.fields else None, errors)


def said(values: Mapping[str, Any], name: str, *, most: int = 300) -> str:
    """A typed line of a page without a form: no NUL, no more letters than fit."""
    return str(values.get(name, "")).replace("\0", "").strip()[:most]


def id_or_none(text: str) -> UUID | None:
    """A public id, or None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def posted_version(request: HttpRequest) -> int:
    """The version a page's form was made on; a form without one is refused."""
    version = whole(request.POST.get("version", ""))
    if version is None:
        raise VersionMissing
    return version

"""Errors of the domain: a class per fact, a stable code, a sentence for people."""

from typing import Any

from django.core.exceptions import PermissionDenied


class DomainError(Exception):
    """A rule said no. `code` is stable for programs, `message` is for people."""

    code = "domain_error"
    message = "Không thực hiện được thao tác này."

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.message.format(**details))


class StaleVersion(DomainError):
    """The record was changed by somebody else since it was read."""

    code = "stale_version"
    message = (
        "Bản ghi đã được người khác sửa sau khi bạn mở (bạn đang giữ bản {yours}, "
        "bản mới nhất là {current}). Chưa có gì bị ghi đè."
    )


class SamePerson(DomainError):
    """Maker and checker of one document must be two persons."""

    code = "same_person"
    message = "Người trình và người quyết định phải là hai người khác nhau."


class RightMissing(PermissionDenied):
    """The officer sees the record but may not do this to it: always a 403."""

    code = "right_missing"
    message = "Bạn không có quyền thực hiện việc này tại {area}."

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.message.format(**details))

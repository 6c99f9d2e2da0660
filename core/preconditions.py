"""Versions as HTTP carries them: `ETag` out, `If-Match` in."""

from collections.abc import Mapping

from core.errors import DomainError
from core.numbers import whole


class VersionMissing(DomainError):
    """An edit must say which version it was made on."""

    code = "version_missing"
    message = (
        "Thiếu phiên bản của bản ghi đang sửa: hãy mở lại trang rồi gửi lại "
        "(chương trình gửi đầu mục If-Match, ví dụ If-Match: “3”)."
    )


def etag(version: int) -> str:
    """A version as an entity tag."""
    return f'"{version}"'


def wanted_version(headers: Mapping[str, str]) -> int:
    """The version an edit was made on, from `If-Match`."""
    text = headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    version = whole(text)
    if version is None:
        raise VersionMissing
    return version

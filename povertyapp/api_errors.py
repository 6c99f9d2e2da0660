"""What the API answers when something is refused: one shape, a stable code."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.core.exceptions import ValidationError as ModelError
from django.db import IntegrityError
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from core.db import broken_constraint
from core.errors import DomainError, RightMissing, StaleVersion
from core.preconditions import VersionMissing


def body(code: str, message: str, details: Any = None) -> dict[str, Any]:
    """The one shape of every refusal."""
    return {"code": code, "message": message, "details": details or {}}


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Translate domain and input errors; everything else stays a 500."""
    if isinstance(error, RightMissing):
        return Response(body(error.code, str(error), error.details), status=403)
    if isinstance(error, DomainError):
        return Response(body(error.code, str(error), error.details), status=_status(error))
    if isinstance(error, ModelError):
        return Response(body(_first_code(error), " ".join(error.messages)), status=400)
    if isinstance(error, IntegrityError):
        name = broken_constraint(error)
        if name is None:
            return None
        return Response(body(name, "Dữ liệu vi phạm một ràng buộc."), status=409)
    response = exception_handler(error, context)
    if response is not None:
        code, message = _of_framework(error)
        response.data = body(code, message, _details(error, response.data))
    return response


def _first_code(error: ModelError) -> str:
    """The code of the first refusal: of a constraint its name."""
    errors = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]})
    first = next(iter(next(iter(errors.values()))))
    inner = first.error_list[0] if hasattr(first, "error_list") else first
    return str(inner.code or "invalid")


def _status(error: DomainError) -> int:
    if isinstance(error, StaleVersion):
        return status.HTTP_412_PRECONDITION_FAILED
    if isinstance(error, VersionMissing):
        return status.HTTP_428_PRECONDITION_REQUIRED
    return status.HTTP_409_CONFLICT


def _of_framework(error: Exception) -> tuple[str, str]:
    if isinstance(error, Http404 | exceptions.NotFound):
        return "not_found", "Không tìm thấy, hoặc nằm ngoài địa bàn của bạn."
    if isinstance(error, exceptions.ValidationError):
        return "invalid", "Dữ liệu gửi lên chưa đúng; xem chi tiết từng trường."
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return "not_authenticated", "Hãy đăng nhập hoặc gửi khóa truy cập còn hạn."
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        return "forbidden", "Bạn không có quyền thực hiện việc này."
    code = error.default_code if isinstance(error, exceptions.APIException) else "error"
    return str(code), str(error)


def _details(error: Exception, data: Any) -> Any:
    return data if isinstance(error, exceptions.ValidationError) else {}

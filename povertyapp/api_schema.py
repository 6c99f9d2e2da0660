"""What the drawn schema says of every operation: the key, the headers it needs."""

from typing import Any, ClassVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

REQUEST_KEY = OpenApiParameter(
    "X-Request-Key",
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    required=True,
    description="UUID do máy khách tạo; gửi lại cùng khóa thì nhận lại câu trả lời cũ.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Phiên bản đang giữ (ETag) khi sửa một bản ghi; khác bản đang lưu: 412.",
)


class Schema(AutoSchema):
    """Adds the headers of writing operations."""

    def get_override_parameters(self) -> list[Any]:
        """Headers beside those an operation names itself."""
        return [] if self.method == "GET" else [REQUEST_KEY, IF_MATCH]


class DrawnOnce(SchemaGenerator):
    """Draws the schema once per process: it is the same for everybody, and slow."""

    drawn: ClassVar[dict[str, Any]] = {}

    def get_schema(self, request: Any = None, public: bool = False) -> dict[str, Any]:
        """The schema of every operation."""
        if not self.drawn:
            self.drawn.update(super().get_schema(None, True))  # type: ignore[no-untyped-call]
        return self.drawn


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a token is sent."""

    target_class = "accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """A bearer token made on the account page."""
        return {"type": "http", "scheme": "bearer", "description": "Khóa “gn_…”."}

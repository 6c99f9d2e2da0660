"""Reading settings from the environment; what is missing or wrong stops the start."""

import os
import secrets
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var")


def env_bool(name: str, default: bool) -> bool:
    """A yes or no from the environment; anything else stops the start."""
    value = os.environ.get(name, "yes" if default else "no").lower()
    if value not in {"yes", "no", "true", "false", "1", "0"}:
        raise ImproperlyConfigured(f"{name} phải là yes hoặc no, không phải “{value}”.")
    return value in {"yes", "true", "1"}


def env_int(name: str, default: int) -> int:
    """A whole number from the environment; anything else stops the start."""
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} phải là số nguyên, không phải “{value}”.")
    return int(value)


def env_mode() -> str:
    """`production` unless said otherwise."""
    mode = os.environ.get("POVERTYAPP_MODE", "production")
    if mode not in {"production", "demonstration"}:
        raise ImproperlyConfigured(
            f"POVERTYAPP_MODE phải là production hoặc demonstration, không phải “{mode}”."
        )
    return mode


def env_demo_date() -> date | None:
    """The day the demonstration plays; production refuses to have one."""
    text = os.environ.get("DEMO_DATE", "")
    if env_mode() == "demonstration":
        return date.fromisoformat(text or "2020-10-01")
    if text:
        raise ImproperlyConfigured(
            "DEMO_DATE chỉ dùng cho bản trình diễn; hệ thống thật không đổi được đồng hồ."
        )
    return None


def env_secret(name: str) -> str:
    """A secret from the environment, or a kept one of the demonstration's own."""
    value = os.environ.get(name)
    if value:
        return value
    if env_mode() == "production":
        raise ImproperlyConfigured(
            f"Thiếu biến môi trường {name}. Hệ thống không khởi động khi thiếu bí mật; "
            "xem mục “Triển khai” trong README.md. Để chạy thử, dùng bin/run."
        )
    kept = DATA_DIR / "keys" / name.lower()
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.parent.chmod(0o700)
        kept.write_text(secrets.token_urlsafe(48))
        kept.chmod(0o600)
    return kept.read_text()


def database(url: str) -> dict[str, object]:
    """Django's database settings from an address `postgresql://…`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(
            "DATABASE_URL phải là địa chỉ PostgreSQL (postgresql://…); "
            "hệ thống chỉ chạy trên PostgreSQL."
        )
    options = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or options.pop("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }

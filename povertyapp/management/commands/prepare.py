from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Bring the database to the shape and reference data of this version."""

    help = "Di trú cơ sở dữ liệu và nạp dữ liệu tham chiếu; chạy lại không thay đổi gì."

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then load areas, indicators and programmes."""
        call_command("migrate", verbosity=0)
        call_command("load_reference")

from typing import Any

from django.core.management.base import BaseCommand

from povertyapp.reference import load_reference


class Command(BaseCommand):
    """Load areas, indicators and the programme's frame; safe to repeat."""

    help = "Nạp danh mục: địa bàn, chỉ tiêu, chương trình."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was new."""
        counts = load_reference()
        self.stdout.write(
            f"Địa bàn mới: {counts['areas']}, kế thừa: {counts['successions']}."
        )

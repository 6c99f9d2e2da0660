from typing import Any

from django.core.management.base import BaseCommand, CommandError

from povertyapp.invariants import broken


class Command(BaseCommand):
    """Run the named queries that must return no row; exit 1 when one does."""

    help = "Kiểm tra các ràng buộc toàn hệ thống."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is broken."""
        found = broken()
        for name, count in found.items():
            self.stderr.write(f"{name}: {count}")
        if found:
            raise CommandError("Có ràng buộc bị vi phạm.")
        self.stdout.write("Mọi ràng buộc đều đúng.")

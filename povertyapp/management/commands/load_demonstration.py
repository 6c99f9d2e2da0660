from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.errors import DomainError
from povertyapp.demonstration import load


class Command(BaseCommand):
    """Load the demonstration; refused under production settings."""

    help = "Nạp dữ liệu trình diễn (chỉ khi POVERTYAPP_MODE=demonstration)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing is kept without --commit."""
        parser.add_argument("--commit", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and undo it without --commit."""
        try:
            with transaction.atomic():
                loaded = load()
                transaction.set_rollback(not options["commit"])
        except DomainError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Đã nạp dữ liệu trình diễn." if loaded else "Dữ liệu đã có sẵn.")

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from accounts.services import pass_on_grants


class Command(BaseCommand):
    """Pass grants of areas closed on a day to the areas that succeeded them."""

    help = "Chuyển quyền của địa bàn kết thúc trong ngày sang địa bàn kế thừa."

    def add_arguments(self, parser: CommandParser) -> None:
        """The day, and whether to keep the result."""
        parser.add_argument("day", type=date.fromisoformat)
        parser.add_argument("--commit", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what passes and what an administrator must reassign."""
        with transaction.atomic():
            passed, left = pass_on_grants(options["day"])
            self.stdout.write(f"Chuyển {passed} quyền sang địa bàn kế thừa.")
            for grant in left:
                self.stdout.write(f"Cần phân công lại: {grant.user} – {grant}")
            if not options["commit"]:
                transaction.set_rollback(True)
                self.stdout.write("Chưa ghi gì; thêm --commit để thực hiện.")

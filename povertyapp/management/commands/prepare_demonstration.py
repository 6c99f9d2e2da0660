from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from povertyapp.demonstration.welcome import welcome


class Command(BaseCommand):
    """Everything bin/run needs before its servers start, in one process."""

    help = "Chuẩn bị cơ sở dữ liệu và dữ liệu trình diễn; chạy lại không thay đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the servers will answer, and where to leave the words said then."""
        parser.add_argument("--port", required=True)
        parser.add_argument("--welcome", required=True, type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, load reference and demonstration, write the words."""
        call_command("prepare")
        call_command("load_demonstration", commit=True)
        options["welcome"].write_text(welcome(options["port"]), encoding="utf-8")

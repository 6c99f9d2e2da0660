"""The numbers of the five plans as a table in Markdown.

python manage.py list_plan_objectives > docs/plan-objectives.md
"""

from typing import Any

from django.core.management.base import BaseCommand

from povertyapp.demonstration.objectives import table


class Command(BaseCommand):
    """Print the table of the documentation."""

    help = "In bảng các con số trong mục tiêu của năm kế hoạch."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it out."""
        self.stdout.write(table(), ending="")

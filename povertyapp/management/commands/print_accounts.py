from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.choices import Role
from accounts.models import RoleGrant
from povertyapp.demonstration.accounts import PASSWORD, TWO_TIER

NAMED_IN_README = {"dakang.canbo", "daknong.canbo"}


class Command(BaseCommand):
    """Say where the demonstration answers and who may sign in."""

    help = "In địa chỉ và tài khoản trình diễn."

    def add_arguments(self, parser: CommandParser) -> None:
        """The port the web server will listen on."""
        parser.add_argument("--port", default="8000")

    def handle(self, *args: Any, **options: Any) -> None:
        """One account per role and time."""
        grants = RoleGrant.objects.filter(user__is_demo=True).select_related("user", "area")
        shown: set[tuple[str, str, bool, str]] = set()
        self.stdout.write(f"\n  http://127.0.0.1:{options['port']}/\n")
        self.stdout.write(f"  Mật khẩu của mọi tài khoản trình diễn: {PASSWORD}\n")
        for grant in grants.order_by("valid_from", "pk"):
            two_tier = grant.valid_from >= TWO_TIER
            commune = grant.role == Role.COMMUNE_OFFICER and not two_tier
            if commune and grant.user.username not in NAMED_IN_README:
                continue
            name = grant.user.username if commune else ""
            place = (grant.role, grant.area.level, two_tier, name)
            if place in shown:
                continue
            shown.add(place)
            year = "2026" if two_tier else "2020"
            self.stdout.write(f"  {grant.user.username:18} {year}  {grant}")

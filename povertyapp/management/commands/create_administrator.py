import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.choices import Role
from accounts.models import RoleGrant, User
from areas.models import Area
from core.dates import today


class Command(BaseCommand):
    """Make the first administrator; only where there is none yet."""

    help = "Tạo người quản trị đầu tiên."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name and area; the password is asked for."""
        parser.add_argument("username")
        parser.add_argument("--full-name", required=True)
        parser.add_argument("--area-code", default="VN")
        parser.add_argument("--commit", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for a strong password and make account and grant together."""
        if RoleGrant.objects.filter(role=Role.ADMINISTRATOR).exists():
            raise CommandError("Đã có người quản trị; hãy nhờ người đó cấp quyền.")
        area = Area.objects.valid_on(today()).filter(code=options["area_code"]).first()
        if area is None:
            raise CommandError(f"Không có địa bàn mã {options['area_code']}.")
        password = getpass.getpass("Mật khẩu: ")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            named = {key: options[key] for key in ("username", "full_name")}
            user = User(**named, area=area)
            user.set_password(password)
            user.save()
            RoleGrant.objects.create(
                user=user, role=Role.ADMINISTRATOR, area=area, valid_from=today()
            )
            transaction.set_rollback(not options["commit"])
        done = "Đã tạo" if options["commit"] else "Sẽ tạo (thêm --commit để ghi)"
        self.stdout.write(f"{done} {options['username']} tại {area.full_name}.")

"""The door of every container: check the settings, refuse demonstration rows, run.

    python -m povertyapp.start COMMAND …

A missing secret is one sentence, not a traceback in the middle of a server's log.
"""

import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection


class DemonstrationFound(Exception):
    """The database was filled by the demonstration; production never runs on it."""


def refuse_demonstration() -> None:
    """Stop if production would serve demonstration accounts or data."""
    django.setup()
    if settings.DEMONSTRATION:
        return
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in (
            "accounts_user",
            "areas_area",
            "households_household",
            "targets_plan",
        ):
            if table not in tables:
                continue
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table} WHERE is_demo)")  # noqa: S608
            if cursor.fetchone() == (True,):
                raise DemonstrationFound
    connection.close()


def main() -> None:
    """Check, then become the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "povertyapp.settings")
    try:
        refuse_demonstration()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    except DemonstrationFound:
        sys.exit(
            "Cơ sở dữ liệu này chứa dữ liệu hoặc tài khoản trình diễn; hệ thống thật không "
            "chạy trên đó. Hãy tạo cơ sở dữ liệu mới."
        )
    except OperationalError:
        sys.exit("Không kết nối được cơ sở dữ liệu; hãy kiểm tra DATABASE_URL.")
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the container's own command


if __name__ == "__main__":
    main()

"""The whole set of forms in a process of its own; prints the most memory it held, in MB."""

import re
import sys
from pathlib import Path

import django

django.setup()

from django.utils import timezone  # noqa: E402 - models come after the set-up

from accounts.models import User  # noqa: E402
from areas.models import Area  # noqa: E402
from reports.choices import ReportKind  # noqa: E402
from reports.kinds.built import Year  # noqa: E402
from reports.kinds.registry import builders_of  # noqa: E402
from reports.services.building import Letterhead, workbook  # noqa: E402
from tests.bench.forms import DAY, YEAR  # noqa: E402

province = Area.objects.get(level="province", code=sys.argv[1])
officer = User.objects.get(username=sys.argv[2])
now = timezone.now()
asked = Year(province, YEAR, DAY, now)
tables = [build(asked) for build in builders_of(ReportKind.ALL_FORMS).values()]
content = workbook(tables, Letterhead(province, DAY, officer, now, set_of_forms=True))
assert content.startswith(b"PK")
# VmHWM begins anew at exec; getrusage would tell the parent's peak
status = Path("/proc/self/status").read_text()
peak = int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024
sys.stdout.write(f"{peak}\n")

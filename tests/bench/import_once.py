"""One import in a process of its own; prints the most memory it held, in megabytes."""

import re
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings

django.setup()

from accounts.models import User  # noqa: E402 - models come after the set-up
from areas.models import Area  # noqa: E402
from tests.bench import imports, supports  # noqa: E402

settings.MEDIA_ROOT = tempfile.mkdtemp()
kind, content = sys.argv[1], Path(sys.argv[2]).read_bytes()
if kind == "households":
    commune, officer = Area.objects.get(code="99001"), User.objects.get(username="importer")
    imports.ours(content, commune, officer)
else:
    supports.ours(content, User.objects.get(username="giver"))
# VmHWM begins anew at exec; getrusage would tell the parent's peak
status = Path("/proc/self/status").read_text()
peak = int(re.search(r"VmHWM:\s+(\d+)", status).group(1)) / 1024
sys.stdout.write(f"{peak}\n")

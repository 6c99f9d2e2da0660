"""One import in a process of its own; prints the most memory it held, in megabytes."""

import resource
import sys
import tempfile
from pathlib import Path

import django
from django.conf import settings

django.setup()

from accounts.models import User  # noqa: E402 - models come after the set-up
from areas.models import Area  # noqa: E402
from tests.bench.imports import ours  # noqa: E402

settings.MEDIA_ROOT = tempfile.mkdtemp()
content = Path(sys.argv[1]).read_bytes()
ours(content, Area.objects.get(code="99001"), User.objects.get(username="importer"))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
sys.stdout.write(f"{peak}\n")

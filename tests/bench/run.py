"""Makes the provinces once and prints one line a bar; exit 1 when one is missed.

bin/bench [report] [lists]      sizes: BENCH_SIZES=10000,100000,1000000
"""

import os
import sys

import django
from django.conf import settings
from django.test.utils import get_runner, setup_test_environment

SIZES = "10000,100000,1000000"


def main():
    """Build in a test database of its own, measure, throw it away."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "povertyapp.settings_test"
    django.setup()
    from core.dates import playing
    from tests.bench import lists, report, world

    known = {"report": report.measure, "lists": lists.measure}
    names = sys.argv[1:] or list(known)
    unknown = set(names) - set(known)
    if unknown:
        sys.exit(f"Không có phép đo {', '.join(sorted(unknown))}; có: {', '.join(known)}.")
    sizes = [int(n) for n in os.environ.get("BENCH_SIZES", SIZES).split(",")]
    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        with playing(world.TODAY):
            nation, admin = world.prepare()
            provinces = {
                size: world.make_province(
                    nation, admin, households=size, code=f"{n + 1:02d}"
                )
                for n, size in enumerate(sizes)
            }
            bars = [bar for name in names for bar in known[name](provinces)]
    finally:
        runner.teardown_databases(databases)
    for bar in bars:
        sys.stdout.write(f"{bar}\n")
    return 0 if all(bar.met for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())

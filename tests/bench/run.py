"""Makes the provinces once and prints one line a bar; exit 1 when one is missed.

bin/bench [report] [lists] [search] [import] [save] [checker] [sheet] [needs] [supports] [forms]
         [export] [dashboard]
sizes: BENCH_SIZES=10000,100000,1000000
"""

import os
import sys

import django
from django.conf import settings
from django.test.utils import get_runner, setup_test_environment

SIZES = "10000,100000,1000000"
WITH_PROVINCES = {"report", "lists", "search", "needs", "dashboard", "forms"}


def main():
    """Build in a test database of its own, measure, throw it away."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "povertyapp.settings_test"
    django.setup()
    from tests.bench import (
        checker,
        dashboard,
        export,
        forms,
        imports,
        lists,
        needs,
        report,
        save,
        search,
        sheet,
        supports,
        world,
    )

    known = {
        "report": report.measure,
        "lists": lists.measure,
        "search": search.measure,
        "needs": needs.measure,
        "supports": supports.measure,
        "import": imports.measure,
        "save": save.measure,
        "checker": checker.measure,
        "sheet": sheet.measure,
        "export": export.measure,
        "dashboard": dashboard.measure,
        "forms": forms.measure,  # adds forms to the largest province: the last
    }
    names = sys.argv[1:] or list(known)
    unknown = set(names) - set(known)
    if unknown:
        sys.exit(f"Không có phép đo {', '.join(sorted(unknown))}; có: {', '.join(known)}.")
    setup_test_environment()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        bars = measure(known, names, world)
    finally:
        runner.teardown_databases(databases)
    return 0 if all(bar.met for bar in bars) else 1


def measure(known, names, world):
    """Each bench in turn, printed as soon as it is known."""
    from core.dates import playing

    sizes = [int(n) for n in os.environ.get("BENCH_SIZES", SIZES).split(",")]
    bars = []
    with playing(world.TODAY):
        nation, admin = world.prepare()
        provinces = {}
        if set(names) & WITH_PROVINCES:
            provinces = {
                size: world.make_province(
                    nation, admin, households=size, code=f"{n + 1:02d}"
                )
                for n, size in enumerate(sizes)
            }
        for name in sorted(names, key=list(known).index):
            for bar in known[name](provinces, admin):
                sys.stdout.write(f"{bar}\n")
                sys.stdout.flush()
                bars.append(bar)
    return bars


if __name__ == "__main__":
    sys.exit(main())

"""The checker on generated tables: what it misses, and what it cries over.

500 tables of each kind of error, 500 clean ones; a new seed each run, printed.
"""

import os
import random
import sys

from tests.bench.bars import Bar
from tests.targets.checker.generating import HARMS, seeded
from tests.targets.checker.playing import false_alarms, play

TABLES = int(os.environ.get("BENCH_TABLES", "500"))
UNNAMED = 0.05


def measure(_provinces, _admin):
    """The share not named where it must be, the tables whose cell is no candidate."""
    seed = os.environ.get("CHECKER_SEED") or str(random.SystemRandom().randrange(10**9))
    sys.stdout.write(f"CHECKER_SEED={seed}\n")
    dice = seeded(int(seed))
    bars = [Bar("checker.false_alarms", len(false_alarms(dice, TABLES)), 0)]
    for kind in HARMS:
        score = play(dice, kind, TABLES)
        missed = 1 - score.named / score.covered if score.covered else 0
        bars.append(Bar(f"checker.{kind}.not_named_of_{score.covered}", missed, UNNAMED))
        bars.append(Bar(f"checker.{kind}.not_among_candidates", score.left_out, 0))
    return bars

"""What the package mpitb 0.2 says of random rows, kept in golden/mpitb.json.

It needs pandas and scipy, which nothing else here does: run once, in an environment of its
own: pip install mpitb==0.2; python -m tests.reports.mpitb_once
"""

import json
import random
from pathlib import Path

KEPT = Path(__file__).parent / "golden" / "mpitb.json"
SEEDS = range(1, 9)
CUTOFF = 33  # percent of the weighted lacks from which a household is poor
DIMENSIONS = {
    "work": ["job", "dependants"],
    "health": ["nutrition", "insurance"],
    "education": ["adults", "children"],
    "housing": ["quality", "area"],
    "water": ["water", "toilet"],
    "information": ["telecom", "devices"],
}


def rows_of(seed):
    """Households as what each lacks: 1 or 0 by indicator."""
    dice = random.Random(seed)
    names = [name for some in DIMENSIONS.values() for name in some]
    share = dice.uniform(0.1, 0.6)
    return [
        {name: int(dice.random() < share) for name in names}
        for _ in range(dice.randrange(40, 400))
    ]


def as_rows(part):
    """A table of answers, or an answer."""
    return part.to_dict("records") if hasattr(part, "to_dict") else [part]


def main():
    """Ask the package and keep its answers."""
    import pandas  # noqa: PLC0415 - nothing else needs it
    from mpitb import MPIToolbox  # noqa: PLC0415 - nor this

    told = {}
    for seed in SEEDS:
        box = MPIToolbox()
        box.set("x", dimensions=[(some, name) for name, some in DIMENSIONS.items()])
        frame = pandas.DataFrame(rows_of(seed)).astype(float)
        found = box.est(frame, "x", klist=[CUTOFF])
        rows = [row for part in found for row in as_rows(part)]
        told[seed] = {
            "measures": {r["measure"]: r["b"] for r in rows if r["measure"] in "HAM0"},
            "contributions": {
                r["indicator"]: r["b"] for r in rows if r["measure"] == "pctb"
            },
        }
    KEPT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

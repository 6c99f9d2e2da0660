"""Bars: what is measured against what, in one run, warmed, median of seven."""

import statistics
import time
from dataclasses import dataclass

RUNS = 7


@dataclass(frozen=True)
class Bar:
    """A measured ratio (or count) and its limit."""

    name: str
    value: float
    limit: float

    @property
    def met(self):
        return self.value <= self.limit

    def __str__(self):
        verdict = "ok" if self.met else "MISSED"
        return f"{self.name} {self.value:.2f} limit {self.limit:.2f} {verdict}"


def median_seconds(*acts, runs=RUNS):
    """Medians of several acts, taken in turns so that a slow moment hits them alike."""
    taken = [[] for _ in acts]
    for act in acts:
        act()
    for _ in range(runs):
        for act, times in zip(acts, taken, strict=True):
            start = time.perf_counter()
            act()
            times.append(time.perf_counter() - start)
    return [statistics.median(times) for times in taken]

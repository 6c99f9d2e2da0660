"""A list of names of 200,000 rows against the fastest writer given the same bare cells."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rustpy_xlsxwriter import write_worksheet

from office.lists import ListSheet, write_long
from tests.bench.bars import Bar, median_seconds

ROWS = 200_000
WIDTHS = [7, 8, 30, 9, 9, 14, 14, 20, 22, 18, 34, 40]
NAMES = [f"Cột {n}" for n in range(len(WIDTHS))]


def lines(count=ROWS):
    """Rows as the list of a class has them: numbers, names, places, words."""
    for n in range(count):
        yield [
            *(n, 1, f"A Brông {n % 997}", 1950 + n % 50, "", "Xơ Đăng", "Chủ hộ"),
            *("Xã Đăk Ang", f"Thôn {n % 9}", "Hộ cũ", "Dân tộc thiểu số", ""),
        ]


def by_writer(path):
    """The fastest writer, no formats."""
    records = (dict(zip(NAMES, row, strict=True)) for row in lines())
    write_worksheet(records, str(path))


def ours(path, count=ROWS):
    """The list as the product writes it."""
    sheet = ListSheet(
        "Danh sách", ["A"], list(zip(NAMES, WIDTHS, strict=True)), lines(count)
    )
    write_long(sheet, list(lines(100)), path)


def measure(_provinces, _admin):
    """Time over the bare writer, and the peak of a process that writes the list."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        bare, own = median_seconds(lambda: by_writer(path), lambda: ours(path))
    bars = [Bar("export.time_over_bare_writer", own / bare, 1.3)]
    bars.append(Bar("export.peak_memory_mb", memory(), 150))
    return bars


def memory(count=ROWS):
    """Peak memory of a process that writes the list, in MB."""
    command = [sys.executable, "-m", "tests.bench.export", str(count)]
    told = subprocess.run(
        command, env=dict(os.environ), check=True, capture_output=True, text=True
    )
    return float(told.stdout.split()[-1])


def main():
    """Write the list alone and print the peak, which begins anew with each program."""
    with tempfile.TemporaryDirectory() as folder:
        ours(Path(folder) / "x.xlsx", int(sys.argv[1]))
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    sys.stdout.write(f"{int(peak.split()[1]) / 1024}\n")


if __name__ == "__main__":
    main()

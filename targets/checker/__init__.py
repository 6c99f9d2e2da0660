"""The arithmetic checker: which cell of a printed table is wrong, and why.

Plain Python: no database, no clock. `Table` says what a table holds, `check` what is
wrong with it.
"""

from targets.checker.checking import check
from targets.checker.findings import Finding, Kind
from targets.checker.table import COUNTS, RATES, Cell, Row, Table

__all__ = ["COUNTS", "RATES", "Cell", "Finding", "Kind", "Row", "Table", "check"]

"""Where the figures of a built report open, for whoever reads it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from reports.kinds.progress import OWN
from reports.kinds.table import REPORT
from reports.models import ReportRun
from reports.rules.measures import CLASSES, FLOWS
from reports.selectors.calendar import submissions_for
from reports.selectors.opening import EVERYBODY, PERSONS
from reports.selectors.records import ONE_DAY, Asked
from reports.selectors.sources import right_to

PERIOD, YEAR, DATA = "period", "year", "data"


def code_of(row: Mapping[str, Any], column: Mapping[str, Any]) -> str:
    """The figure of a cell: a code and, behind a bar, its window; empty for none."""
    about: str = row.get("opens", "")
    area: str = row.get("area", "")
    opens: str = column.get("opens", "")
    if not opens or opens.startswith(">"):
        return opens
    if "*" not in opens and "~" not in opens:
        return opens + about
    code, bar, window = opens.replace("*", about).replace("~", area).partition("|")
    return f"{code.removesuffix('@')}{bar}{window}"


def figure_of(code: str) -> str:
    """A line of the progress report as the figure of households; empty for any other."""
    klass, _, rest = code.partition("_")
    if klass not in CLASSES:
        return code if code in EVERYBODY else ""
    if rest in FLOWS:
        return f"{klass}:flow:{rest}"
    if rest in ("", PERSONS[1:]):
        return f"{klass}:{rest}".rstrip(":")
    return ""


class Links:
    """Addresses of the rows behind a report's figures, one query for all its areas.

    Rows are those of the day the report speaks of, as they were known when it was built.
    A superior's figures are sums of reports: those stand behind them, each with its own.
    """

    def __init__(self, run: ReportRun, user: User) -> None:
        self._run, self._user = run, user
        ids = {row.get("area", "") for table in run.tables for row in table["rows"]}
        paths = Area.objects.filter(public_id__in=filter(None, ids))
        scopes = user.scope_paths(Right.HOUSEHOLD_VIEW)
        seen = user.scope_paths(Right.FIGURES_VIEW)
        told = [(str(pk), path) for pk, path in paths.values_list("public_id", "path")]
        self._open = {pk for pk, path in told if path.startswith(scopes)}
        self._seen = {pk for pk, path in told if path.startswith(seen)}

    def of(self, row: Mapping[str, Any], column: Mapping[str, Any]) -> str:
        """Where a cell opens; empty where nothing stands behind it or one may not."""
        code, area = code_of(row, column), row.get("area", "")
        if not code or self._run.as_of is None:
            return ""
        if column["opens"] == REPORT:
            return self._report(row.get("opens", ""))
        if code.startswith(">"):
            return self._of_part(code[1:], row.get("opens", ""))
        if "|" in code:
            return self._of_window(code, area)
        if "@" in code or right_to(code) is not None:
            return self._records(code, code)
        return self._homes(area, code, nam=str(self._run.year))

    @cached_property
    def _reports(self) -> set[str]:
        """The reports of the same period one may read."""
        seen = submissions_for(self._user).filter(period=self._run.period_id)
        return {str(pk) for pk in seen.values_list("public_id", flat=True)}

    def _report(self, public_id: str) -> str:
        """The page of a unit's report; a unit's own row stands on it."""
        if public_id not in self._reports:
            return ""
        return reverse("submission-detail", args=[public_id])

    def _of_part(self, code: str, whose: str) -> str:
        """A figure of the table of units: of a report below, of one's own part, of all."""
        if whose in ("", OWN):
            return self._figure(f"{code}-{OWN}" if whose else code)
        return self._figure(code, whose)

    def _of_window(self, code: str, area: str) -> str:
        """A line of a progress report: the reports behind a sum, or the rows."""
        figure, _, window = code.partition("|")
        if self._run.facts.get("parts") and window != DATA:
            return self._figure(code)
        homes = figure_of(figure)
        if homes and window in self._eves:
            return self._homes(area, homes, tu=f"{self._eves[window]:%Y-%m-%d}")
        return self._records(figure, code)

    @cached_property
    def _eves(self) -> dict[str, date]:
        """The days whose lists the movement of each window begins with."""
        run, period = self._run, self._run.period
        if period is None or run.as_of is None or run.known_at is None:
            return {}
        days = Asked(run.area, None, period.year, period.first, run.as_of, run.known_at)
        return {PERIOD: days.first - ONE_DAY, YEAR: days.eve, DATA: days.eve}

    def _figure(self, code: str, run: str = "") -> str:
        where = reverse("report-figure", args=[run or self._run.public_id])
        return f"{where}?{urlencode({'so': code})}"

    def _records(self, figure: str, code: str) -> str:
        right = right_to(figure)
        return self._figure(code) if right is not None and self._user.may(right) else ""

    def _homes(self, area: str, code: str, **also: str) -> str:
        everybody = code in EVERYBODY
        if area not in (self._seen if everybody else self._open):
            return ""
        known = self._run.known_at
        asked = {"khu-vuc": area, "so": code, "ngay": f"{self._run.as_of:%Y-%m-%d}"} | also
        asked["luc"] = known.isoformat() if known is not None else ""
        where = reverse("figure-totals" if everybody else "figure-rows")
        return f"{where}?{urlencode(asked)}"

"""Where the figures of a built report open, for whoever reads it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import cached_property

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from reports.models import ReportRun
from reports.rules.codes import BELOW, DATA, HOMES, OWN, REPORT, Figure, figure_of
from reports.rules.measures import CLASSES, FLOWS
from reports.selectors.calendar import submissions_for
from reports.selectors.opening import EVERYBODY, PERSONS
from reports.selectors.sources import right_to

Row = Mapping[str, Any]


def opened_by(row: Row, column: Row) -> Figure | None:
    """What a cell of a frozen table opens."""
    return figure_of(column.get("opens", ""), row.get("opens", ""), row.get("area", ""))


def homes_of(figure: Figure) -> str:
    """The figure of households, or of everybody, that a cell opens; empty for records."""
    if figure.kind == HOMES:
        return figure.code
    klass, _, rest = figure.code.partition("_")
    if figure.about or klass not in CLASSES:
        return figure.code if figure.code in EVERYBODY else ""
    if rest in FLOWS:
        return f"{klass}:flow:{rest}"
    return f"{klass}:{rest}".rstrip(":") if rest in ("", PERSONS[1:]) else ""


class Reader:
    """What of the rows behind figures a person may see."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._homes = user.scope_paths(Right.HOUSEHOLD_VIEW)
        self._numbers = user.scope_paths(Right.FIGURES_VIEW)

    def may_open(self, figure: Figure, path: str, *, adds_up: bool) -> bool:
        """Whether anything of a figure of an area opens; sums of reports always do."""
        if adds_up and figure.window not in ("", DATA):
            return True
        homes = homes_of(figure)
        if not homes:
            right = right_to(figure)
            return right is not None and self.user.may(right)
        scopes = self._numbers if homes in EVERYBODY else self._homes
        return bool(path) and path.startswith(scopes)


def adds_up(run: ReportRun) -> bool:
    """Whether a report is a sum of reports below."""
    return bool(run.facts.get("parts"))


def address_of_figure(run_id: object, figure: Figure, *, own: bool = False) -> str:
    """Where a figure of a progress report opens: such a figure stands in it once."""
    told = {"so": figure.key, "ky": figure.window} | ({"phan": OWN} if own else {})
    return f"{reverse('report-figure', args=[run_id])}?{urlencode(told)}"


class Links:
    """Addresses of the rows behind a report's figures; a few queries for all its cells.

    A superior's figures are sums of reports: those stand behind them, each with its own.
    """

    def __init__(self, run: ReportRun, user: User) -> None:
        self._run, self._user, self._reader = run, user, Reader(user)

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Where the areas of the rows lie."""
        ids = {row.get("area", "") for table in self._run.tables for row in table["rows"]}
        found = Area.objects.filter(public_id__in=filter(None, ids))
        return {str(pk): path for pk, path in found.values_list("public_id", "path")}

    @cached_property
    def parts(self) -> dict[str, ReportRun]:
        """The reports that are added up, without their tables."""
        ids = [part["run"] for part in self._run.facts.get("parts", []) if part["run"]]
        runs = ReportRun.objects.filter(public_id__in=ids).defer("tables")
        return {str(run.public_id): run for run in runs}

    @cached_property
    def _reports(self) -> set[str]:
        """The reports of the same period one may read."""
        seen = submissions_for(self._user).filter(period=self._run.period_id)
        return {str(pk) for pk in seen.values_list("public_id", flat=True)}

    def of(self, place: tuple[int, int], row: Row, column: Row) -> str:
        """Where a cell opens, by its table and row; empty where nothing stands behind it
        or one may not see it."""
        figure = opened_by(row, column)
        if figure is None or self._run.as_of is None:
            return ""
        if figure.kind == REPORT:
            seen = figure.about in self._reports
            return reverse("submission-detail", args=[figure.about]) if seen else ""
        if figure.kind == BELOW:
            return self._below(figure)
        path = self._paths.get(row.get("area", ""), self._run.area_path)
        if not self._reader.may_open(figure, path, adds_up=adds_up(self._run)):
            return ""
        if figure.window:
            return address_of_figure(self._run.public_id, figure)
        told = {"o": f"{place[0]}.{place[1]}.{column['name']}"}
        where = reverse("report-figure", args=[self._run.public_id])
        return f"{where}?{urlencode(told)}"

    def _below(self, figure: Figure) -> str:
        """A figure of the table of units: of a report below, of one's own part, of all."""
        told = Figure("", figure.code, "", figure.window)
        if figure.about in ("", OWN):
            own = figure.about == OWN
            if own and not self._reader.may_open(told, self._run.area_path, adds_up=False):
                return ""
            return address_of_figure(self._run.public_id, told, own=own)
        part = self.parts.get(figure.about)
        return "" if part is None else self.of_part(part, told)

    def of_part(self, part: ReportRun, figure: Figure) -> str:
        """A figure of a report that is added up."""
        if not self._reader.may_open(figure, part.area_path, adds_up=adds_up(part)):
            return ""
        return address_of_figure(part.public_id, figure)

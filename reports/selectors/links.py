"""Where the figures of a built report open, for whoever reads it."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from reports.models import ReportRun
from reports.rules.measures import CLASSES, FLOWS

# figures that other rooms list: the page, its arguments, the right to it
LISTS: dict[str, tuple[str, list[str], Right]] = {
    **dict.fromkeys(
        ("given", "given_investment", "paid", "paid_investment", "paid_earlier"),
        ("money-list", [], Right.PROJECT_VIEW),
    ),
    **dict.fromkeys(
        ("activities", "activities_done"), ("work-list", [], Right.PROJECT_VIEW)
    ),
    **dict.fromkeys(
        ("supports", "support_amount"), ("support-list", [], Right.SUPPORT_VIEW)
    ),
    "inspections": ("register-list", ["kiem-tra"], Right.PROJECT_VIEW),
    **dict.fromkeys(
        ("obstacles", "obstacles_open"),
        ("register-list", ["kho-khan"], Right.PROJECT_VIEW),
    ),
}


class Links:
    """Addresses of the rows behind a report's figures, one query for all its areas.

    Rows are those of the day the report speaks of, as they were known when it was built.
    """

    def __init__(self, run: ReportRun, user: User) -> None:
        self._run, self._user = run, user
        ids = {row.get("area", "") for table in run.tables for row in table["rows"]}
        paths = Area.objects.filter(public_id__in=filter(None, ids))
        scopes = user.scope_paths(Right.HOUSEHOLD_VIEW)
        self._open = {
            str(pk): path.startswith(scopes)
            for pk, path in paths.values_list("public_id", "path")
        }

    def of(self, row: dict[str, Any], column: dict[str, Any]) -> str:
        """Where a cell opens; empty where nothing stands behind it or one may not."""
        opens, area = column.get("opens", ""), row.get("area", "")
        if not opens or not area or self._run.as_of is None:
            return ""
        own = row.get("opens", "")
        if not own:
            return self._homes(area, opens, nam=str(self._run.year))
        if own in LISTS:
            return self._list(own)
        code = _code_of(own)
        return self._homes(area, code, tu=opens) if code else ""

    def _homes(self, area: str, code: str, **also: str) -> str:
        if not self._open.get(area):
            return ""
        known = self._run.known_at
        asked = {"khu-vuc": area, "so": code, "ngay": f"{self._run.as_of:%Y-%m-%d}"} | also
        asked["luc"] = known.isoformat() if known is not None else ""
        return f"{reverse('figure-rows')}?{urlencode(asked)}"

    def _list(self, code: str) -> str:
        name, args, right = LISTS[code]
        if not self._user.may(right):
            return ""
        return f"{reverse(name, args=args)}?{urlencode({'nam': str(self._run.year)})}"


def _code_of(figure: str) -> str:
    """A line of the progress report as the figure that opens; empty for any other."""
    klass, _, rest = figure.partition("_")
    if klass not in CLASSES:
        return ""
    if rest in FLOWS:
        return f"{klass}:flow:{rest}"
    return f"{klass}:{rest}".rstrip(":") if rest in ("", "persons") else ""

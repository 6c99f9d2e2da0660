"""What a source of records is: the rows behind figures that are no households of a list.

A source names its rows by the same words that count them (`selectors.records`); what one
sees of them is decided by `visible_to`, agencies' walls included.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from accounts.choices import Right
from accounts.models import User
from core.inputs import id_or_none
from reports.rules.codes import PERIOD
from reports.rules.figures import Amount
from reports.selectors.records import Asked

Scopes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One row behind a figure: what it is, whose, of when, how much of it, where it is kept.

    `area_path` stands where the row names a person: its reading is logged.
    """

    what: str
    whose: str
    on: date | None
    counted: Amount | None
    url: str = ""
    area_path: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: whose, of which window, of which project, product, policy, month."""

    asked: Asked
    window: str
    about: str

    @property
    def first(self) -> date:
        """The day the window begins."""
        by_period = self.window == PERIOD
        return self.asked.first if by_period else self.asked.year_first

    def of_project(self, about: str, path: str = "") -> Q:
        """Of one project; behind `#` of its sub-project; all if none is named.

        A report of a year names a project itself, by its public id: two programmes may
        share a code. A progress report adds up by codes, which units have in common.
        """
        project, _, sub = about.partition("#")
        key = "public_id" if id_or_none(project) else "code"
        named = {f"{path}project__{key}": project} if project else {}
        return Q(**named, **({f"{path}sub_project__code": sub} if sub else {}))


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of records: the right to them, which, what each counts, how it is told.

    `through` is what carries the scope where the row itself does not; `personal` the kind
    of reading that is logged; `once` what each counts once by, of the rows one sees.
    """

    right: Right
    rows: Callable[[Wanted], QuerySet[Any]]
    tell: Callable[[Any, Scopes], Record]
    related: tuple[str, ...]
    through: tuple[str, Any] | None = None
    personal: str = ""
    once: str = ""

    def seen(self, wanted: Wanted, user: User) -> QuerySet[Any]:
        """The rows one may see, each with `counted`."""
        rows = self.rows(wanted).select_related(*self.related)
        if self.through is not None:
            name, model = self.through
            seen = model.objects.visible_to(user, self.right)
            return rows.filter(**{f"{name}__in": seen})
        found: QuerySet[Any] = rows.visible_to(user, self.right)  # type: ignore[attr-defined]
        if self.once:
            first = found.order_by(self.once, "pk").distinct(self.once).values("pk")
            found = rows.filter(pk__in=first)
        return found


class Records(Sequence[Record]):
    """The records behind a figure, page by page, and what they add up to."""

    def __init__(self, source: Source, wanted: Wanted, user: User) -> None:
        self._source, self._rows = source, source.seen(wanted, user)
        self._scopes = user.scope_paths(source.right)

    @property
    def total(self) -> Amount:
        """What the rows one may see add up to."""
        told = self._rows.order_by().values("pk", "counted")
        found: Amount = told.aggregate(all=Sum("counted", default=0))["all"]
        return found

    def __len__(self) -> int:
        return self._rows.count()

    def __getitem__(self, which: Any) -> Any:
        return [self._source.tell(row, self._scopes) for row in self._rows[which]]


def plain(value: Amount | None) -> Amount | None:
    """A whole amount without decimals."""
    whole = isinstance(value, Decimal) and value == value.to_integral_value()
    return int(value) if whole and value is not None else value

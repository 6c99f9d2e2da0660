"""The shape of a register: its rows and columns, what it asks, what happens to a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Model, Q
from django.utils.text import capfirst

from accounts.choices import Right
from core.numbers import show_int
from programs.models.register import KeptLine, KeptRow


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its heading with the unit, and where the value comes from."""

    heading: str
    path: str
    width: int = 18

    def value(self, row: Any) -> Any:
        """The value as it is: a day, a number, a text; None where there is none."""
        found: Any = row
        for name in self.path.split("."):
            found = getattr(found, name, None)
            if callable(found):
                found = found()
        return found

    def shown(self, row: Any) -> str:
        """The value as a person reads it."""
        return shown(self.value(row))

    @property
    def is_number(self) -> bool:
        """Whether the values stand to the right: the heading names a unit."""
        return self.heading.endswith(")")


def shown(value: Any) -> str:
    """A value in a cell of a page; nothing is a dash."""
    if value is None or value == "" or value is False:
        return "–"
    if value is True:
        return "✓ có"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int):
        return show_int(value)
    return str(value)


def told_of(names: Iterable[str], row: KeptRow | KeptLine) -> dict[str, Any]:
    """A row or a line as programs read it: days as ISO, households by code."""
    return {name: _plain(name, getattr(row, name)) for name in names}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Model):
        key: Any = "code" if name == "household" else "public_id"
        return str(getattr(value, key))
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class Lines:
    """What happens to a row: the line's model, its parent, its columns, its words.

    `signed` are the amounts that may be less than nothing, to mend a wrong line.
    """

    model: type[KeptLine]
    parent: str
    title: str
    act: str
    fields: tuple[str, ...]
    columns: tuple[Column, ...]
    signed: tuple[str, ...] = ()

    @property
    def joined(self) -> tuple[str, ...]:
        """What is read together with the lines."""
        return pointed(self.model, self.fields)


def pointed(model: type[Model], names: Iterable[str]) -> tuple[str, ...]:
    """Those of some fields that point to another row."""
    return tuple(n for n in names if model._meta.get_field(n).is_relation)


@dataclass(frozen=True, slots=True)
class Register:
    """One register.

    `fixed` both chooses and sets (whose inspections); `first` names the day before which
    nothing happens to a row; `waiting` is what still asks for something, `due` its day;
    `past` are the days that tell what happened and so never lie ahead.
    """

    slug: str
    model: type[KeptRow]
    title: str
    about: str
    act: str
    fields: tuple[str, ...]
    columns: tuple[Column, ...]
    search: tuple[str, ...] = ()
    lines: Lines | None = None
    view: Right = Right.PROJECT_VIEW
    edit: Right = Right.WORK_EDIT
    fixed: Mapping[str, str] = field(default_factory=dict)
    first: str = ""
    waiting: Q | None = None
    waits: str = ""
    due: str = ""
    personal: bool = False
    past: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """What the access log calls reading it."""
        return f"register_{self.slug}"[:40]

    def past_days(self, row: Any) -> list[tuple[str, date, bool]]:
        """The days a row tells: their names, and whether they tell what happened."""
        told = []
        for name in self.fields:
            value = getattr(row, name)
            if isinstance(value, date):
                label = capfirst(str(self.model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
                told.append((label, value, name in self.past))
        return told

    @property
    def joined(self) -> tuple[str, ...]:
        """What is read together with the rows: their place, and all the asked fields name."""
        return (*{"area", "agency", *pointed(self.model, self.fields)},)

    def first_day(self, row: Any) -> date:
        """The day before which nothing can have happened to a row."""
        found: date = attrgetter(self.first)(row) if self.first else date.min
        return found


PLACE = Column("Địa bàn", "area", 22)

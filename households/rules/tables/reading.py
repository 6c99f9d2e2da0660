"""Rows of a sheet brought together into households, every fault with its cell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.text import name_norm
from households.choices import Cause, Klass, Relation
from households.rules.classing import MAX_POINTS
from households.rules.counting import MAX_SIZE, MIN_SIZE
from households.rules.tables import cells, words
from households.rules.tables.cells import BadCell, CellFault, Raw, text_of
from households.rules.tables.fields import INDICATOR, Field, plain
from households.rules.tables.heading import Heading
from households.rules.tables.totals import RunningTotals, is_total, said_by
from office.uploads import cell_name

BROKEN = "#LỖI!"  # what stands where a formula failed (#REF!, #N/A …)
MARKS = {Field.DISABLED, Field.ALLOWANCE, Field.MERIT}  # an empty cell means no
VILLAGES = ("thon ", "ban ", "lang ", "to ", "to dan pho ", "khu pho ", "ap ", "buon ")


@dataclass(slots=True)
class ListedMember:
    """A member as a list tells it; None where the list has no such column."""

    name: str
    relation: Relation
    row: int = 0
    sex: str = ""
    ethnic: str = ""
    birth_year: int | None = None
    birth_date: date | None = None
    cccd: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class ListedHousehold:
    """A household as a list tells it, with the rows it was read from."""

    sheet: str
    row: int
    by_member: bool
    last_row: int = 0
    places: dict[str, int] = field(default_factory=dict)
    raw: list[list[str]] = field(default_factory=list)
    members: list[ListedMember] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    deprivations: list[str] | None = None
    faults: list[CellFault] = field(default_factory=list)

    @property
    def head(self) -> ListedMember | None:
        """Who leads the household, where exactly one does."""
        heads = [m for m in self.members if m.relation == Relation.HEAD]
        return heads[0] if len(heads) == 1 else None

    def cell(self, name: str, row: int | None = None) -> str:
        """Where a column of the list stands, in the first row or another one."""
        return cell_name((row or self.row) - 1, self.places.get(name, 0))

    @property
    def refused(self) -> bool:
        """Whether a fault stops this household."""
        return any(fault.blocking for fault in self.faults)


def households_of(
    sheet: str,
    rows: Iterable[tuple[int, Sequence[Raw]]],
    heading: Heading,
    totals: RunningTotals,
    needs: Mapping[str, str] | None = None,
) -> Iterator[ListedHousehold]:
    """Households of a sheet in its order; ghost and heading rows are passed by.

    `rows` come with their number from 1. A class or village that a heading row names
    holds for the households below it. `needs` are the words of the list of needs.
    Printed totals are held against the rows in `totals`.

    Unit: one household with its members.
    Source: law.md §4 (layouts that communes send).
    """
    places = {name: column for column, name in heading.columns.items()}
    current: ListedHousehold | None = None
    above: dict[str, Any] = {}
    for number, row in rows:
        line = _Line(sheet, number, row, heading)
        line.needs = needs or {}
        if line.is_total():
            totals.compare(number, line.said())
            continue
        if line.is_aside():
            above |= line.says_for_all()
            continue
        if current is None or line.begins_after(current):
            if current is not None:
                yield _closed(current)
            current = ListedHousehold(
                sheet, number, heading.by_member, facts=dict(above), places=places
            )
            totals.count(number, households=1)
        line.add_to(current)
        persons = 1 if heading.by_member else current.facts.get("size") or 0
        totals.count(number, persons=persons)
    if current is not None:
        yield _closed(current)


class _Line:
    """One row of a list."""

    def __init__(self, sheet: str, number: int, row: Sequence[Raw], heading: Heading):
        self.sheet, self.number, self.heading = sheet, number, heading
        self.needs: Mapping[str, str] = {}
        self.texts = [text_of(cell) for cell in row]
        self.cells: dict[str, tuple[int, Raw]] = {
            name: (column, row[column])
            for column, name in heading.columns.items()
            if column < len(row)
        }

    def text(self, name: str) -> str:
        """A cell as text; empty where the list has no such column."""
        return self.texts[self.cells[name][0]] if name in self.cells else ""

    @property
    def person(self) -> str:
        """The name of whom the row is about."""
        return self.text(Field.NAME if self.heading.by_member else Field.HEAD)

    def is_total(self) -> bool:
        """Whether the row prints totals of the rows above it."""
        first = next((text for text in self.texts if text), "")
        named = is_total(first) or is_total(self.person)
        return named and not any(map(self.text, (Field.BIRTH, Field.SEX, Field.CCCD)))

    def said(self) -> dict[str, int]:
        """The totals this row prints, of what the list tells row by row."""
        said = said_by(self.texts, self.text(Field.SIZE))
        if not self.heading.by_member and Field.SIZE not in self.cells:
            said.pop("nhân khẩu", None)
        return said

    def is_aside(self) -> bool:
        """Whether the row is no person's: empty, column numbers, a heading."""
        filled = [text for text in self.texts if text]
        if not filled or all(len(t) <= 2 and t.strip("().").isalnum() for t in filled):  # noqa: PLR2004
            return True
        return len(filled) <= 2 and not self._tells_a_person()  # noqa: PLR2004

    def _tells_a_person(self) -> bool:
        told = (Field.RELATION, Field.BIRTH, Field.SEX, Field.CCCD, Field.B1, Field.KLASS)
        return bool(self.person) and any(self.text(name) for name in told)

    def says_for_all(self) -> dict[str, Any]:
        """What a heading row within the data says of the rows below it."""
        found: dict[str, Any] = {}
        for text in self.texts:
            word = plain(text)
            if klass := words.CLASSES.get(word):
                found["klass"] = klass
            elif word.startswith(VILLAGES):
                found["village"] = text
        return found

    def begins_after(self, current: ListedHousehold) -> bool:
        """Whether this row begins a household after `current`."""
        if not self.heading.by_member:
            return True
        if words.relation_of(self.text(Field.RELATION)) == Relation.HEAD:
            return True
        number = self.text(Field.NUMBER)
        if number and current.facts.get("number"):
            return bool(number != current.facts["number"])
        head = name_norm(self.text(Field.HEAD))
        return bool(head and head != name_norm(current.facts.get("head", "")))

    def add_to(self, household: ListedHousehold) -> None:
        """Read the row into its household."""
        household.raw.append(self.texts)
        household.last_row = self.number
        self._household_facts(household)
        member = self._member(household)
        if member is not None:
            household.members.append(member)

    def read(
        self, household: ListedHousehold, name: str, parse: Callable[[Raw], Any]
    ) -> Any:
        """A cell's value; what cannot be read becomes a fault of the household.

        Nothing is read from an empty cell, but the no of a column of marks.
        """
        if name not in self.cells:
            return None
        column, cell = self.cells[name]
        text = self.texts[column]
        if not text:
            return False if name in MARKS else None
        try:
            if text == BROKEN:
                raise BadCell("ô báo lỗi công thức (#REF!, #N/A …); hãy gõ lại giá trị")
            return parse(cell)
        except BadCell as error:
            shown = "" if name == Field.CCCD else text[:60]  # never an open number
            fault = CellFault(self._cell(column), shown, str(error))
            household.faults.append(fault)
            return None

    def _cell(self, column: int) -> str:
        return cell_name(self.number - 1, column)

    def _household_facts(self, household: ListedHousehold) -> None:
        """What stands on the head's row only, or on each row alike: the first wins."""
        facts = household.facts
        for fact, parse in _HOUSEHOLD.items():
            if facts.get(fact.value) in (None, ""):
                value = self.read(household, fact, parse)
                if value is not None:
                    facts[fact.value] = value
        if Field.NEEDS not in facts:
            asked = self.read(household, Field.NEEDS, self._needs)
            if asked is not None:
                facts[Field.NEEDS.value] = asked
        for name in self.cells:
            if name.startswith(INDICATOR):
                self._indicator(household, name)

    def _needs(self, cell: Raw) -> list[str] | None:
        return words.several_of(cell, self.needs, "nhu cầu hỗ trợ")

    def _indicator(self, household: ListedHousehold, name: str) -> None:
        lacking = set(household.deprivations or [])
        if self.read(household, name, cells.yes_of):
            lacking.add(name.removeprefix(INDICATOR))
        household.deprivations = sorted(lacking)

    def _member(self, household: ListedHousehold) -> ListedMember | None:
        name = self.person
        if not name:
            named = Field.NAME if self.heading.by_member else Field.HEAD
            place = self.cells[named][0] if named in self.cells else 0
            fault = CellFault(self._cell(place), "", "dòng này thiếu họ và tên")
            household.faults.append(fault)
            return None
        relation = self.read(household, Field.RELATION, words.relation_of)
        if not self.heading.by_member:
            relation = Relation.HEAD
        year, day = self.read(household, Field.BIRTH, cells.birth_of) or (None, None)
        member = ListedMember(
            name=name[:120],
            relation=relation or self._implied(name, household),
            row=self.number,
            sex=self.read(household, Field.SEX, _sex) or "",
            ethnic=self.text(Field.ETHNIC)[:40],
            birth_year=year,
            birth_date=day,
        )
        member.cccd = self._cccd(household)
        for fact, parse in _MEMBER.items():
            value = self.read(household, fact, parse)
            if value is not None:
                member.more[fact.value] = value
        return member

    def _implied(self, name: str, household: ListedHousehold) -> Relation:
        """Without a relation, whoever bears the head's name (or is first) leads."""
        head = name_norm(household.facts.get("head", ""))
        leads = name_norm(name) == head if head else not household.members
        return Relation.HEAD if leads else Relation.OTHER

    def _cccd(self, household: ListedHousehold) -> str | None:
        found = self.read(household, Field.CCCD, cells.cccd_of)
        if found is None:
            return None
        number, note = found
        if note:
            column, _ = self.cells[Field.CCCD]
            fault = CellFault(self._cell(column), "", note, blocking=False)
            household.faults.append(fault)
        return str(number)


def _sex(cell: Raw) -> Any:
    return cells.choice_of(cell, words.SEXES, "giới tính (Nam, Nữ)")


def _klass(cell: Raw) -> Klass | None:
    found: Klass | None = cells.choice_of(cell, words.CLASSES, "diện hộ")
    return found


def _causes(cell: Raw) -> list[Cause] | None:
    return words.causes_of(cell) or None


def _text(limit: int) -> Callable[[Raw], str]:
    """Words of at most `limit` letters."""

    def parse(cell: Raw) -> str:
        text = text_of(cell)
        if len(text) > limit:
            raise BadCell(f"dài quá {limit} ký tự")
        return text

    return parse


def _points(cell: Raw) -> int | None:
    return cells.whole_of(cell, most=MAX_POINTS)


_HOUSEHOLD: dict[Field, Callable[[Raw], Any]] = {
    Field.NUMBER: text_of,
    Field.HEAD: text_of,
    Field.CODE: _text(30),
    Field.COMMUNE: text_of,
    Field.COMMUNE_CODE: text_of,
    Field.VILLAGE: text_of,
    Field.KLASS: _klass,
    Field.DECISION_NUMBER: text_of,
    Field.DECISION_DATE: cells.day_of,
    Field.B1: _points,
    Field.B2: _points,
    Field.NATIVE: cells.yes_of,
    Field.CAUSE: _causes,
    Field.SIZE: lambda cell: cells.whole_of(cell, most=MAX_SIZE),
    Field.ADDRESS: _text(200),
    Field.AREA_M2: cells.decimal_of,
    Field.WISHES: _text(400),
    Field.NO_CAPACITY: cells.yes_of,
    Field.GROUPS: lambda cell: words.several_of(cell, words.GROUPS, "nhóm hộ"),
}
_MEMBER: dict[Field, Callable[[Raw], Any]] = {
    Field.INSURED: cells.yes_if_told,
    Field.STUDYING: cells.yes_if_told,
    Field.DISABLED: cells.yes_of,
    Field.ALLOWANCE: cells.yes_of,
    Field.MERIT: cells.yes_of,
    Field.EDUCATION: lambda cell: cells.choice_of(cell, words.LEVELS, "trình độ"),
    Field.WORK: lambda cell: cells.choice_of(cell, words.WORKS, "tình trạng việc làm"),
}


def _closed(household: ListedHousehold) -> ListedHousehold:
    """A household read to its end: what its rows say together."""
    at = f"A{household.row}"
    heads = sum(m.relation == Relation.HEAD for m in household.members)
    if heads != 1:
        text = f"hộ phải có đúng một chủ hộ; các dòng này ghi {heads}"
        household.faults.append(CellFault(at, "", text))
    if not MIN_SIZE <= len(household.members) <= MAX_SIZE:
        text = f"số nhân khẩu phải từ {MIN_SIZE} đến {MAX_SIZE}"
        household.faults.append(CellFault(at, str(len(household.members)), text))
    told = household.facts.get("size")
    if household.by_member and told not in {None, len(household.members)}:
        text = f"ghi {told} nhân khẩu, liệt kê {len(household.members)} người"
        household.faults.append(CellFault(at, str(told), text, blocking=False))
    _check_cards(household, at)
    return household


def _check_cards(household: ListedHousehold, at: str) -> None:
    numbers = [m.cccd for m in household.members if m.cccd]
    if len(set(numbers)) != len(numbers):
        text = "hai thành viên của hộ ghi cùng một số CCCD"
        household.faults.append(CellFault(at, "", text))

"""How households go from one recognised state to another, and whether it adds up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from households.choices import Klass

MONTHS = 12


@dataclass(frozen=True, slots=True)
class MovementRules:
    """The order in which kinds of movement are tried, and how far back one looks.

    Unit: relapse_months in months, None without a limit.
    """

    entries: tuple[str, ...]
    exits: tuple[str, ...]
    relapse_months: int | None
    source: str


@dataclass(frozen=True, slots=True)
class EscapePeriod:
    """How long a policy counts a household that left a list as newly escaped.

    Unit: months from the decision that recognised it.
    """

    policy: str
    klass: str
    months: int
    source: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Households that went the same way between two days.

    Unit: households; persons by their size on the first and on the last day; `grown`
    and `shrunk` sum what each household gained or lost.
    """

    before: Klass | None
    after: Klass | None
    was_here: bool
    is_here: bool
    escaped: bool
    households: int
    persons_before: int
    persons_after: int
    grown: int = 0
    shrunk: int = 0


@dataclass(slots=True)
class Flows:
    """One line of the movement of a class: closing = opening − out + in.

    Unit: households, or persons.
    """

    opening: int = 0
    to_listed: int = 0
    to_above: int = 0
    out_other: int = 0
    from_listed: int = 0
    relapsed: int = 0
    new: int = 0
    in_other: int = 0
    closing: int = 0

    def add(self, kind: str, count: int) -> None:
        """Count one kind of movement."""
        setattr(self, kind, getattr(self, kind) + count)

    @property
    def computed(self) -> int:
        """Opening − out + in: the official identity (law.md §4, forms 2 and 3)."""
        gone = self.to_listed + self.to_above + self.out_other
        come = self.from_listed + self.relapsed + self.new + self.in_other
        return self.opening - gone + come

    @property
    def gap(self) -> int:
        """What is missing for the identity to hold; nothing where all is well."""
        return self.closing - self.computed

    @property
    def decrease(self) -> int:
        """Opening − closing."""
        return self.opening - self.closing

    @property
    def change(self) -> int:
        """How many more or fewer at the end, without its sign."""
        return abs(self.decrease)

    @property
    def plan_reduction(self) -> int:
        """Escaped − relapsed − new: the formula of Kế hoạch 252 of Ngọc Hồi."""
        return self.to_listed + self.to_above - self.relapsed - self.new


@dataclass(frozen=True, slots=True)
class Movement:
    """The movement of one class: a line for households, one for persons."""

    klass: Klass
    households: Flows
    persons: Flows

    @property
    def plan_reduction(self) -> int:
        """Escaped − relapsed − new, in households.

        Who falls from near-poor to poor left the list but escaped nothing.
        """
        found = self.households.plan_reduction
        return found if self.klass == Klass.POOR else found - self.households.to_listed

    @property
    def difference(self) -> int:
        """What the plan's formula leaves out, without its sign."""
        return abs(self.households.decrease - self.plan_reduction)


LISTED = (Klass.POOR, Klass.NEAR_POOR)


def entry_kind(passage: Passage, rules: MovementRules) -> str:
    """How households came onto a list: the first kind of the order that holds.

    Unit: one kind.
    Source: data/movement.json; law.md §3 (these kinds overlap), ADR 0010.
    """
    holds = {
        "from_listed": passage.before in LISTED,
        "in_other": not passage.was_here,
        "relapsed": passage.escaped,
        "new": True,
    }
    return next(kind for kind in rules.entries if holds[kind])


def exit_kind(passage: Passage, rules: MovementRules) -> str:
    """How households left a list: the first kind of the order that holds.

    Unit: one kind.
    Source: data/movement.json; law.md §3, ADR 0010.
    """
    holds = {
        "to_listed": passage.after in LISTED,
        "to_above": passage.is_here,
        "out_other": True,
    }
    return next(kind for kind in rules.exits if holds[kind])


def movement(klass: Klass, passages: Iterable[Passage], rules: MovementRules) -> Movement:
    """The movement of one class between two days.

    Persons who change class are counted with their closing size in both tables; what a
    household gained or lost meanwhile is an “other” flow of the class it came from.

    Unit: households and persons.
    Source: law.md §3 (identity), §4 (forms 2 and 3).
    """
    homes, people = Flows(), Flows()
    for passage in passages:
        if passage.before == klass:
            homes.opening += passage.households
            people.opening += passage.persons_before
        if passage.after == klass:
            homes.closing += passage.households
            people.closing += passage.persons_after
        if passage.before == passage.after == klass:
            people.in_other += passage.grown
            people.out_other += passage.shrunk
        elif passage.before == klass:
            _leave(homes, people, passage, exit_kind(passage, rules))
        elif passage.after == klass:
            kind = entry_kind(passage, rules)
            homes.add(kind, passage.households)
            people.add(kind, passage.persons_after)
    return Movement(klass, homes, people)


def _leave(homes: Flows, people: Flows, passage: Passage, kind: str) -> None:
    homes.add(kind, passage.households)
    if kind == "to_listed":
        people.add(kind, passage.persons_after)
        people.in_other += passage.grown
        people.out_other += passage.shrunk
    else:
        people.add(kind, passage.persons_before)


def total(lines: Sequence[Flows]) -> Flows:
    """Sum of lines of areas that share no household.

    Unit: households, or persons.
    Source: law.md §4, forms 2 and 3.
    """
    names = [f.name for f in fields(Flows)]
    return Flows(**{n: sum(getattr(line, n) for line in lines) for n in names})


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day.

    Unit: a day.
    Source: project convention, ADR 0010.
    """
    years, month = divmod(day.month - 1 + months, MONTHS)
    year, month = day.year + years, month + 1
    last = (date(year + month // MONTHS, month % MONTHS + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, last))

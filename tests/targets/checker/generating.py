"""Tables with and without one error, made apart from the checker: no code is shared."""

import random
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

COUNTS = ("households", "minority", "poor", "reduction", "remaining")
WAYS = ("half_up", "cut")


@dataclass
class Made:
    """A table as lists: values by row, which rows each row sums, and the harm done."""

    rows: list
    children: list
    harmed: tuple = ()
    right: object = None
    kind: str = ""


def percent(part, whole, way):
    exact = Decimal(part) * 100 / Decimal(whole)
    rounding = ROUND_HALF_UP if way == "half_up" else ROUND_DOWN
    return exact.quantize(Decimal("0.01"), rounding=rounding)


def leaf(dice):
    homes = dice.randint(300, 9000)
    poor = dice.randint(11, homes // 3)
    less = dice.randint(1, poor)
    return {
        "households": homes,
        "minority": dice.randint(0, homes),
        "poor": poor,
        "reduction": less,
        "remaining": poor - less,
    }


def summed(rows):
    return {name: sum(row[name] for row in rows) for name in COUNTS}


def clean(dice):
    """Two groups of communes, their sums and the sum of those, rates printed one way."""
    way = dice.choice(WAYS)
    rows, children, heads = [], [], []
    for _ in range(2):
        heads.append(len(rows))
        members = [leaf(dice) for _ in range(dice.randint(2, 7))]
        first = len(rows) + 1
        rows += [summed(members), *members]
        children += [tuple(range(first, first + len(members))), *[()] * len(members)]
    rows.append(summed([rows[n] for n in heads]))
    children.append(tuple(heads))
    for row in rows:
        row["rate_before"] = percent(row["poor"], row["households"], way)
        row["rate_after"] = percent(row["remaining"], row["households"], way)
    return Made(rows, children)


def digit(dice, value):
    text = list(str(value))
    place = dice.randrange(len(text))
    text[place] = dice.choice([d for d in "123456789" if d != text[place]])
    return int("".join(text))


def transposed(dice, value):
    text = str(value)
    places = [n for n in range(len(text) - 1) if text[n] != text[n + 1]]
    places = [n for n in places if not (n == 0 and text[1] == "0")]
    if not places:
        return None
    n = dice.choice(places)
    return int(text[:n] + text[n + 1] + text[n] + text[n + 2 :])


def slipped(_dice, value):
    return value * 10


COUNT_HARMS = {"digit": digit, "transposition": transposed, "unit": slipped}


def harm_count(dice, made, kind):
    """One count of any row comes out wrong."""
    while True:
        row, name = dice.randrange(len(made.rows)), dice.choice(COUNTS)
        value = made.rows[row][name]
        wrong = COUNT_HARMS[kind](dice, value) if value else None
        if wrong is not None and wrong != value:
            made.rows[row][name] = wrong
            made.harmed, made.right, made.kind = ((row, name),), value, kind
            return made


def harm_total(dice, made):
    """A sum was added up wrongly."""
    row = dice.choice([n for n, below in enumerate(made.children) if below])
    name = dice.choice(COUNTS)
    made.harmed, made.right = ((row, name),), made.rows[row][name]
    made.rows[row][name] += dice.choice([-1, 1]) * dice.randint(1, 40)
    made.kind = "total"
    return made


def harm_rate(dice, made):
    """A rate over another count than it should be."""
    for row in dice.sample(range(len(made.rows)), len(made.rows)):
        values = made.rows[row]
        if not values["minority"]:
            continue
        wrong = percent(values["poor"], values["minority"], "half_up")
        if abs(wrong - values["rate_before"]) > Decimal("0.02"):
            made.harmed, made.right = ((row, "rate_before"),), values["rate_before"]
            values["rate_before"], made.kind = wrong, "denominator"
            return made
    return harm_total(dice, made)


def harm_swap(dice, made):
    """Two cells of one column changed places."""
    leaves = [n for n, below in enumerate(made.children) if not below]
    while True:
        one, other = sorted(dice.sample(leaves, 2))
        name = dice.choice(COUNTS)
        first, second = made.rows[one][name], made.rows[other][name]
        if first != second:
            made.rows[one][name], made.rows[other][name] = second, first
            made.harmed, made.kind = ((one, name), (other, name)), "swap"
            return made


def harm_row(dice, made):
    """A commune was left out; its group's sum still has it."""
    groups = [n for n, below in enumerate(made.children) if len(below) > 2]
    groups = [n for n in groups if n != len(made.rows) - 1]
    if not groups:
        return harm_total(dice, made)
    group = dice.choice(groups)
    gone = dice.choice(made.children[group])
    made.right = {name: made.rows[gone][name] for name in COUNTS}
    del made.rows[gone], made.children[gone]
    shift = lambda n: n - (n > gone)  # noqa: E731 - three letters of arithmetic
    made.children = [tuple(shift(n) for n in below if n != gone) for below in made.children]
    made.harmed, made.kind = ((group, "row"),), "missing_row"
    return made


HARMS = ("digit", "transposition", "unit", "total", "denominator", "swap", "row")


def harmed(dice, kind):
    """A clean table with one harm of that kind."""
    made = clean(dice)
    if kind in COUNT_HARMS:
        return harm_count(dice, made, kind)
    return {
        "total": harm_total,
        "denominator": harm_rate,
        "swap": harm_swap,
        "row": harm_row,
    }[kind](dice, made)


def seeded(seed):
    return random.Random(seed)


def covering(made, place):
    """How many equations that the harm broke speak of a harmed cell."""
    (row, name), broken = place, 0
    for number, below in enumerate(made.children):
        speaks = number == row or row in below
        if below and name in COUNTS and speaks:
            added = sum(made.rows[n][name] for n in below)
            broken += added != made.rows[number][name]
    values = made.rows[row]
    if name in {"poor", "reduction", "remaining"}:
        broken += values["remaining"] != values["poor"] - values["reduction"]
    for rate, part in (("rate_before", "poor"), ("rate_after", "remaining")):
        if name in {rate, part, "households"}:
            exact = Decimal(values[part]) * 100 / Decimal(values["households"])
            broken += abs(exact - values[rate]) > Decimal("0.01")
    return broken

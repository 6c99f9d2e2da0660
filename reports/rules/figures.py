"""The figures of a progress report: what each is, how they add up, whether they agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import share_percent, show_decimal, show_int
from reports.rules.measures import FLOWS, IN, OUT, flow_label

# a unit's figures: by code, in the period and since the year began; None is not known
Amount = int | Decimal
Pair = tuple[Amount | None, Amount | None]
UNKNOWN: Pair = (None, None)
Figures = Mapping[str, Pair]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report. `flow`: counted over days; else as it stands on the last."""

    code: str
    label: str
    unit: str
    flow: bool
    group: str


@dataclass(frozen=True, slots=True)
class Rate:
    """A share computed from two sums, never added up itself. Unit: percent."""

    code: str
    label: str
    part: str
    whole: str
    after: str


HOMES, MOVED, NEAR = (
    "Hộ nghèo, hộ cận nghèo",
    "Biến động hộ nghèo",
    "Biến động hộ cận nghèo",
)
PLAN, MONEY = "Chỉ tiêu, kế hoạch", "Vốn và giải ngân của năm"
WORK = "Hoạt động, hỗ trợ, kiểm tra"
HO, NGUOI, DONG = "hộ", "người", "đồng"


def _flow(klass: str, name: str, group: str) -> Figure:
    """One way onto a list or off it; its words are those of every table."""
    return Figure(f"{klass}_{name}", flow_label(klass, name), HO, True, group)


FIGURES: tuple[Figure, ...] = (
    Figure("households", "Tổng số hộ", HO, False, HOMES),
    Figure("persons", "Tổng số nhân khẩu", NGUOI, False, HOMES),
    Figure("poor", "Hộ nghèo", HO, False, HOMES),
    Figure("poor_persons", "Nhân khẩu hộ nghèo", NGUOI, False, HOMES),
    Figure("near", "Hộ cận nghèo", HO, False, HOMES),
    Figure("near_persons", "Nhân khẩu hộ cận nghèo", NGUOI, False, HOMES),
    *(_flow("poor", name, MOVED) for name in FLOWS),
    *(_flow("near", name, NEAR) for name in FLOWS),
    Figure("planned", "Số hộ nghèo giảm theo kế hoạch năm", HO, False, PLAN),
    Figure("given", "Vốn được sử dụng (kế hoạch hiện hành)", DONG, False, MONEY),
    Figure("given_investment", "Trong đó vốn đầu tư phát triển", DONG, False, MONEY),
    Figure("paid", "Giải ngân (lũy kế: vốn của năm)", DONG, True, MONEY),
    Figure("paid_investment", "Trong đó vốn đầu tư phát triển", DONG, True, MONEY),
    Figure("paid_earlier", "Giải ngân vốn của các năm trước", DONG, True, MONEY),
    Figure(
        "activities", "Hoạt động của năm (không tính đã dừng)", "hoạt động", False, WORK
    ),
    Figure("activities_done", "Trong đó đã hoàn thành", "hoạt động", False, WORK),
    Figure("supports", "Lượt hỗ trợ cho hộ, đối tượng", "lượt", True, WORK),
    Figure("support_amount", "Số tiền hỗ trợ", DONG, True, WORK),
    Figure("inspections", "Cuộc kiểm tra, giám sát", "cuộc", True, WORK),
    Figure("obstacles", "Khó khăn, vướng mắc đã nêu", "việc", True, WORK),
    Figure("obstacles_open", "Trong đó chưa giải quyết xong", "việc", False, WORK),
)
RATES: tuple[Rate, ...] = (
    Rate("poor_rate", "Tỷ lệ hộ nghèo", "poor", "households", "poor_persons"),
    Rate("near_rate", "Tỷ lệ hộ cận nghèo", "near", "households", "near_persons"),
    Rate("paid_rate", "Tỷ lệ giải ngân", "paid", "given", "paid_investment"),
)
BY_CODE = {figure.code: figure for figure in FIGURES}


def total(parts: Iterable[Figures]) -> dict[str, Pair]:
    """Sums of several units' figures; a figure nobody knows stays unknown.

    Unit: as each figure; rates are computed from these sums, never averaged.
    Source: law.md §6.
    """
    known = list(parts)
    codes = {code: None for part in known for code in part}  # in the order they come
    return {
        code: (
            _sum(part.get(code, UNKNOWN)[0] for part in known),
            _sum(part.get(code, UNKNOWN)[1] for part in known),
        )
        for code in codes
    }


def _sum(values: Iterable[Amount | None]) -> Amount | None:
    told = [value for value in values if value is not None]
    return sum(told) if told else None


def rate_of(figures: Figures, rate: Rate) -> Decimal | None:
    """A rate from its two sums, as the year stands.

    Unit: percent, half up to two decimals; None where there is no whole.
    Source: law.md §6: never average rates; ADR 0004.
    """
    part, whole = _at(figures, rate.part, 1), _at(figures, rate.whole, 1)
    return None if part is None or whole is None else share_percent(part, whole)


def closing(figures: Figures, klass: str, column: int) -> int | None:
    """Opening − out + in of a list, in the period (0) or in the year (1).

    Unit: households; None where a part is unknown.
    Source: law.md §3 (closing = opening − out + in), §4 forms 2 and 3.
    """
    opening = _at(figures, f"{klass}_opening", column)
    gone = [_at(figures, f"{klass}_{name}", column) for name in OUT]
    come = [_at(figures, f"{klass}_{name}", column) for name in IN]
    if opening is None or None in (*gone, *come):
        return None
    return opening - sum(v or 0 for v in gone) + sum(v or 0 for v in come)


def _at(figures: Figures, code: str, column: int) -> int | None:
    """A counted figure; only products of work have decimals, and are not asked here."""
    value = figures.get(code, UNKNOWN)[column]
    return None if value is None else int(value)


@dataclass(frozen=True, slots=True)
class Problem:
    """An identity that does not hold: whose, which line, how far off."""

    where: str
    line: str
    text: str


COLUMNS = ("Trong kỳ", "Lũy kế từ đầu năm")
PARTS = (
    ("poor", "households"),
    ("near", "households"),
    ("poor_persons", "persons"),
    ("near_persons", "persons"),
    ("given_investment", "given"),
    ("activities_done", "activities"),
)
CROSSINGS = (("poor_to_listed", "near_from_listed"), ("near_to_listed", "poor_from_listed"))


def check(figures: Figures, where: str) -> list[Problem]:
    """What does not add up in a unit's figures, each with its cell.

    Unit: households, persons or đồng, as the figure.
    Source: law.md §3: closing = opening − out + in; poor → near-poor in one table equals
    “from poor” in the other; a part is not more than its whole.
    """
    found: list[Problem] = []
    for column, name in enumerate(COLUMNS):
        for klass in ("poor", "near"):
            found += _closes(figures, where, klass, column)
        for one, other in CROSSINGS:
            a, b = _at(figures, one, column), _at(figures, other, column)
            if a is not None and b is not None and a != b:
                text = (
                    f"cột “{name}”: {show_int(a)} hộ, nhưng dòng “{BY_CODE[other].label}” "
                    f"({BY_CODE[other].group.lower()}) là {show_int(b)} hộ"
                )
                found.append(Problem(where, BY_CODE[one].label, text))
    return found + _parts(figures, where)


def _closes(figures: Figures, where: str, klass: str, column: int) -> list[Problem]:
    computed, told = closing(figures, klass, column), _at(figures, klass, 1)
    if computed is None or told is None or computed == told:
        return []
    text = (
        f"cột “{COLUMNS[column]}”: đầu kỳ − ra + vào = {show_int(computed)} hộ, cuối kỳ là "
        f"{show_int(told)} hộ, lệch {show_int(abs(computed - told))} hộ"
    )
    return [Problem(where, BY_CODE[klass].label, text)]


def _parts(figures: Figures, where: str) -> list[Problem]:
    found = []
    for part, whole in PARTS:
        a, b = _at(figures, part, 1), _at(figures, whole, 1)
        if a is not None and b is not None and a > b:
            unit = BY_CODE[part].unit
            text = (
                f"{show_int(a)} {unit}, nhiều hơn “{BY_CODE[whole].label}” "
                f"({show_int(b)} {unit})"
            )
            found.append(Problem(where, BY_CODE[part].label, text))
    return found


def sentences(figures: Figures, *, unit: str, until: str, period: str) -> list[str]:
    """What the figures say, as an officer would begin to write it.

    Unit: sentences with their own units; nothing is said of what is not known.
    Source: project convention, ADR 0027; the layout of Kế hoạch 252/KH-UBND (results).
    """
    said = [
        _homes(figures, unit, until),
        _moved(figures, period),
        _planned(figures),
        _money(figures),
        _given(figures, period),
    ]
    return [text for text in said if text]


def _homes(figures: Figures, unit: str, until: str) -> str:
    homes, poor, near = (_at(figures, c, 1) for c in ("households", "poor", "near"))
    if homes is None or poor is None or near is None:
        return ""
    rates = [show_decimal(rate_of(figures, rate)) for rate in RATES[:2]]
    return (
        f"Đến ngày {until}, {unit} có {show_int(homes)} hộ; hộ nghèo {show_int(poor)} hộ "
        f"(tỷ lệ {rates[0]}%), hộ cận nghèo {show_int(near)} hộ (tỷ lệ {rates[1]}%)."
    )


def _moved(figures: Figures, period: str) -> str:
    names = ("poor_to_listed", "poor_to_above", "poor_relapsed", "poor_new")
    near, above, again, new = (_at(figures, name, 0) for name in names)
    if near is None or above is None:
        return ""
    return (
        f"Trong {period}: {show_int(near + above)} hộ thoát nghèo ({show_int(near)} hộ thành "
        f"hộ cận nghèo, {show_int(above)} hộ vượt chuẩn cận nghèo), {show_int(again)} hộ tái "
        f"nghèo, {show_int(new)} hộ phát sinh mới."
    )


def _planned(figures: Figures) -> str:
    planned, opening = _at(figures, "planned", 1), _at(figures, "poor_opening", 1)
    poor = _at(figures, "poor", 1)
    if not planned or opening is None or poor is None:
        return ""
    done = opening - poor
    share = show_decimal(share_percent(done, planned))
    verb = "giảm" if done >= 0 else "tăng"
    return (
        f"Từ đầu năm số hộ nghèo {verb} {show_int(abs(done))} hộ; kế hoạch năm giảm "
        f"{show_int(planned)} hộ (đạt {share}%)."
    )


def _money(figures: Figures) -> str:
    given, paid = _at(figures, "given", 1), _at(figures, "paid", 1)
    if not given:
        return ""
    share = show_decimal(rate_of(figures, RATES[2]))
    return (
        f"Vốn của năm {show_int(given)} đồng; đã giải ngân {show_int(paid)} đồng, "
        f"đạt {share}%."
    )


def _given(figures: Figures, period: str) -> str:
    count, amount = _at(figures, "supports", 0), _at(figures, "support_amount", 0)
    if not count:
        return ""
    return (
        f"Trong {period} có {show_int(count)} lượt hỗ trợ, số tiền {show_int(amount)} đồng."
    )

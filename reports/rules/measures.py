"""The figures a dashboard, a table of one's choice and a form share: names, sums, shares."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import share_percent
from households.choices import Cause, Group, Klass
from households.rules import Indicator

Counts = Mapping[str, int]
SHARE = "%"  # ends the code of a share: `poor:lack:job%` is lack of work among the poor
CLASSES = {"poor": "Hộ nghèo", "near": "Hộ cận nghèo"}
KLASS_OF = {"poor": Klass.POOR, "near": Klass.NEAR_POOR}
NAME_OF = {klass: name for name, klass in KLASS_OF.items()}
OTHER_CLASS = {"poor": "cận nghèo", "near": "nghèo"}
# how households left a list and came onto it (law.md §4, forms 2 and 3)
OUT = ("to_listed", "to_above", "out_other")
IN = ("from_listed", "relapsed", "new", "in_other")
FLOWS = ("opening", *OUT, *IN)
HO, NGUOI, PERCENT = "hộ", "người", "%"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: a count, or (with a `whole`) the share of `part` in it, in percent."""

    code: str
    label: str
    unit: str
    topic: str
    part: str
    whole: str = ""

    @property
    def heading(self) -> str:
        """The label where its topic is not said beside it."""
        return self.label if self.topic in TOPICS_SAID else f"{self.topic}: {self.label}"

    @property
    def klass(self) -> str:
        """The class whose households it counts; empty for what counts everybody."""
        head = self.part.split(":", 1)[0]
        return head if head in CLASSES else ""


ALL = "Hộ, nhân khẩu"
# all households are counted for everybody, and of a group only those of minorities are
KNOWN_OF_MINORITIES = frozenset({"households", "minority"})
TOPICS_SAID = frozenset({ALL, *CLASSES.values()})


def flow_label(klass: str, flow: str) -> str:
    """One way onto a list or off it, in the words of the official forms.

    Unit: one label.
    Source: law.md §4, forms 2 and 3 [S2].
    """
    other = OTHER_CLASS[klass]
    again = "Tái nghèo" if klass == "poor" else "Tái cận nghèo"
    words = {
        "opening": "Đầu kỳ",
        "to_listed": f"Ra: chuyển thành hộ {other}",
        "to_above": "Ra: vượt chuẩn cận nghèo",
        "out_other": "Ra: lý do khác",
        "from_listed": f"Vào: từ hộ {other}",
        "relapsed": f"Vào: {again[0].lower()}{again[1:]}",
        "new": "Vào: phát sinh mới",
        "in_other": "Vào: lý do khác",
    }
    return words[flow]


def measures_for(indicators: Sequence[Indicator]) -> dict[str, Measure]:
    """Every figure of a year by its code, in the order in which one chooses them.

    Unit: one figure; households, persons or percent, as each says.
    Source: law.md §4, forms 1-13 [S2]; the indicators are those of the year's standard.
    """
    found = [*_everybody()]
    for klass, name in CLASSES.items():
        found += _of_class(klass, name, indicators)
    return {measure.code: measure for measure in found}


def _everybody() -> Iterable[Measure]:
    yield Measure("households", "Tổng số hộ", HO, ALL, "households")
    yield Measure("persons", "Tổng số nhân khẩu", NGUOI, ALL, "persons")
    yield Measure("minority", "Hộ dân tộc thiểu số", HO, ALL, "minority")


def _of_class(klass: str, name: str, indicators: Sequence[Indicator]) -> list[Measure]:
    small = name[0].lower() + name[1:]
    found = [
        *_counted(klass, name, HO, name, whole="households"),
        *_counted(f"{klass}:persons", f"Nhân khẩu {small}", NGUOI, name, whole="persons"),
        *_counted(f"{klass}:minority", f"{name} DTTS", HO, name, whole="minority"),
    ]
    topic = f"{name} theo nhóm"
    for group in Group:
        found += _counted(f"{klass}:group:{group}", str(group.label), HO, topic, klass)
    topic = f"{name} thiếu hụt"
    for indicator in indicators:
        code = f"{klass}:lack:{indicator.key}"
        found += _counted(code, indicator.name, HO, topic, klass)
    topic = f"Nguyên nhân, {small}"
    for cause in Cause:
        found += _counted(f"{klass}:cause:{cause}", str(cause.label), HO, topic, klass)
    topic = f"Biến động {small}"
    for flow in FLOWS:
        code = f"{klass}:flow:{flow}"
        found.append(Measure(code, flow_label(klass, flow), HO, topic, code))
    return found


def _counted(
    code: str, label: str, unit: str, topic: str, whole: str
) -> tuple[Measure, Measure]:
    """A count, and its share in a whole."""
    share = Measure(code + SHARE, f"{label} (tỷ lệ)", PERCENT, topic, code, whole)
    return Measure(code, label, unit, topic, code), share


def is_known(code: str, group: str) -> bool:
    """Whether a count is known of a group of households: an unknown one is no nought.

    Unit: yes or no.
    Source: project convention, ADR 0029.
    """
    if not group:
        return True
    if code.split(":", 1)[0] in CLASSES:
        return ":flow:" not in code
    return group == "minority" and code in KNOWN_OF_MINORITIES


def value_of(measure: Measure, counts: Counts, group: str = "") -> int | Decimal | None:
    """A figure of counts that were added up; None where it, or its whole, is unknown.

    Unit: the measure's.
    Source: project convention, ADR 0004: shares come from sums, never from shares.
    """
    codes = [code for code in (measure.part, measure.whole) if code]
    if not all(is_known(code, group) for code in codes):
        return None
    part = counts.get(measure.part, 0)
    return share_percent(part, counts.get(measure.whole, 0)) if measure.whole else part

"""What opens behind a figure: its code, in words, and where its rows are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.errors import DomainError
from households.choices import Cause, Group, Klass
from households.selectors import recognised_communes
from households.selectors.profile import MINORITY, NATIVE
from households.standards import indicators_of_all, standard_on
from reports.charts.chart import Opener
from reports.choices import HouseGroup
from reports.rules.measures import (
    CLASSES,
    FLOWS,
    KLASS_OF,
    SHARE,
    flow_label,
    is_known,
)

LACKING = {
    "children": "Trẻ em",
    "nutrition": "Trẻ em thiếu hụt dinh dưỡng",
    "insurance": "Trẻ em từ 6 tuổi không có BHYT",
    "schooling": "Trẻ em từ 3 tuổi không đi học",
}
# everybody is counted by villages: no single household stands behind such a figure
EVERYBODY = {
    "households": ("Tổng số hộ", "hộ"),
    "persons": ("Tổng số nhân khẩu", "người"),
    "minority": ("Hộ dân tộc thiểu số", "hộ"),
    "native": ("Hộ DTTS tại chỗ", "hộ"),
    "kinh": ("Hộ Kinh", "hộ"),
}
KLASSES = KLASS_OF | {"average": Klass.AVERAGE}
NAMES = CLASSES | {"average": "Hộ có mức sống trung bình"}
KINH, LACKS, NONE = "kinh", "lacks", "none"
PERSONS = ":persons"  # ends the code of persons: `poor:group:merit:persons`
NOT = "!"  # begins what an ethnic group is none of: `poor:ethnic:!Kinh;Ba Na`
PLAIN = {
    "": "",
    MINORITY: "dân tộc thiểu số",
    NATIVE: "DTTS tại chỗ",
    KINH: "không phải DTTS",
    LACKS: "theo số chỉ số thiếu hụt",
    NONE: "không thuộc nhóm đối tượng nào",
}


class NoSuchFigure(DomainError):
    """A figure that has no households behind it, or none that can be shown."""

    code = "figure_unknown"
    message = "Con số này không mở được thành danh sách hộ."


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure to open: whose, which, of which days, as known when.

    `recognised_in`: only communes whose yearly review of that year is recognised count,
    as in forms and dashboards; None counts all, as the progress report does. `counted`
    are the communes a frozen report counted.
    """

    area: Area
    code: str
    on: date
    first: date
    group: str = HouseGroup.ALL
    known_at: datetime | None = None
    recognised_in: int | None = None
    counted: frozenset[int] | None = None

    @property
    def communes(self) -> set[int] | frozenset[int] | None:
        """The communes that count; None for all."""
        if self.counted is not None or self.recognised_in is None:
            return self.counted
        return recognised_communes(self.area, self.recognised_in)

    @property
    def of_homes(self) -> str:
        """The figure of households, whose persons this one may count."""
        return self.code.removesuffix(PERSONS)

    @property
    def klass(self) -> str:
        """`poor`, `near` or `average`."""
        return self.code.split(":", 1)[0]

    @property
    def is_flow(self) -> bool:
        """Whether it counts who went, not who stands on the list."""
        return ":flow:" in self.code

    @property
    def is_child(self) -> bool:
        """Whether it counts children, each with its household."""
        return ":child:" in self.code

    @property
    def is_persons(self) -> bool:
        """Whether it counts the persons of the households."""
        return self.code.endswith(PERSONS)

    @property
    def is_lacks(self) -> bool:
        """Whether it counts the deprivations of the households."""
        return self.code.endswith(f":{LACKS}")

    @property
    def unit(self) -> str:
        """What the figure counts."""
        if self.is_child:
            return "trẻ em"
        return "người" if self.is_persons else "chỉ số" if self.is_lacks else "hộ"

    @property
    def label(self) -> str:
        """The figure in words."""
        name, (what, value) = NAMES[self.klass], parts(self.of_homes)
        if what in PLAIN:
            said = f"{name} {PLAIN[what]}".strip()
        elif what == "child":
            said = f"{LACKING[value]} trong {name.lower()}"
        elif what == "flow":
            said = f"{name} – {flow_label(self.klass, value)}"
        elif what == "ethnic":
            said = f"{name} {_ethnic(value)} (chủ hộ)"
        else:
            said = f"{name}{_of_form(what, value, self.on)}"
        return f"Nhân khẩu {said[0].lower()}{said[1:]}" if self.is_persons else said


def _ethnic(value: str) -> str:
    if value.startswith(NOT):
        return f"dân tộc khác, không phải {', '.join(value[1:].split(';'))}"
    return f"dân tộc {'thiểu số' if value == MINORITY else value}"


def _of_form(what: str, value: str, on: date) -> str:
    """What the form of a household says, in words."""
    if what == "lack":
        then = {i.key: i.name for i in standard_on(on).indicators}
        return f" thiếu hụt: {(indicators_of_all() | then)[value].lower()}"
    labels = dict(Group.choices) | dict(Cause.choices)
    kind = "nguyên nhân" if what == "cause" else "nhóm"
    return f", {kind}: {labels[value].lower()}"


def parts(code: str) -> tuple[str, str]:
    """`poor:lack:job` as `lack`, `job`; `poor` as nothing."""
    _, _, rest = code.partition(":")
    what, _, value = rest.partition(":")
    return what, value


def checked_code(text: str) -> str:
    """A code of a figure that opens; an error for any other. A share opens its part."""
    code = text.removesuffix(SHARE)
    klass, (what, value) = code.split(":", 1)[0], parts(code.removesuffix(PERSONS))
    values: dict[str, Any] = {
        **{name: [""] for name in PLAIN},
        "group": Group.values,
        "cause": Cause.values,
        "lack": indicators_of_all(),
        "flow": FLOWS,
        "child": LACKING,
    }
    named = what == "ethnic" and bool(value)  # as people's data spell it
    known = named or value in values.get(what, ())
    moved = what == "flow" and klass not in CLASSES  # who went is told of two lists
    nobody = code.endswith(PERSONS) and what in (LACKS, "child")
    if klass not in KLASSES or code.endswith(":") or not known or moved or nobody:
        raise NoSuchFigure
    return code


def opener_for(user: User, group: str, day: date | None = None) -> Opener:
    """Where the figures of a year's end, or of a day, open for who may read their rows.

    Households open for who may see households; everybody's numbers are no one's secret.
    """
    paths = user.scope_paths(Right.HOUSEHOLD_VIEW)
    homes, totals = reverse("figure-rows"), reverse("figure-totals")

    def opens(area: Area, code: str, of: int) -> str:
        when = {"nam": str(of)} if day is None else {"ngay": day.isoformat()}
        asked = {"khu-vuc": str(area.public_id), "so": code} | when
        if code in EVERYBODY:
            if group:  # all of a group are counted of minorities alone
                asked["so"] = "minority"
            known = is_known(code, group)
            listed = {} if day is None else {"co-ds": "1"}
            return f"{totals}?{urlencode(asked | listed)}" if known else ""
        if not area.path.startswith(paths) or not is_known(code, group):
            return ""
        if group:
            asked["nhom"] = group
        return f"{homes}?{urlencode(asked)}"

    return opens

"""The citizen's identity number (CCCD): what it says and what contradicts it."""

from collections.abc import Collection
from dataclasses import dataclass

from core.errors import DomainError
from households.choices import Sex

LENGTH = 12
SHOWN_DIGITS = 3
YEARS_OF_CENTURY = 100
FIRST_CENTURY = 1900


class MalformedCccd(DomainError):
    """The text is no identity number."""

    code = "cccd_malformed"
    message = "Số CCCD phải có đúng 12 chữ số; đang ghi “{text}”."


class CccdContradiction(DomainError):
    """The number says something else than the person's record."""

    code = "cccd_contradiction"
    message = "{name}: số CCCD cho biết {says}, nhưng hồ sơ ghi {record}. Hãy kiểm tra lại."


@dataclass(frozen=True, slots=True)
class Cccd:
    """An identity number and what its digits say."""

    number: str
    place: str
    sex: Sex
    birth_year: int


def read_cccd(text: str) -> Cccd:
    """The number behind what was typed; spaces, dots and a spreadsheet's quote are dropped.

    Unit: 12 digits: 3 place, 1 sex and century, 2 year of birth, 6 others.
    Source: law.md §6 (CCCD) [S2].
    """
    number = text.strip().lstrip("'").replace(" ", "").replace(".", "")
    if len(number) != LENGTH or not (number.isascii() and number.isdigit()):
        raise MalformedCccd(text=text)
    century, odd = divmod(int(number[3]), 2)
    return Cccd(
        number=number,
        place=number[:3],
        sex=Sex.FEMALE if odd else Sex.MALE,
        birth_year=FIRST_CENTURY + century * YEARS_OF_CENTURY + int(number[4:6]),
    )


def check_cccd(cccd: Cccd, *, name: str, sex: str, birth_year: int | None) -> None:
    """Refuse a number that contradicts the person's sex or year of birth.

    Unit: one person.
    Source: law.md §6 (CCCD): a contradiction is an error [S2].
    """
    if cccd.sex != sex:
        raise CccdContradiction(
            name=name,
            says=f"giới tính {cccd.sex.label}",
            record=Sex(sex).label,
        )
    if birth_year is not None and cccd.birth_year != birth_year:
        raise CccdContradiction(
            name=name, says=f"sinh năm {cccd.birth_year}", record=f"năm {birth_year}"
        )


def has_known_place(cccd: Cccd, known: Collection[str]) -> bool:
    """Whether the place digits name a province; an unknown one is only a warning.

    Unit: yes or no; `known` in three digits, as the number has them.
    Source: law.md §6 (CCCD): an unknown prefix only a warning [S2].
    """
    return cccd.place in known


def masked(number: str) -> str:
    """The number as lists show it.

    Unit: the last three digits stay readable.
    Source: law.md §6 (CCCD): masked in lists.
    """
    return "•" * (len(number) - SHOWN_DIGITS) + number[-SHOWN_DIGITS:]

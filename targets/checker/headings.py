"""What a column of a printed table holds, guessed from its heading."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from core.text import name_norm

LABEL, ORDER = "label", "order"
# how a person is asked what a column holds
MEANINGS: tuple[tuple[str, str], ...] = (
    ("", "Bỏ qua"),
    (ORDER, "Số thứ tự"),
    (LABEL, "Địa bàn"),
    ("households", "Tổng số hộ"),
    ("minority", "Số hộ DTTS"),
    ("poor", "Số hộ nghèo"),
    ("rate_before", "Tỷ lệ hộ nghèo (%)"),
    ("reduction", "Số hộ giảm"),
    ("reduction_from", "Số hộ giảm, ít nhất"),
    ("reduction_to", "Số hộ giảm, nhiều nhất"),
    ("remaining", "Số hộ nghèo còn lại"),
    ("rate_after", "Tỷ lệ hộ nghèo còn lại (%)"),
    ("near_poor", "Số hộ cận nghèo"),
    ("near_rate", "Tỷ lệ hộ cận nghèo (%)"),
    ("minority_rate", "Tỷ lệ hộ DTTS (%)"),
    ("persons", "Tổng số khẩu"),
    ("poor_persons", "Số khẩu nghèo"),
    ("poor_persons_rate", "Tỷ lệ khẩu nghèo (%)"),
    ("near_poor_persons", "Số khẩu cận nghèo"),
    ("near_persons_rate", "Tỷ lệ khẩu cận nghèo (%)"),
)
# in the order in which they are asked for; the first whose words all stand there wins
_COUNTS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("remaining", (("con lai",),)),
    ("reduction", (("giam",),)),
    ("near_poor_persons", (("can ngheo", "khau"), ("can ngheo", "nguoi"))),
    ("near_poor", (("can ngheo",),)),
    ("poor_persons", (("ngheo", "khau"), ("ngheo", "nguoi"))),
    ("minority", (("dtts",), ("dan toc",))),
    ("poor", (("ngheo",),)),
    ("persons", (("khau",), ("nguoi",))),
    ("households", (("ho",),)),
)
_RATES: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("near_persons_rate", (("can ngheo", "khau"), ("can ngheo", "nguoi"))),
    ("near_rate", (("can ngheo",),)),
    ("poor_persons_rate", (("khau",), ("nguoi",))),
    ("minority_rate", (("dtts",), ("dan toc",))),
    ("rate_after", (("du kien",), ("con lai",), ("giam",))),
    ("rate_before", ()),
)
_RATE_WORDS = ("ty le", "ti le", "%")
_PLACES = (
    *("dia ban", "khu vuc", "don vi", "xa", "phuong", "huyen", "tinh", "ten", "noi"),
    *("thon", "xom", "ban", "lang", "buon", "ap", "to dan pho", "khu pho"),
)


def guess_meanings(headings: Sequence[Sequence[str]]) -> dict[int, str]:
    """What each column holds; a column whose heading says nothing known is left out.

    Unit: column number from 0 to the name of a column of `Table`, “label” or “order”.
    Source: tables of the five plans; Kế hoạch 252/KH-UBND (Ngọc Hồi).
    """
    found: dict[int, str] = {}
    for column, (own, whole) in enumerate(_texts(headings)):
        meaning = _meaning(own, whole, found)
        if meaning and meaning not in found.values():
            found[column] = meaning
    return found


def _texts(headings: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """Of each column its lowest heading, and all headings above and of it."""
    width = max((len(row) for row in headings), default=0)
    rows = [
        [name_norm(text) for text in [*row, *[""] * (width - len(row))]] for row in headings
    ]
    for upper, lower in pairwise(rows):
        for column in range(1, width):
            # a heading merged over several columns stands in the first of them only
            if not upper[column] and lower[column]:
                upper[column] = upper[column - 1]
    columns = zip(*rows, strict=True)
    told = ([text for text in column if text] for column in columns)
    return [(texts[-1], " ".join(texts)) if texts else ("", "") for texts in told]


def _meaning(own: str, whole: str, found: Mapping[int, str]) -> str:
    own, whole = _words(own), _words(whole)
    if own in {"tt", "stt", "so tt", "so thu tu"}:
        return ORDER
    if LABEL not in found.values() and any(_says(own, word) for word in _PLACES):
        return LABEL
    if any(_says(own, word) for word in _RATE_WORDS):
        return _of_rate(own, whole, found)
    return _first(_COUNTS[:-1], own) or _first(_COUNTS, whole)


def _words(text: str) -> str:
    """Words alone: “Tỷ lệ(%)” says “ty le %”."""
    return " ".join(re.sub(r"[^\w%]+", " ", text.replace("%", " % ")).split())


def _says(text: str, words: str) -> bool:
    """Whether the text holds these very words: “thon” does not say “ho”."""
    return f" {words} " in f" {text} "


def _of_rate(own: str, whole: str, found: Mapping[int, str]) -> str:
    meaning = _first(_RATES, own)
    if meaning == "rate_before":
        meaning = _first(_RATES, whole)
    if meaning == "rate_before" and meaning in found.values():
        return "rate_after"
    return meaning


def _first(choices: Sequence[tuple[str, tuple[tuple[str, ...], ...]]], text: str) -> str:
    for name, ways in choices:
        if not ways or any(all(_says(text, word) for word in way) for way in ways):
            return name
    return ""

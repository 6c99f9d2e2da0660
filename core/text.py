"""Vietnamese text: compared without accents, ordered as in a dictionary."""

import re
import unicodedata
from functools import lru_cache

_BASES = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


@lru_cache(maxsize=20_000)  # lists repeat the same few words a hundred thousand times
def name_norm(text: str) -> str:
    """`text` in small letters without accents, so that “dak ang” finds Đăk Ang."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", letters).strip()


def sort_key(text: str) -> str:
    """A key that orders Vietnamese names as a dictionary does: An, Ánh, Ân, Bình."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", text.lower()):
        tone = 0
        parts = unicodedata.normalize("NFD", char)
        for mark in parts[1:]:
            tone = _TONES.get(mark, tone)
        without_tone = "".join(mark for mark in parts if mark not in _TONES)
        base = unicodedata.normalize("NFC", without_tone)
        place = _BASES.find(base)
        letters.append(chr(0x41 + place) if place >= 0 else (" " if base == " " else base))
        tones.append(str(tone))
    return "".join(letters) + "\x1f" + "".join(tones)


def is_near(one: str, other: str) -> bool:
    """Whether two names differ by at most one letter once accents are dropped."""
    a, b = name_norm(one), name_norm(other)
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    short, long = sorted((a, b), key=len)
    return any(short == long[:i] + long[i + 1 :] for i in range(len(long)))


# what XML has no sign for: control letters but tab and line ends, halves of pairs, no letters
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """The text without letters that no document can hold; a soft line break is a break."""
    return _UNPRINTABLE.sub("", text.replace("\x0b", "\n"))

"""Words that stand for the values of a list: relations, classes, sex, causes."""

import re
from collections.abc import Mapping

from core.text import name_norm
from households.choices import Cause, Education, Group, Klass, Relation, Sex, Work
from households.rules.tables.cells import BadCell, Raw, text_of

RELATIONS: dict[str, Relation] = {
    **{name_norm(relation.label): relation for relation in Relation},
    **dict.fromkeys(("ch", "chuho"), Relation.HEAD),
    **dict.fromkeys(("vo", "chong", "vo chong"), Relation.SPOUSE),
    **dict.fromkeys(
        ("con trai", "con gai", "con dau", "con re", "con nuoi", "con de", "con ruot"),
        Relation.CHILD,
    ),
    **dict.fromkeys(
        ("bo", "me", "cha", "bo me", "cha me", "bo de", "me de", "me ruot", "bo ruot"),
        Relation.PARENT,
    ),
    **dict.fromkeys(("bo chong", "me chong", "bo vo", "me vo"), Relation.PARENT),
    **dict.fromkeys(("chau noi", "chau ngoai", "chau ruot", "chat"), Relation.GRANDCHILD),
    **dict.fromkeys(
        ("anh", "chi", "em", "anh chi em", "anh trai", "chi gai", "em trai", "em gai"),
        Relation.SIBLING,
    ),
}
CLASSES: dict[str, Klass] = {
    **{name_norm(klass.label): klass for klass in Klass},
    "ngheo": Klass.POOR,
    "can ngheo": Klass.NEAR_POOR,
    **dict.fromkeys(("muc song trung binh", "mstb", "trung binh"), Klass.AVERAGE),
    **dict.fromkeys(("khong ngheo", "khong", "ho thoat ngheo"), Klass.NOT_POOR),
}
SEXES = {"nam": Sex.MALE, "nu": Sex.FEMALE}
LEVELS = {name_norm(level.label): level for level in Education}
WORKS = {name_norm(work.label): work for work in Work}
GROUPS = {name_norm(group.label): group.value for group in Group}
_CAUSES = {name_norm(cause.label): cause for cause in Cause}
_CAUSES |= {str(number): cause for number, cause in enumerate(Cause, start=1)}


def relation_of(cell: Raw | None) -> Relation | None:
    """A relation to the head; a word we do not know is “other”.

    Unit: one relation; nothing where the cell is empty.
    Source: project convention, docs/glossary.md.
    """
    word = name_norm(text_of(cell)).strip(".")
    return RELATIONS.get(word, Relation.OTHER) if word else None


def several_of(cell: Raw | None, known: Mapping[str, str], what: str) -> list[str] | None:
    """Values named in one cell, divided by “;”; nothing where the cell is empty.

    Unit: a list of values in the order of the known ones.
    Source: project convention, docs/glossary.md.
    """
    found = set()
    for word in re.split(r"[;\n]", text_of(cell)):
        plain = name_norm(word).strip(" .-")
        if not plain:
            continue
        if plain not in known:
            raise BadCell(f"không phải {what} đã biết; cách nhau bằng dấu “;”")
        found.add(known[plain])
    return [value for value in known.values() if value in found] or None


def causes_of(cell: Raw | None) -> list[Cause]:
    """Causes of poverty, by name or by their number in report form 10.

    Unit: a list of causes in their official order.
    Source: law.md §3 (causes), §4 (report 10).
    """
    text = text_of(cell)
    words = re.split(r"[;\n]", text)
    if len(words) == 1 and re.fullmatch(r"[\d,\s]+", text):
        words = text.split(",")
    found = set()
    for word in words:
        plain = name_norm(word).strip(" .-")
        if not plain:
            continue
        if plain not in _CAUSES:
            raise BadCell("không phải nguyên nhân trong danh mục; cách nhau bằng dấu “;”")
        found.add(_CAUSES[plain])
    return [cause for cause in Cause if cause in found]

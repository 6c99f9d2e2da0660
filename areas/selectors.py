"""Questions about areas on a date."""

from dataclasses import dataclass
from datetime import date

from areas.choices import Level, Share
from areas.models import Area, AreaSuccession
from areas.scope import HasScope
from core.text import is_near, name_norm


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What a name in a document may mean on the document's date."""

    found: list[Area]
    near: list[Area]


def match_name(text: str, *, below: Area, level: str, on: date) -> NameMatch:
    """Areas of `level` below `below` that `text` names on `on`, or nearly names.

    Only areas valid on that day are asked, so a name of another time or place
    never answers. A near match is for a person to confirm.
    """
    name = without_kind(text)
    areas = Area.objects.within(below.path).filter(level=level).valid_on(on)
    found = list(areas.named(name).order_by("code"))
    if found:
        return NameMatch(found=found, near=[])
    near = [area for area in areas.order_by("code") if is_near(area.name, name)]
    return NameMatch(found=[], near=near)


_KINDS = (
    "thị trấn",
    "tt.",
    "tt",
    "thị xã",
    "tx.",
    "tx",
    "phường",
    "xã",
    "đặc khu",
    "huyện",
    "quận",
    "tỉnh",
    "thành phố",
    "tp.",
    "tp",
)


def without_kind(text: str) -> str:
    """“Xã Đăk Ang” as “Đăk Ang”, “TT. Plei Kần” as “Plei Kần”."""
    clean = " ".join(text.split())
    for kind in _KINDS:
        if name_norm(clean).startswith(name_norm(kind) + " "):
            return clean[len(kind) :].strip()
    return clean


def superior(area: Area, on: date) -> Area:
    """The area that stands above `area` on `on`: the only code that knows levels.

    A unit that is closed by then answers for its main successor's superior.
    """
    if area.valid_to is not None and area.valid_to <= on:
        succession = (
            AreaSuccession.objects.filter(old=area)
            .select_related("new")
            .order_by("-main", "-share")
            .first()
        )
        if succession is not None:
            return superior(succession.new, on)
    parent = area.parent
    if parent is None:
        return area
    if area.level == Level.VILLAGE:
        return superior(parent, on)
    return parent


def province_of(area: Area) -> Area:
    """The province an area belongs to; the nation and provinces answer themselves."""
    step = area
    while step.parent is not None and step.level != Level.PROVINCE:
        step = step.parent
    return step


def whole_predecessors(area: Area) -> list[Area]:
    """Areas that went wholly into `area`, and theirs."""
    before: list[Area] = []
    frontier = [area.pk]
    while frontier:
        links = AreaSuccession.objects.filter(new__in=frontier, share=Share.WHOLE)
        olds = [link.old for link in links.select_related("old")]
        before.extend(olds)
        frontier = [old.pk for old in olds]
    return before


def search(text: str, *, on: date, user: HasScope, right: str) -> list[Area]:
    """Areas whose name holds `text`, exact names first, each with its parents."""
    norm = name_norm(without_kind(text))
    areas = (
        Area.objects.visible_to(user, right)
        .valid_on(on)
        .exclude(level=Level.NATION)
        .containing(norm)
        .select_related("parent__parent")
    )
    return sorted(areas[:200], key=lambda a: (a.name_norm != norm, a.path.count("/")))[:50]


def describe_place(area: Area) -> str:
    """The area with its parents: “Xã Đăk Ang, Huyện Ngọc Hồi, Tỉnh Kon Tum”."""
    names = []
    step: Area | None = area
    while step is not None and step.level != Level.NATION:
        names.append(step.full_name)
        step = step.parent
    return ", ".join(names) or area.full_name


def province_codes() -> frozenset[str]:
    """Codes of all provinces there are and were, in the three digits of a CCCD."""
    codes = Area.objects.filter(level=Level.PROVINCE).values_list("code", flat=True)
    return frozenset(code.zfill(3) for code in codes)

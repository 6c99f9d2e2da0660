"""Loading the map of the country; remembering how documents write names."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from areas.choices import Level, Share
from areas.models import Area, AreaAlias, AreaSuccession
from core.copying import analyse, copy_records, take_ids
from core.text import name_norm

URBAN_KINDS = {"Phường", "Thị trấn", "Quận", "Thành phố", "Thị xã"}
NATION_CODE = "VN"
DISTRICTS_END = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """How many rows a load added."""

    areas: int
    successions: int


@transaction.atomic
def load_map(folder: Path) -> LoadCounts:
    """Load both maps and what became of what; a second call adds nothing.

    Source: data/areas.csv and data/area_successions.csv (public lists, facts only).
    """
    if Area.objects.filter(level=Level.NATION).exists():
        return LoadCounts(areas=0, successions=0)
    nation = Area.objects.create(
        code=NATION_CODE,
        name="Việt Nam",
        name_norm="viet nam",
        level=Level.NATION,
        kind="",
        path="/",
        source="Hiến pháp",
    )
    rows = _read(folder / "areas.csv")
    by_key: dict[tuple[str, str, str], Area] = {}
    for level in (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE):
        batch = [_area(row, nation, by_key) for row in rows if row["level"] == level]
        _insert(batch)
        for area in batch:
            by_key[area.level, area.code, _period(area.valid_to)] = area
    successions = _successions(_read(folder / "area_successions.csv"), by_key)
    for link, pk in zip(
        successions, take_ids(AreaSuccession, len(successions)), strict=True
    ):
        link.pk = pk
    copy_records(AreaSuccession, successions)
    analyse(Area, AreaSuccession)
    return LoadCounts(areas=len(by_key), successions=len(successions))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _period(valid_to: date | None) -> str:
    return "old" if valid_to else "new"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _area(
    row: dict[str, str], nation: Area, known: dict[tuple[str, str, str], Area]
) -> Area:
    valid_to = _day(row["valid_to"])
    parent = nation
    if row["parent_code"]:
        period = _period(valid_to)
        parent = (
            known.get((Level.DISTRICT, row["parent_code"], period))
            or known[Level.PROVINCE, row["parent_code"], period]
        )
    return Area(
        code=row["code"],
        name=row["name"],
        name_norm=name_norm(row["name"]),
        level=row["level"],
        kind=row["kind"],
        urban=row["kind"] in URBAN_KINDS,
        parent=parent,
        latitude=row["lat"] or None,
        longitude=row["lon"] or None,
        valid_from=_day(row["valid_from"]),
        valid_to=valid_to,
        source=row["source"],
    )


def _insert(batch: list[Area]) -> None:
    """Insert with ids known beforehand, since the path is made of them."""
    for area, pk in zip(batch, take_ids(Area, len(batch)), strict=True):
        area.pk = pk
        area.path = f"{area.parent.path if area.parent else '/'}{pk}/"
    copy_records(Area, batch)


def _successions(
    rows: list[dict[str, str]], known: dict[tuple[str, str, str], Area]
) -> list[AreaSuccession]:
    found = [
        AreaSuccession(
            old=known[row["from_level"], row["from_code"], "old"],
            new=known[Level.COMMUNE, row["to_code"], "new"],
            share=row["share"],
            main=row["main"] == "yes",
            day=date.fromisoformat(row["date"]),
            decision="Nghị quyết 202/2025/QH15 và các nghị quyết sắp xếp cấp xã",
        )
        for row in rows
    ]
    return found + _province_successions(found)


def _province_successions(communes: list[AreaSuccession]) -> list[AreaSuccession]:
    """What each old province became: derived from where its communes went."""
    went: dict[Area, set[Area]] = defaultdict(set)
    for link in communes:
        old_province = link.old.parent
        if old_province is not None and old_province.level == Level.DISTRICT:
            old_province = old_province.parent
        if old_province is not None and link.new.parent is not None:
            went[old_province].add(link.new.parent)
    return [
        AreaSuccession(
            old=old,
            new=new,
            share=Share.WHOLE if len(news) == 1 else Share.PART,
            day=DISTRICTS_END,
            decision="Nghị quyết 202/2025/QH15",
        )
        for old, news in went.items()
        for new in news
    ]


@transaction.atomic
def add_village(commune: Area, *, code: str, name: str, kind: str, is_demo: bool) -> Area:
    """Add a village (thôn, tổ dân phố) below a commune."""
    village = Area(
        code=code,
        name=name,
        name_norm=name_norm(name),
        level=Level.VILLAGE,
        kind=kind,
        urban=commune.urban,
        parent=commune,
        valid_from=commune.valid_from,
        valid_to=commune.valid_to,
        is_demo=is_demo,
        source="dữ liệu trình diễn" if is_demo else "UBND cấp xã",
    )
    _insert([village])
    return village


def remember_alias(area: Area, *, name: str, confirmed_by: str) -> AreaAlias:
    """Remember that documents also write `name` for `area`."""
    alias, _ = AreaAlias.objects.get_or_create(
        area=area,
        name_norm=name_norm(name),
        defaults={"name": name, "confirmed_by": confirmed_by},
    )
    return alias

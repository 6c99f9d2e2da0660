"""Synthetic households: the plan's counts, made-up persons, one fixed seed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from areas.models import Area
from areas.services import add_village
from core.copying import copy_rows, take_ids
from core.ids import new_id
from core.sealing import fingerprint, seal
from core.text import name_norm
from households.choices import Education, Relation, Sex, Work
from households.models import Household, Member, Person, Residence

SEED = 252
VILLAGES = 5
GROUPS = ("Xơ Đăng", "Giẻ - Triêng", "Mường", "Thái", "Tày")
MALE = ("A Blong", "A Đrinh", "A Khâm", "A Nhơr", "A Thút", "A Vượng", "A Lếch", "A Reo")
FEMALE = ("Y Ngọc", "Y Blưng", "Y Hlim", "Y Nhảy", "Y Thảo", "Y Xuân", "Y Dép", "Y Măi")
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Ngọc", "Đức", "Thu", "Hữu")
GIVEN = ("An", "Bình", "Dung", "Đức", "Hà", "Hòa", "Lan", "Long", "Nga", "Sơn", "Yến")


@dataclass(frozen=True, slots=True)
class Settlement:
    """How many households of which kind to make in a commune."""

    commune: Area
    households: int
    minority: int
    first_day: date | None = None


def _name(dice: random.Random, sex: str, *, minority: bool) -> str:
    if minority:
        return f"{dice.choice(MALE if sex == Sex.MALE else FEMALE)} {dice.choice(GIVEN)}"
    return f"{dice.choice(FAMILY)} {dice.choice(MIDDLE)} {dice.choice(GIVEN)}"


def _relations(dice: random.Random, size: int) -> list[str]:
    """Head, then spouse, children, a parent."""
    rest = [Relation.SPOUSE, *[Relation.CHILD] * 4, Relation.PARENT, Relation.GRANDCHILD]
    return [Relation.HEAD, *rest[: size - 1]]


_AGE = {Relation.HEAD: 44, Relation.SPOUSE: 41, Relation.PARENT: 70, Relation.GRANDCHILD: 6}


def _villages(commune: Area) -> list[Area]:
    kind = "Tổ dân phố" if commune.urban else "Thôn"
    found = list(Area.objects.filter(parent=commune))
    return found or [
        add_village(
            commune,
            code=f"{commune.code}-{commune.pk}-{n}",
            name=f"{n} (minh họa)",
            kind=kind,
            is_demo=True,
        )
        for n in range(1, VILLAGES + 1)
    ]


def settle(settlement: Settlement, *, code_prefix: str) -> list[int]:
    """Make a commune's households, members and residences; returns household ids."""
    dice = random.Random(f"{SEED}-{settlement.commune.code}-{code_prefix}")  # noqa: S311
    villages = _villages(settlement.commune)
    ids = take_ids(Household, settlement.households)
    homes, persons = [], []
    for number, pk in enumerate(ids):
        minority = number < settlement.minority
        village = villages[number % len(villages)]
        group = dice.choice(GROUPS) if minority else "Kinh"
        members: list[tuple[str, str, str, int, str]] = []
        for relation in _relations(dice, dice.randint(1, 7)):
            sex = dice.choice((Sex.MALE, Sex.FEMALE))
            if relation == Relation.SPOUSE:
                sex = Sex.FEMALE if members[0][1] == Sex.MALE else Sex.MALE
            age = max(0, _AGE.get(Relation(relation), 14) + dice.randint(-6, 9))
            members.append((_name(dice, sex, minority=minority), sex, group, age, relation))
        homes.append((pk, f"{code_prefix}{number + 1:05d}", members, minority, village))
        persons += [(pk, *member) for member in members]
    _write(settlement, homes, persons)
    return ids


def _write(
    settlement: Settlement,
    homes: Sequence[tuple[Any, ...]],
    persons: Sequence[tuple[Any, ...]],
) -> None:
    commune = settlement.commune
    above = commune.parent
    district = above if above and above.level == "district" else None
    province = district.parent if district else above
    ids = (province.pk if province else None, district.pk if district else None, commune.pk)
    copy_rows(Household, HOUSEHOLD_COLUMNS.split(), _home_rows(homes, ids))
    copy_rows(
        Residence,
        "household_id commune_id area_path size ethnic_minority valid_from".split(),
        (
            (pk, commune.pk, village.path, len(members), minority, settlement.first_day)
            for pk, _, members, minority, village in homes
        ),
    )
    person_ids = take_ids(Person, len(persons))
    numbered = list(zip(person_ids, persons, strict=True))
    copy_rows(Person, PERSON_COLUMNS.split(), map(_person_row, numbered))
    copy_rows(
        Member,
        ("public_id", "household_id", "person_id", "relation", "valid_from"),
        ((new_id(), row[0], pk, row[5], settlement.first_day) for pk, row in numbered),
    )


PERSON_COLUMNS = (
    "id public_id full_name name_norm birth_year sex ethnic_group cccd_sealed cccd_hash "
    "insured studying education work is_demo"
)
COUNTED_IN = 2019  # the year in which the made-up ages hold
PLACE = "999"  # no province has this number: every identity number is made up
PUPILS, WORKERS = range(3, 18), range(18, 65)


def _person_row(numbered: tuple[int, tuple[Any, ...]]) -> tuple[Any, ...]:
    """A made-up person; facts follow from the row's number, so that every load is alike."""
    pk, (_, name, sex, group, age, relation) = numbered
    born = COUNTED_IN - age
    number = ""
    if relation == Relation.HEAD:
        digit = 2 * (born // 100 - 19) + (sex == Sex.FEMALE)
        number = f"{PLACE}{digit}{born % 100:02d}{pk % 1_000_000:06d}"
    insured, studying = pk % 12 != 0, age in PUPILS and pk % 15 != 0
    level = Education.LOWER_SECONDARY if pk % 3 else Education.UPPER_SECONDARY
    return (
        *(pk, new_id(), name, name_norm(name), born, sex, group),
        *(seal(number), fingerprint(number), insured, studying),
        "" if age < min(WORKERS) else level.value,
        Work.OWN.value if age in WORKERS else "",
        True,
    )


HOUSEHOLD_COLUMNS = (
    "id public_id code head_name head_name_norm size ethnic_minority province_id district_id "
    "commune_id village_id area_path is_demo version"
)


def _home_rows(
    homes: Sequence[tuple[Any, ...]], ids: tuple[int | None, ...]
) -> Iterator[tuple[Any, ...]]:
    for pk, code, members, minority, village in homes:
        head = members[0][0]
        facts = (pk, new_id(), code, head, name_norm(head), len(members), minority)
        yield (*facts, *ids, village.pk, village.path, True, 1)

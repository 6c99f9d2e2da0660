"""Report forms 14 and 15: the names of poor and near-poor households.

Source: Thông tư 07/2021/TT-BLĐTBXH, danh sách hộ nghèo, hộ cận nghèo; columns law.md §4,
forms 14 and 15 [S2]. Names are exports under the right to see households: who asked takes
them, while that right lasts; every area on the list is written down (ADR 0028).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from accounts.choices import Right
from accounts.models import User
from accounts.services import record_list
from areas.models import Area
from core.batches import batches
from core.dates import last_day_of, today
from core.db import among
from core.errors import DomainError
from core.numbers import whole
from core.text import name_norm
from households.choices import Group, Klass, Sex
from households.models import Recognition
from households.selectors.movement import STAYED
from households.selectors.nominal import BATCH, NominalHome, nominal_list
from office.exports import Writer, ask_export, register
from office.lists import ListSheet, write_lists
from office.models import Export
from programs.models import Support

KIND = "nominal"
FIRST_YEAR = 2016
CLASSES = {"14": Klass.POOR, "15": Klass.NEAR_POOR}
HEADINGS = (
    *(("TT hộ", 7), ("TT người", 8), ("Họ và tên chủ hộ, thành viên", 30)),
    *(("Năm sinh: nam", 9), ("Năm sinh: nữ", 9), ("Dân tộc", 14)),
    *(("Quan hệ với chủ hộ", 14), ("Xã", 20), ("Thôn, tổ dân phố", 22)),
    *(
        ("Hộ cũ, mới, tái", 18),
        ("Nhóm đối tượng", 34),
        ("Chính sách đã hưởng trong năm", 40),
    ),
)
CAME = {
    STAYED: "Hộ cũ",
    "new": "Phát sinh mới",
    "relapsed": "Tái nghèo",
    "from_listed": "Từ danh sách khác",
    "in_other": "Chuyển đến",
}


class NoSuchList(DomainError):
    """A list is form 14 or 15 of a year that has begun."""

    code = "nominal_list_unknown"
    message = "Hãy chọn biểu 14 hoặc 15 và một năm từ {first} đến {last}."


def ask_nominal(form: str, year: str, *, area: Area, by: User) -> Export:
    """Put a list of names in the queue."""
    number = whole(year) or 0
    if form not in CLASSES or not FIRST_YEAR <= number <= today().year:
        raise NoSuchList(first=FIRST_YEAR, last=today().year)
    params = {"form": form, "year": str(number)}
    return ask_export(KIND, params, area=area, by=by)


def day_of(export: Export) -> date:
    """The day the list speaks of: the year's last, or today while it lasts."""
    return min(last_day_of(int(export.params["year"])), today())


def write_nominal(export: Export, path: Path) -> None:
    """One line a person; the household's own columns stand on its head's line."""
    klass, on = CLASSES[export.params["form"]], day_of(export)
    paths = Recognition.objects.status_on(on).within(export.area_path).filter(klass=klass)
    record_list(
        export.created_by,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="household",
        paths=paths.values_list("area_path", flat=True),
        address=None,
    )
    name = klass.label.upper()
    titles = [
        f"BIỂU SỐ {export.params['form']}. DANH SÁCH {name} NĂM {export.params['year']}",
        f"{export.area.full_name}, theo kết quả đã công nhận đến ngày {on:%d/%m/%Y}",
        "Có thông tin cá nhân: chỉ dùng cho công việc được giao.",
    ]
    rows = lines_of(export.area, klass, on=on)
    write_lists([ListSheet("Danh sách", titles, HEADINGS, rows)], path)


def lines_of(area: Area, klass: Klass, *, on: date) -> Iterator[list[Any]]:
    """The lines of a list, batch by batch; households are counted through."""
    homes = nominal_list(area, klass, first=last_day_of(on.year - 1), on=on)
    number = 0
    for some in batches(homes, BATCH):
        policies = _policies([home.household.pk for home in some], on)
        for home in some:
            number += 1
            yield from _lines(number, home, policies[home.household.pk])


def _lines(number: int, home: NominalHome, policies: list[str]) -> Iterator[list[Any]]:
    household = home.household
    groups = ["Dân tộc thiểu số"] if household.ethnic_minority else []
    groups += [Group(name).label for name in home.groups]
    own = [
        household.commune.full_name,
        household.village.full_name if household.village else "",
        CAME.get(home.origin, ""),
        "; ".join(groups),
        "; ".join(policies),
    ]
    if not home.members:
        yield [number, "", household.head_name, "", "", "", "", *own]
    for order, member in enumerate(home.members, start=1):
        person = member.person
        born = person.birth_date.year if person.birth_date else person.birth_year or ""
        male = person.sex == Sex.MALE
        yield [
            *(number, order, person.full_name),
            *(born if male else "", "" if male else born),
            *(person.ethnic_group, member.get_relation_display()),
            *(own if order == 1 else [""] * len(own)),
        ]


def _policies(ids: list[int], on: date) -> dict[int, list[str]]:
    """Names of the policies that supported each household in the year."""
    given = Support.objects.filter(
        among("household", ids), withdrawn_on=None, on__year=on.year, on__lte=on
    )
    found: dict[int, list[str]] = defaultdict(list)
    told = given.values_list("household_id", "policy__name").order_by("policy__name")
    for pk, name in told.distinct():
        found[pk].append(name)
    return found


def allowed(export: Export) -> bool:
    """Whether who asked may still see the households of the area."""
    seen = Area.objects.visible_to(export.created_by, Right.HOUSEHOLD_VIEW)
    return seen.filter(pk=export.area_id).exists()


def register_nominal() -> None:
    """Called once, when the house is built."""
    writer = Writer(allowed, "Danh sách hộ nghèo, hộ cận nghèo", write_nominal, _name)
    register(KIND, writer)


def _name(export: Export) -> str:
    place = name_norm(export.area.name).replace(" ", "-")
    return f"bieu-{export.params['form']}-{place}-{export.params['year']}.xlsx"

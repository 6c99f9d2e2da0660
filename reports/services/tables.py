"""Keeping a table of one's own choice, sharing it, dropping it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.errors import DomainError
from core.text import printable
from reports.models import SavedTable

MOST = 100  # tables of one person


class TooManyTables(DomainError):
    """A person keeps so many tables that nobody finds one."""

    code = "saved_tables_too_many"
    message = "Bạn đã lưu {most} bảng; hãy bỏ bớt bảng không dùng."


class NotYourTable(DomainError):
    """Only who keeps a table drops it."""

    code = "saved_table_not_yours"
    message = "Chỉ người lưu bảng được bỏ bảng."


class TableTooLong(DomainError):
    """Counting a day of many communes takes longer than one waits."""

    code = "table_too_long"
    message = "Số liệu của một ngày cho nhiều xã chỉ lấy được bằng tệp Excel."


class TableNameTaken(DomainError):
    """A name leads to one table."""

    code = "saved_table_name_taken"
    message = "Bạn đã có bảng tên “{name}”."


@transaction.atomic
def save_table(
    name: str, area: Area, question: Mapping[str, Any], *, shared: bool, by: User
) -> SavedTable:
    """Keep the question of a table under a name."""
    User.objects.select_for_update().get(pk=by.pk)  # two windows: one after the other
    mine = SavedTable.objects.filter(owner=by)
    if mine.count() >= MOST:
        raise TooManyTables(most=MOST)
    clean = printable(name).strip()
    if mine.filter(name=clean).exists():
        raise TableNameTaken(name=clean)
    table = SavedTable(
        name=clean,
        area=area,
        area_path=area.path,
        question=dict(question),
        shared=shared,
        owner=by,
    )
    table.full_clean()
    table.save()
    return table


@transaction.atomic
def drop_table(table: SavedTable, *, by: User) -> None:
    """Drop a table one keeps; its figures stay where they are."""
    if table.owner_id != by.pk:
        raise NotYourTable
    table.delete()


def tables_seen(user: User) -> QuerySet[SavedTable]:
    """One's own tables, and those shared by others whose figures one sees."""
    shared = SavedTable.objects.visible_to(user, Right.FIGURES_VIEW).filter(shared=True)
    found = shared | SavedTable.objects.filter(owner=user)
    return found.select_related("area", "owner").distinct()

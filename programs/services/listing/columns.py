"""What the columns of a list mean: by their names, or as somebody said before."""

from collections.abc import Mapping, Sequence
from typing import Any

from accounts.models import Agency, User
from areas.models import Area
from core.errors import DomainError
from households.rules.tables.fields import signature
from office.models import ImportRun
from office.sheets import COLUMN_LIMIT
from programs.models import SupportColumns
from programs.rules.support_table import ASKED, NAMES


class ColumnsUnclear(DomainError):
    """A list cannot be read without the columns that say who, what and when."""

    code = "support_list_columns"
    message = "Mỗi nghĩa chỉ chọn cho một cột, và phải có đủ: {asked}."


def told_sheet(
    name: str, labels: Sequence[str], columns: Mapping[str, int]
) -> dict[str, Any]:
    """A sheet as its run keeps it: its labels, and what each was taken to mean."""
    meant = {str(index): key for key, index in columns.items()}
    mark = signature(labels)
    return {"name": name, "signature": mark, "labels": list(labels), "columns": meant}


def saved_columns(
    area: Area, agency: Agency | None, labels: Sequence[str]
) -> dict[str, int]:
    """Which column is what, as somebody of the area's office said of such a heading."""
    mark = signature(labels)
    rows = SupportColumns.objects.filter(area=area, agency=agency, signature=mark)
    held = rows.first()
    return {} if held is None else {key: int(n) for n, key in held.columns.items()}


def save_columns(
    run: ImportRun, agency: Agency | None, mark: str, columns: Mapping[int, str], by: User
) -> None:
    """Remember what somebody says of one heading of a run."""
    named = {n: key for n, key in columns.items() if key in NAMES}
    meant = {str(n): key for n, key in named.items() if n in range(COLUMN_LIMIT)}
    once = len(set(meant.values())) == len(meant)
    known = {sheet["signature"] for sheet in run.params.get("sheets", [])}
    if not once or not set(ASKED) <= set(meant.values()) or mark not in known:
        raise ColumnsUnclear(asked=", ".join(NAMES[name] for name in ASKED))
    SupportColumns.objects.update_or_create(
        area=run.area,
        agency=agency,
        signature=mark,
        defaults={"columns": meant, "saved_by": by},
    )

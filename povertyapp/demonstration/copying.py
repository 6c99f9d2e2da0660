"""COPY: many rows into a table at once, ids known beforehand."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def take_ids(model: type[models.Model], count: int) -> list[int]:
    """`count` new row ids of a model."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def copy_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows with COPY; None becomes NULL."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow(["\\N" if value is None else value for value in row])
    buffer.seek(0)
    names = ", ".join(f'"{c}"' for c in columns)
    sql = f"COPY {model._meta.db_table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')"
    with connection.cursor() as cursor:
        # checked per statement: a long queue of deferred checks slows every trigger
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.copy_expert(sql, buffer)
        # plans cached while the table was empty would scan it once per checked row
        cursor.execute(f"ANALYZE {model._meta.db_table}")

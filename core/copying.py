"""COPY: many rows into a table at once, ids known beforehand."""

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

YOUNG = 50_000  # rows below which plans may still be those of an empty table
SPOOLED = 8_000_000  # bytes kept in memory; more goes to a temporary file


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
    names = ", ".join(f'"{c}"' for c in columns)
    sql = f"COPY {model._meta.db_table} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')"
    with tempfile.SpooledTemporaryFile(SPOOLED) as spool:
        text = io.TextIOWrapper(spool, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text)
        for row in rows:
            writer.writerow(["\\N" if value is None else value for value in row])
        text.flush()
        spool.seek(0)
        with connection.cursor() as cursor:
            # checked per statement: a long queue of deferred checks slows every trigger
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with connection.wrap_database_errors:  # copy_expert is the driver's own
                cursor.copy_expert(sql, spool)
        text.detach()


def copy_records(model: type[models.Model], records: Sequence[models.Model]) -> None:
    """Write records whose ids are known already, every column of them."""
    fields = [f for f in model._meta.concrete_fields if not f.generated]
    names = [field.attname for field in fields]
    columns = [str(field.column) for field in fields]
    rows = ([getattr(record, name) for name in names] for record in records)
    copy_rows(model, columns, rows)


def analyse(*tables: type[models.Model]) -> None:
    """Tell the planner what was copied: plans cached while a table was empty would scan
    it once for each checked row."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def analyse_if_young(*tables: type[models.Model]) -> None:
    """The same for tables that were nearly empty until now.

    ANALYZE keeps others from analysing until the transaction ends: in a grown table the
    plans are good already, and two imports must not wait for each other.
    """
    with connection.cursor() as cursor:
        for model in tables:
            sql = "SELECT reltuples FROM pg_class WHERE oid = %s::regclass"
            cursor.execute(sql, [model._meta.db_table])
            if cursor.fetchone()[0] < YOUNG:
                analyse(model)

"""The tables of a build as DuckDB views."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.tables import SCHEMAS, Build

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]


@contextmanager
def tables(build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB connection with one view a table, under the table's name."""
    import duckdb

    with duckdb.connect() as connection:
        for name in SCHEMAS:
            connection.read_parquet(str(build.table_path(name))).create_view(name)
        yield connection


def rows(
    connection: duckdb.DuckDBPyConnection, sql: str, params: list[Any] | None = None
) -> list[Row]:
    """What ``sql`` gives, as dicts by column; values come in by ``?`` only."""
    cursor = connection.execute(sql, params or [])
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

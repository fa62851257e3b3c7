"""The graph's own tables as Parquet, for pandas, DuckDB and Spark."""

from __future__ import annotations

from pathlib import Path

from kg.graph import GraphTables
from kg.tables import SCHEMAS

FILES = tuple(f"{name}.parquet" for name in SCHEMAS)


def write(graph: GraphTables, target: Path) -> None:
    """Fill the folder ``target`` with one file per table of :data:`kg.tables.SCHEMAS`."""
    import pyarrow.parquet as pq

    for name, table in graph.tables.items():
        pq.write_table(table, target / f"{name}.parquet", compression="zstd")

"""Whether the ids of facts and figures are those of what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow.dataset as ds

from kg.model import fact_id, indicator_id
from kg.tables import Build
from kg.verify.findings import Finding, Tally

Row = dict[str, Any]


def check_ids(build: Build, sound: set[str]) -> list[Finding]:
    """Compute every id anew: one letter changed in what a fact joins or where it stands shows."""
    found: list[Finding] = []
    for table, columns, compute in (
        ("facts", ("head", "type", "tail"), _fact),
        ("indicators", ("subject", "name", "value", "unit", "year"), _indicator),
    ):
        if table in sound:
            found += _check(build, table, ("id", "document", "start", "end", *columns), compute)
    return found


def _check(
    build: Build, table: str, columns: tuple[str, ...], compute: Callable[[Row], str]
) -> list[Finding]:
    name = table.removesuffix("s")
    tally = Tally(f"{name}-id", f"the id of one of the {table} is not that of what it says")
    rows = ds.dataset(build.table_path(table), format="parquet")
    for batch in rows.to_batches(columns=list(columns)):
        for row in batch.to_pylist():
            if None in (row["document"], row["start"], row["end"]) or compute(row) != row["id"]:
                tally.add(str(row["id"]))
    return tally.findings()


def _fact(row: Row) -> str:
    span = row["start"], row["end"]
    return fact_id(row["document"], span, *(str(row[key]) for key in ("head", "type", "tail")))


def _indicator(row: Row) -> str:
    figure = str(row["name"]), row["value"], str(row["unit"]), row["year"]
    return indicator_id(row["document"], (row["start"], row["end"]), str(row["subject"]), figure)

"""Whether the files of a build are there, whole and of the agreed form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.tables import SCHEMAS, SOURCES, Build
from kg.verify.findings import Finding, short


def table_files(build: Build) -> dict[str, tuple[Path, pa.Schema]]:
    """Where each table is and what columns it has; of the build's sources only where there are."""
    files = {name: (build.table_path(name), schema) for name, schema in SCHEMAS.items()}
    return {**files, "sources": (build.sources, SOURCES)} if build.sources.exists() else files


def check_files(build: Build) -> tuple[list[Finding], set[str]]:
    """What is wrong with the files, and the names of the tables that can be read."""
    found, rows = [], {}
    for name, (path, schema) in table_files(build).items():
        try:
            rows[name] = _rows(path, schema)
        except _Trouble as trouble:
            found.append(trouble.finding)
    return [*found, *_check_info(build, rows)], set(rows)


class _Trouble(Exception):
    """Why a table cannot be read."""

    def __init__(self, check: str, says: str, where: str) -> None:
        self.finding = Finding(check, says, 1, (short(where),))


def _rows(path: Path, schema: pa.Schema) -> int:
    """How many rows a table has, from the end of its file alone."""
    try:
        with pq.ParquetFile(path) as file:
            there, number = file.schema_arrow, int(file.metadata.num_rows)
    except FileNotFoundError as error:
        raise _Trouble("table-missing", "a table is not there", path.name) from error
    except (pa.ArrowException, OSError) as error:
        where = f"{path.name}: {error}"
        raise _Trouble("table-damaged", "a table cannot be read", where) from error
    if wrong := [field.name for field in schema if field not in list(there)]:
        columns = ", ".join(wrong)
        raise _Trouble("table-columns", "a table lacks columns", f"{path.name}: {columns}")
    return number


def _check_info(build: Build, rows: dict[str, int]) -> list[Finding]:
    """build.json against the tables."""
    try:
        info: Any = build.info
        counts = dict(info["counts"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"{type(error).__name__}: {error}"
        return [Finding("build-info", "build.json cannot be read", 1, (short(reason),))]
    wrong = [
        f"{name} {counts.get(name)}, the table has {number}"
        for name, number in rows.items()
        if name in SCHEMAS and counts.get(name) != number
    ]
    if not wrong:
        return []
    says = "build.json counts otherwise than the tables"
    return [Finding("build-counts", says, len(wrong), tuple(wrong[:5]))]

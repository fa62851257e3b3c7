"""Whether the files of a build are there, whole and of the agreed form."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.tables import SCHEMAS, Build
from kg.verify.findings import Finding, short


def check_files(build: Build) -> tuple[list[Finding], set[str]]:
    """What is wrong with the files, and the names of the tables that can be read."""
    found, sound = [], set()
    rows: dict[str, int] = {}
    for name in SCHEMAS:
        trouble = _trouble(build, name, rows)
        if trouble is None:
            sound.add(name)
        else:
            found.append(trouble)
    return [*found, *_check_info(build, rows)], sound


def _trouble(build: Build, name: str, rows: dict[str, int]) -> Finding | None:
    """Why a table cannot be read, from its first and last bytes alone; its rows into ``rows``."""
    path = build.table_path(name)
    try:
        with pq.ParquetFile(path) as file:
            schema, rows[name] = file.schema_arrow, int(file.metadata.num_rows)
    except FileNotFoundError:
        return Finding("table-missing", "a table is not there", 1, (path.name,))
    except (pa.ArrowException, OSError) as error:
        return Finding("table-damaged", "a table cannot be read", 1, (f"{path.name}: {error}",))
    if wrong := [f.name for f in SCHEMAS[name] if f not in list(schema)]:
        columns = ", ".join(wrong)
        return Finding("table-columns", "a table lacks columns", 1, (f"{path.name}: {columns}",))
    return None


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
        if counts.get(name) != number
    ]
    if not wrong:
        return []
    says = "build.json counts otherwise than the tables"
    return [Finding("build-counts", says, len(wrong), tuple(wrong[:5]))]

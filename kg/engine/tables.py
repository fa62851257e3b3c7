"""From what the executors wrote to the tables of a build, rows in order."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kg.engine.hadoop import Files
from kg.resolve import EXTRACTED, TableFile
from kg.tables import SCHEMAS

_DOCUMENTS = 256  # documents whose rows are in memory at a time


def write(folder: str, files: Files, directory: Path) -> None:
    """Write the tables of extraction into ``directory`` from the sorted parts in ``folder``.

    The parts stay where they are; of parts on another file system one at a time is copied here.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        tables = {
            name: stack.enter_context(TableFile(directory / f"{name}.parquet", SCHEMAS[name]))
            for name in EXTRACTED
        }
        for part in _parts(folder, files, directory):
            for batch in pq.ParquetFile(part).iter_batches(_DOCUMENTS):
                for name, table in tables.items():
                    table.add(_flat(batch.column(name), SCHEMAS[name]))


def _parts(folder: str, files: Files, directory: Path) -> Iterator[Path]:
    """Local copies of the parts, or the parts themselves where they are local."""
    names = [entry for entry in files.under(folder) if entry.name.startswith("part-")]
    for part in names:
        if part.uri.startswith("file:"):
            yield Path(part.uri.removeprefix("file:"))
            continue
        with tempfile.TemporaryDirectory(dir=directory, prefix=".part-") as own:
            local = Path(own) / part.name
            files.fetch(part.uri, f"file:{local.resolve()}")
            yield local


def _flat(lists: pa.ListArray, schema: pa.Schema) -> pa.Table:
    structs = lists.flatten()
    columns = [
        column.cast(field.type) for column, field in zip(structs.flatten(), schema, strict=True)
    ]
    return pa.Table.from_arrays(columns, schema=schema)

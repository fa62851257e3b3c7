"""Arrow tables to the Parquet files of a build.

Row groups have a fixed number of rows wherever the rows come from, so that equal rows give equal
files. A writer holds at most so many rows of each table, and its memory does not grow with the
corpus (but for eight bytes a document where it looks out for copies).
"""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from kg.model import Extraction
from kg.resolve.rows import EXTRACTED, Rows
from kg.tables import SCHEMAS

GROUP_ROWS = 20_000


class TableFile(AbstractContextManager["TableFile"]):
    """One Parquet file in the making.

    Use as a context manager. The file appears at ``path`` when the block ends without an error;
    until then it is ``<path>.part``, which is removed when it ends with one.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        """Begin a file of ``schema``; its folder must be there."""
        self.rows = self._written = 0
        self._path, self._part = path, path.with_name(f"{path.name}.part")
        self._schema = schema
        self._waiting: list[pa.Table] = []
        self._writer = pq.ParquetWriter(self._part, schema, compression="zstd")

    def add(self, table: pa.Table) -> None:
        """Write rows of the file's schema."""
        self._waiting.append(table)
        self.rows += table.num_rows
        if self.rows - self._written >= GROUP_ROWS:
            self._write(least=GROUP_ROWS)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put the file in its place, or remove it when the block failed."""
        try:
            if kind is None:
                self._write(least=1)
            self._writer.close()
            if kind is None:
                self._part.replace(self._path)
        finally:
            self._part.unlink(missing_ok=True)

    def _write(self, least: int) -> None:
        """Write full row groups while at least ``least`` rows wait."""
        waiting = pa.concat_tables(self._waiting) if self._waiting else self._schema.empty_table()
        at = 0
        while len(waiting) - at >= least:
            # In one piece: how a group came together must not show in its pages.
            self._writer.write_table(waiting.slice(at, GROUP_ROWS).combine_chunks())
            at += min(GROUP_ROWS, len(waiting) - at)
        self._written += at
        self._waiting = [waiting.slice(at)] if at < len(waiting) else []


class TableWriter(AbstractContextManager["TableWriter"]):
    """Writes what extraction found as the tables that :func:`kg.resolve.aggregate` reads.

    Use as a context manager; tables appear under their final names when the block ends without an
    error.
    """

    def __init__(self, directory: str | Path) -> None:
        """Write into ``directory``, which is made when it is missing."""
        directory = Path(directory)
        directory.mkdir(parents=True, exist_ok=True)
        self._seen: set[int] = set()
        self._rows = Rows()
        self._files = {
            name: TableFile(directory / f"{name}.parquet", SCHEMAS[name]) for name in EXTRACTED
        }

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the tables, or remove what was begun when the block failed."""
        for name, file in self._files.items():
            if kind is None:
                file.add(self._rows.take(name))
            file.__exit__(kind, error, trace)

    def add(self, extraction: Extraction) -> bool:
        """Write one document's result; False when this very document was written before.

        Documents are the same when their ids, that is their source bytes, are.
        """
        key = int.from_bytes(
            hashlib.blake2b(extraction.document.id.encode(), digest_size=8).digest()
        )
        if key in self._seen:
            return False
        self._seen.add(key)
        self._rows.add(extraction)
        for name, file in self._files.items():
            if self._rows.waiting(name) >= GROUP_ROWS:
                file.add(self._rows.take(name))
        return True

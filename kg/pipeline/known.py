"""What earlier runs read: the build that is there, and shards that a stopped run left."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.errors import DataError
from kg.pipeline import shards
from kg.resolve import EXTRACTED
from kg.tables import SCHEMAS, SOURCES, Build


class Origin(Protocol):
    """Documents with their rows, in an order of its own; a *place* is a position in it."""

    @property
    def notes(self) -> pa.Table:
        """What is known of each document, by :data:`kg.tables.SOURCES`."""

    def rows(self, table: str) -> Rows:
        """The rows of one table of :data:`kg.resolve.EXTRACTED`."""


class Rows(Protocol):
    """Rows of one table of an origin."""

    def of(self, first: int, end: int) -> Iterator[pa.Table]:
        """Rows of the documents at the places from ``first`` to before ``end``."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard as an origin; nothing of it stays in memory."""

    path: Path

    @property
    def notes(self) -> pa.Table:
        """The notes of the shard."""
        return shards.read(self.path, "notes")

    def rows(self, table: str) -> Rows:
        """Rows of one table, in memory."""
        return _InMemory(shards.read(self.path, table), offsets(self.notes, table))


@dataclass(frozen=True, slots=True)
class Stored:
    """Tables of a build (or of its copies) as an origin."""

    folder: Path
    notes: pa.Table

    def rows(self, table: str) -> Rows:
        """Rows of one table, read as they are asked for."""
        return _InFile(self.folder / f"{table}.parquet", offsets(self.notes, table))

    def check(self) -> None:
        """Raise :class:`kg.errors.DataError` when the tables are not those of the notes."""
        for name in EXTRACTED:
            path = self.folder / f"{name}.parquet"
            try:
                rows = pq.read_metadata(path).num_rows
            except (OSError, pa.ArrowException) as error:
                raise DataError(f"{path} cannot be read: {error}") from error
            if rows != offsets(self.notes, name)[-1]:
                raise DataError(f"{path} has {rows} rows, which its sources table does not say")


def stored(build: Build) -> list[Stored]:
    """The build's tables as an origin, and its copies as another.

    Of a build that has no sources table, the documents are known but not what they were read from.
    Raises :class:`kg.errors.DataError` when a table is missing or damaged.
    """
    try:
        notes = _notes(build)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{build.path} cannot be read: {error}") from error
    own = Stored(build.path / "tables", notes.filter(pc.invert(notes["copy"])))
    copies = Stored(build.copies, notes.filter(notes["copy"]))
    found = [own, copies] if copies.notes.num_rows else [own]
    for origin in found:
        origin.check()
    return found


def _notes(build: Build) -> pa.Table:
    if build.sources.exists():
        return pq.read_table(build.sources, schema=SOURCES)
    documents = build.table("documents", ["id", "path"])
    size = documents.num_rows
    known = {
        "path": documents["path"],
        "number": pa.array(range(size), pa.int64()),
        "document": documents["id"],
        "warnings": pa.array([[]] * size, SOURCES.field("warnings").type),
        "copy": pa.array([False] * size, pa.bool_()),
    }
    for name in EXTRACTED[1:]:
        counted = pc.value_counts(build.table(name, ["document"])["document"].combine_chunks())
        counts = dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True))
        known[name] = pa.array([counts.get(d, 0) for d in documents["id"].to_pylist()], pa.int64())
    columns = [known.get(f.name, pa.nulls(size, f.type)) for f in SOURCES]
    return pa.Table.from_arrays(columns, schema=SOURCES)


def offsets(notes: pa.Table, table: str) -> np.ndarray:
    """Where the rows of each document begin, and at last where they end."""
    size = notes.num_rows
    if table == "documents":
        return np.arange(size + 1, dtype=np.int64)
    return np.concatenate([[0], np.cumsum(notes[table].to_numpy())]).astype(np.int64)


@dataclass(frozen=True, slots=True)
class _InMemory:
    table: pa.Table
    offsets: np.ndarray

    def of(self, first: int, end: int) -> Iterator[pa.Table]:
        begin = int(self.offsets[first])
        yield self.table.slice(begin, int(self.offsets[end]) - begin)


class _InFile:
    """Row groups are read one at a time, and the last one stays: places mostly come in order."""

    def __init__(self, path: Path, starts: np.ndarray) -> None:
        self._starts, self._schema = starts, SCHEMAS[path.stem]
        self._file = pq.ParquetFile(path)
        meta = self._file.metadata
        sizes = [meta.row_group(group).num_rows for group in range(meta.num_row_groups)]
        self._groups = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        self._last: tuple[int, pa.Table] | None = None

    def of(self, first: int, end: int) -> Iterator[pa.Table]:
        at, stop = int(self._starts[first]), int(self._starts[end])
        while at < stop:
            group = int(np.searchsorted(self._groups, at, side="right")) - 1
            begin, until = int(self._groups[group]), int(self._groups[group + 1])
            yield self._group(group).slice(at - begin, min(stop, until) - at)
            at = min(stop, until)

    def _group(self, group: int) -> pa.Table:
        if self._last is None or self._last[0] != group:
            self._last = (group, _conform(self._file.read_row_group(group), self._schema))
        return self._last[1]


def _conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """``table`` in this version's columns: a build of another version may have fewer or more."""
    if table.schema.equals(schema):
        return table
    columns = [
        table[f.name].cast(f.type) if f.name in table.column_names else pa.nulls(len(table), f.type)
        for f in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


Found = tuple[int, int, int]


class Index:
    """Where files and documents that were read before are: some fifty bytes each.

    Origins are numbered in order; of two that know the same, the first counts. The first
    ``together`` of them hold files together: a build and its copies.
    """

    def __init__(self, origins: Sequence[Origin], together: int, first: int = 0) -> None:
        """Take in the notes of the ``origins``, those before number ``first`` left out."""
        self._together = together
        files: list[tuple[bytes, int, int, int]] = []
        keys: list[tuple[bytes, int, int, int]] = []
        for number, origin in list(enumerate(origins))[first:]:
            notes = origin.notes
            files += ((token, number, *run) for token, run in _files(notes))
            keys += (
                (key.encode(), number, place, place + 1)
                for place, key in enumerate(notes["key"].to_pylist())
                if key
            )
        self._files, self._keys = _Sorted(files), _Sorted(keys)

    def file(self, path: str, sha256: str, metadata: str) -> list[Found]:
        """Where the documents of a whole file are, as (origin, first place, end); [] if unknown."""
        found = self._files.find(_token(path, sha256, metadata))
        return [f for f in found if f[0] == found[0][0] or f[0] < self._together]

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return bool(self._files or self._keys)

    def document(self, key: str) -> Found | None:
        """Where a document is, by its key."""
        return next(iter(self._keys.find(key.encode())), None)


class _Sorted:
    """Tokens with places, for finding by halves."""

    def __init__(self, rows: list[tuple[bytes, int, int, int]]) -> None:
        rows.sort()
        self._tokens = np.array([row[0] for row in rows], "S32")
        self._places = np.array([row[1:] for row in rows], np.int64).reshape(-1, 3)

    def __len__(self) -> int:
        return len(self._tokens)

    def find(self, token: bytes) -> list[Found]:
        begin = int(np.searchsorted(self._tokens, token))
        end = int(np.searchsorted(self._tokens, token, side="right"))
        return [(int(o), int(f), int(e)) for o, f, e in self._places[begin:end]]


def _files(notes: pa.Table) -> Iterable[tuple[bytes, tuple[int, int]]]:
    """Tokens of the files that were read whole, with the places of their documents."""
    first, last = 0, None
    columns = [notes[name].to_pylist() for name in ("path", "sha256", "metadata")]
    for place, file in enumerate([*zip(*columns, strict=True), None]):
        if file != last:
            if last and last[1] is not None:
                yield _token(last[0], last[1], last[2] or ""), (first, place)
            first, last = place, file


def _token(path: str, sha256: str, metadata: str) -> bytes:
    data = "\n".join((sha256, metadata, path)).encode()
    return hashlib.blake2b(data, digest_size=16).hexdigest().encode()

"""What executors do: documents to rows of all tables at once, in Arrow batches.

Extraction happens here and only here, once a document. A row is a document with its rows of every
table as lists of structs, or an error; ``file`` and ``line`` give its place in the order of a
build on one machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kg.engine.inputs import Input, key
from kg.errors import ReadError
from kg.model import Document
from kg.pipeline.reading import BATCH, confident, extract_documents
from kg.read import Limits, read_path
from kg.read.here import read_line
from kg.resolve import EXTRACTED, Rows
from kg.tables import SCHEMAS

if TYPE_CHECKING:
    from pyspark import Broadcast

ROWS = 64
"""Most documents of one batch."""

# `bad` marks errors of a line itself, of which only the first of a file are told one by one.
NOTES = pa.schema(
    [("file", pa.int32()), ("line", pa.int64()), ("document", pa.string()),
     ("path", pa.string()), ("error", pa.string()), ("bad", pa.bool_()),
     ("warnings", pa.list_(pa.string()))]
)  # fmt: skip
RESULT = pa.schema(
    [*NOTES, *((name, pa.list_(pa.struct(list(SCHEMAS[name])))) for name in EXTRACTED)]
)


@dataclass(frozen=True, slots=True)
class Whole:
    """Rows of files that are read whole, from batches of (file path, bytes).

    Each is put down as a file for a moment and read as any file is: formats that a library takes
    apart in a process of their own, which no document can end or swell without bound.
    """

    inputs: Broadcast[dict[str, Input]]
    min_confidence: float
    limits: Limits

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows of all batches."""
        rows = _Rows(self.min_confidence)
        for batch in batches:
            for name, data in zip(batch.column(0), batch.column(1), strict=True):
                file = self.inputs.value[key(name.as_py())]
                for number, result in enumerate(self._read(file, data.as_buffer())):
                    rows.add(file, number, result)
                    if rows.full:
                        yield rows.take()
        if rows:
            yield rows.take()

    def _read(self, file: Input, data: pa.Buffer) -> Iterator[Document | ReadError]:
        with tempfile.TemporaryDirectory(prefix="kg-") as folder:
            path = Path(folder) / file.uri.rpartition("/")[2]
            path.write_bytes(data)
            for result in read_path(path, file.metadata, self.limits):
                yield _called(result, path, file)


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows of the lines of files, from batches of (file path, start of the block, line).

    ``starts`` has the number of lines before each block.
    """

    inputs: Broadcast[dict[str, Input]]
    starts: Broadcast[dict[tuple[str, int], int]]
    min_confidence: float
    limits: Limits

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The rows of all batches."""
        rows = _Rows(self.min_confidence)
        place, number = None, 0
        for batch in batches:
            for name, start, line in zip(*(c.to_pylist() for c in batch.columns), strict=True):
                if (name, start) != place:
                    place, number = (name, start), self.starts.value[name, start]
                number += 1
                if not line.strip():
                    continue
                file = self.inputs.value[key(name)]
                path = Path(file.path)
                result = read_line(path, line, number, file.metadata, self.limits)
                rows.add(file, number, _called(result, path, file), bad=True)
                if rows.full:
                    yield rows.take()
        if rows:
            yield rows.take()


class _Rows:
    """Rows of one batch in the making; documents are extracted together when it is taken."""

    def __init__(self, min_confidence: float) -> None:
        self._least = min_confidence
        self._read: list[tuple[Input, int, Document | ReadError, bool]] = []
        self._chars = 0

    def __len__(self) -> int:
        return len(self._read)

    @property
    def full(self) -> bool:
        """Whether more should wait for the next batch."""
        return len(self._read) >= ROWS or self._chars >= BATCH

    def add(self, file: Input, line: int, result: Document | ReadError, bad: bool = False) -> None:
        """Add one document, or what cannot be one."""
        if isinstance(result, Document):
            self._chars += len(result.text)
        self._read.append((file, line, result, bad))

    def take(self) -> pa.RecordBatch:
        """The batch; another one begins."""
        read, self._read, self._chars = self._read, [], 0
        extractions = iter(extract_documents([r for _, _, r, _ in read if isinstance(r, Document)]))
        notes, rows = [], Rows()
        ends: dict[str, list[int]] = {name: [0] for name in EXTRACTED}
        for file, line, result, bad in read:
            note: dict[str, Any] = {"file": file.number, "line": line, "path": file.path}
            if isinstance(result, ReadError):
                note.update(error=str(result), bad=bad)
            else:
                extraction = next(extractions)
                rows.add(confident(extraction, self._least) if self._least else extraction)
                note.update(document=result.id, warnings=list(extraction.warnings))
            notes.append(note)
            for name, end in ends.items():
                end.append(rows.waiting(name))
        lists = [_lists(rows.take(name), ends[name], RESULT.field(name).type) for name in EXTRACTED]
        told = pa.RecordBatch.from_pylist(notes, schema=NOTES)
        return pa.RecordBatch.from_arrays([*told.columns, *lists], schema=RESULT)


def _called(result: Document | ReadError, path: Path, file: Input) -> Document | ReadError:
    """A result under the name that the call gave its file, instead of where it was read."""
    if isinstance(result, Document):
        return replace(result, path=file.path)
    return ReadError(result.message.replace(str(path), file.path, 1), result.hint)


def _lists(table: pa.Table, ends: list[int], kind: pa.ListType) -> pa.ListArray:
    structs = pa.StructArray.from_arrays(
        [column.combine_chunks() for column in table.columns], fields=list(kind.value_type)
    )
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), structs, type=kind)

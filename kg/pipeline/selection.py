"""Which documents make up a build, where the rows of each are, and what has to be read."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import ReadError
from kg.model import Document
from kg.pipeline.known import Found, Index, Origin, Shard
from kg.pipeline.reading import Progress
from kg.pipeline.work import Piece, Task, file_hash, key, metadata_text, path_text
from kg.tables import SOURCES

if TYPE_CHECKING:
    from kg.read import Found as Files

_HEAD = 4096  # bytes that tell what a file is
_PIECES = 2000  # most documents of a shard

CANDIDATES = pa.schema(
    [*SOURCES, ("origin", pa.int64()), ("place", pa.int64()), ("listed", pa.bool_()),
     ("fresh", pa.bool_())]
)  # fmt: skip


class Selection:
    """Documents with the places of their rows; grows as files are looked at and read."""

    def __init__(self, origins: Sequence[Origin]) -> None:
        """Begin with what earlier runs read: nothing of it is selected yet."""
        self.origins = list(origins)
        self._picked: dict[int, _Picks] = defaultdict(_Picks)
        self._streams: dict[str, tuple[str | None, str]] = {}
        self._begin = len(self.origins)

    def reuse(self, found: Found, number: int | None = None) -> None:
        """Take documents of an origin; one alone may have another ``number`` in its file now."""
        origin, first, end = found
        self._picked[origin].add(first, end, number)

    def stream(self, path: str, sha256: str | None, metadata: str) -> None:
        """Say of a file whose documents were taken one by one how it was read as a whole."""
        self._streams[path] = (sha256, metadata)

    def read(self, shard: Path) -> None:
        """Take all documents of a shard of this run."""
        self.origins.append(Shard(shard))

    def candidates(self, extras: set[str]) -> pa.Table:
        """All that was taken, by :data:`CANDIDATES`; files of ``extras`` are not listed."""
        chunks = [CANDIDATES.empty_table()]
        for number, picks in self._picked.items():
            notes = self.origins[number].notes.take(picks.places)
            at = notes.schema.get_field_index("number")
            numbers = pc.coalesce(picks.numbers, notes["number"])
            chunks.append(
                _candidates(notes.set_column(at, "number", numbers), number, picks.places, False)
            )
        for number in range(self._begin, len(self.origins)):
            notes = self.origins[number].notes
            places = pa.array(np.arange(len(notes)), pa.int64())
            chunks.append(_candidates(notes, number, places, True))
        table = pa.concat_tables(chunks)
        unlisted = pc.is_in(table["path"], pa.array(sorted(extras), pa.string()))
        at = table.schema.get_field_index("listed")
        return table.set_column(at, CANDIDATES.field("listed"), pc.invert(unlisted))

    def kept(self, numbers: Sequence[int], but: pa.ChunkedArray, stale: bool) -> pa.Table:
        """Documents of these origins but those of the files ``but``; ``stale``: no later run may
        take them for what it would read itself."""
        chunks = [CANDIDATES.empty_table()]
        for number in numbers:
            notes = self.origins[number].notes
            places = pa.array(np.arange(len(notes)), pa.int64())
            stay = pc.invert(pc.is_in(notes["path"], pc.unique(but)))
            table = _candidates(notes, number, places, False, listed=False).filter(stay)
            if stale:
                for name in ("sha256", "metadata", "key"):
                    nothing = pa.nulls(len(table), pa.string())
                    table = table.set_column(table.schema.get_field_index(name), name, nothing)
            chunks.append(table)
        return pa.concat_tables(chunks)

    def streams(self) -> pa.Table:
        """Files that were taken document by document: path, sha256, metadata."""
        rows = [(path, *told) for path, told in self._streams.items()]
        columns = list(zip(*rows, strict=True)) or [(), (), ()]
        return pa.table(
            {n: pa.array(c, pa.string()) for n, c in zip(("path", "sha256", "metadata"), columns,
                                                         strict=True)}
        )  # fmt: skip


class _Picks:
    """Places of one origin, sixteen bytes each."""

    def __init__(self) -> None:
        self._places, self._numbers = array("q"), array("q")

    def add(self, first: int, end: int, number: int | None) -> None:
        self._places.extend(range(first, end))
        self._numbers.extend([-1 if number is None else number] * (end - first))

    @property
    def places(self) -> pa.Array:
        return pa.array(np.array(self._places, np.int64))

    @property
    def numbers(self) -> pa.Array:
        numbers = np.array(self._numbers, np.int64)
        return pa.array(numbers, mask=numbers < 0)


def _candidates(
    notes: pa.Table, origin: int, places: pa.Array, fresh: bool, listed: bool = True
) -> pa.Table:
    size = len(notes)
    columns = [
        *notes.columns, pa.array(np.full(size, origin)), places,
        pa.array(np.full(size, listed)), pa.array(np.full(size, fresh)),
    ]  # fmt: skip
    return pa.Table.from_arrays(columns, schema=CANDIDATES)


@dataclass(slots=True)
class Survey:
    """Looks at files one by one: selects what is known already, makes tasks of the rest.

    ``characters`` (or bytes of files) make a task. ``whole`` says whether a file that is read as a
    stream may pass for read as a whole, if nothing in it fails.
    """

    selection: Selection
    index: Index
    progress: Progress | None
    characters: int
    first: int = 0
    whole: bool = True

    def tasks(self, files: Sequence[Path | ReadError], rows: Files) -> Iterator[Task]:
        """Tasks for what has to be read, in order."""
        pieces: list[Piece | ReadError] = []
        size = 0
        number = self.first
        for piece in self._pieces(files, rows):
            pieces.append(piece)
            size += _weight(piece)
            if size >= self.characters or len(pieces) >= _PIECES:
                yield Task(number, pieces)
                number, pieces, size = number + 1, [], 0
        if pieces:
            yield Task(number, pieces)

    def _pieces(
        self, files: Sequence[Path | ReadError], rows: Files
    ) -> Iterator[Piece | ReadError]:
        for number, file in enumerate(files):
            if isinstance(file, ReadError):
                yield file
                continue
            if self.progress:
                self.progress(number, len(files), file.name)
            yield from self._file(file, rows.metadata.get(file, {}))
        if self.progress:
            self.progress(len(files), len(files), "")

    def _file(self, path: Path, row: Mapping[str, str]) -> Iterator[Piece | ReadError]:
        sha256 = file_hash(path) if self.index else None
        if sha256:
            found = self.index.file(path_text(path), sha256, metadata_text(row))
            for each in found:
                self.selection.reuse(each)
            if found:
                return
        if _is_stream(path):
            yield from self._stream(path, row, sha256 or file_hash(path))
        else:
            yield Piece(path, row)

    def _stream(
        self, path: Path, row: Mapping[str, str], sha256: str | None
    ) -> Iterator[Piece | ReadError]:
        from kg.read import read_path

        number, whole = 0, self.whole
        for item in read_path(path, row):
            if not isinstance(item, Document):
                whole = False
                yield item
                continue
            known = self.index.document(key(item)) if self.index else None
            if known:
                self.selection.reuse(known, number)
            else:
                yield Piece(path, row, item, number)
            number += 1
        self.selection.stream(path_text(path), sha256 if whole else None, metadata_text(row))


def _weight(piece: Piece | ReadError) -> int:
    if isinstance(piece, ReadError):
        return 0
    if piece.document:
        return len(piece.document.text)
    try:
        return piece.path.stat().st_size
    except OSError:
        return 0


def _is_stream(path: Path) -> bool:
    from kg.read.formats import is_stream

    try:
        with path.open("rb") as file:
            return is_stream(path, file.read(_HEAD))
    except OSError:
        return False

"""What a worker does: read files, extract, write a shard, and say in a word what came of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kg.errors import AnswerError, KgError, LlmError, ReadError
from kg.model import Document, Extraction
from kg.pipeline import shards
from kg.pipeline.reading import BATCH, confident, extract_documents, load
from kg.resolve import EXTRACTED, Rows
from kg.tables import SOURCES

if TYPE_CHECKING:
    from kg.llm import Reader

_ROWS = 20_000  # rows of a table that wait as Python objects
_COUNTED = EXTRACTED[1:]  # of documents there is one row a document


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to read, or document ``number`` of a file that is read as a stream."""

    path: Path
    metadata: Mapping[str, str]
    document: Document | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """What one shard is made of, in order; what could not be read takes part as its error."""

    number: int
    pieces: Sequence[Piece | ReadError]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task: its shard when it gave any document, one line for each thing unread.

    ``stopped`` is set when the language model can read no further document.
    """

    shard: Path | None
    unread: tuple[str, ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Worker:
    """Makes shards in ``folder``; goes to other processes as it is, where ``llm`` is None."""

    folder: Path
    fingerprint: str
    min_confidence: float = 0.0
    llm: Reader | None = None

    def __call__(self, task: Task) -> Done:
        """Do one task."""
        load()
        shard, stopped = _Shard(), False
        for group in _groups(task.pieces):
            stopped = self._take(group, shard)
            if stopped:
                break
        path = self.folder / shards.name(task.number) if shard.notes else None
        if path:
            shards.write(path, self.fingerprint, *shard.tables())
        return Done(path, tuple(shard.unread), stopped)

    def _take(self, group: Sequence[_Item], shard: _Shard) -> bool:
        """Extract some documents into the shard; whether reading stops here."""
        texts = [item.result for item in group if isinstance(item.result, Document)]
        read = iter(extract_documents(texts))
        for item in group:
            result: Extraction | KgError
            result = next(read) if isinstance(item.result, Document) else item.result
            if self.llm is not None and isinstance(result, Extraction):
                try:
                    result = self.llm.read(result)
                except LlmError as error:
                    result = error
            if not isinstance(result, Extraction):
                shard.fail(item.source, result)
                if isinstance(result, LlmError) and not isinstance(result, AnswerError):
                    return True
                continue
            if self.min_confidence:
                result = confident(result, self.min_confidence)
            shard.add(item.source, item.number, result, again=bool(self.llm and result.warnings))
        return False


@dataclass(slots=True)
class _Source:
    """A file of a task; ``sha256`` is None where it cannot pass for read as a whole."""

    piece: Piece | None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    """Document ``number`` of a source, or what was there in its place."""

    source: _Source
    number: int
    result: Document | ReadError


def _groups(pieces: Sequence[Piece | ReadError]) -> Iterator[list[_Item]]:
    """The documents of the pieces, as many together as are well extracted together."""
    group: list[_Item] = []
    size = 0
    for item in _items(pieces):
        group.append(item)
        size += len(item.result.text) if isinstance(item.result, Document) else 0
        if size >= BATCH:
            yield group
            group, size = [], 0
    yield group


def _items(pieces: Sequence[Piece | ReadError]) -> Iterator[_Item]:
    from kg.read import read_path

    for piece in pieces:
        if isinstance(piece, ReadError):
            yield _Item(_Source(None), 0, piece)
        elif piece.document:
            yield _Item(_Source(piece), piece.number, piece.document)
        else:
            # First its hash, then its text: a file that changes in between is read again next time.
            source = _Source(piece, file_hash(piece.path))
            for number, result in enumerate(read_path(piece.path, piece.metadata)):
                yield _Item(source, number, result)


def file_hash(path: Path) -> str | None:
    """Hash of a file's bytes; None when they cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def metadata_text(row: Mapping[str, str]) -> str:
    """A row of ``metadata.csv`` in one form, whatever the order of its columns."""
    return json.dumps({k: v for k, v in row.items() if v}, sort_keys=True)


def path_text(path: Path | str) -> str:
    """A path as text that Arrow takes, also where its bytes are none."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def key(document: Document) -> str:
    """Hash of a document and of all that is known about it."""
    d = document
    parts = (d.id, d.name, d.path, d.sha256, d.title, d.publisher, d.published, d.region)
    data = json.dumps(parts).encode()
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class _Shard:
    """Rows and notes of a shard in the making."""

    def __init__(self) -> None:
        self.notes: list[dict[str, Any]] = []
        self.unread: list[str] = []
        self._sources: list[_Source] = []
        self._rows = Rows()
        self._taken: dict[str, list[pa.Table]] = {name: [] for name in EXTRACTED}

    def fail(self, source: _Source, error: KgError) -> None:
        """Note what could not be read of a source."""
        self.unread.append(str(error))
        source.sha256 = None

    def add(self, source: _Source, number: int, extraction: Extraction, again: bool) -> None:
        """Add one document; one to be read ``again`` next time gets no key."""
        before = {name: self._rows.waiting(name) for name in _COUNTED}
        self._rows.add(extraction)
        counts = {name: self._rows.waiting(name) - before[name] for name in _COUNTED}
        for name, taken in self._taken.items():
            if self._rows.waiting(name) >= _ROWS:
                taken.append(self._rows.take(name))
        if again:
            source.sha256 = None
        assert source.piece is not None
        self._sources.append(source)
        self.notes.append(
            {
                "path": path_text(source.piece.path),
                "number": number,
                "document": extraction.document.id,
                "key": None if again else key(extraction.document),
                "warnings": list(extraction.warnings),
                **counts,
            }
        )

    def tables(self) -> tuple[pa.Table, dict[str, pa.Table]]:
        """The notes, and the tables of extraction."""
        for note, source in zip(self.notes, self._sources, strict=True):
            if source.piece is not None and source.sha256 is not None:
                row = metadata_text(source.piece.metadata)
                note.update(sha256=source.sha256, metadata=row)
        tables = {
            name: pa.concat_tables([*taken, self._rows.take(name)])
            for name, taken in self._taken.items()
        }
        return pa.Table.from_pylist(self.notes, schema=SOURCES), tables

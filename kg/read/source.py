"""What a reader gets and gives: a source, and drafts that become documents in one place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ReadError
from kg.model import Document
from kg.read.stated import date_of_name, iso_date, stated

MAX_BYTES = 64 * 1024 * 1024
"""Largest source file that is read whole; a larger one is refused before it is read."""

MAX_CHARS = 1_000_000
"""Most characters of one document, ten times a five-year plan: extraction holds a document in
memory with all its names and facts, nearly 1 GB and a minute at this size."""

SPLIT = "split it into one file per document, or into lines of a .jsonl file"

# Control characters and lone surrogates would break XML, Parquet and Rust libraries; each becomes
# one space, so that positions stay what they were.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as found: its path, its bytes and the row of ``metadata.csv`` about it."""

    path: Path
    data: bytes
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as one format gives it, with what that format states about it.

    ``name`` and ``metadata`` are set only where one file holds many texts; ``identity`` are the
    bytes whose hash is the document's id (default: the whole file).
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    name: str | None = None
    metadata: Mapping[str, str] | None = None
    identity: bytes | None = None


def finish(draft: Draft, source: Source) -> Document:
    """The document of a draft: text cleaned, gaps filled from text, metadata and file name.

    Raises :class:`kg.errors.ReadError` when no text is left, or far too much.
    """
    text = clean(draft.text)
    name = draft.name or source.path.name
    where = f"{source.path}: {name}" if draft.name else str(source.path)
    if not text.strip():
        raise ReadError(f"{where}: no text", "leave it out or check its export")
    if len(text) > MAX_CHARS:
        raise ReadError(f"{where}: {len(text):,} characters, the limit is {MAX_CHARS:,}", SPLIT)
    sha256 = hashlib.sha256(source.data if draft.identity is None else draft.identity).hexdigest()
    row = source.metadata if draft.metadata is None else draft.metadata
    said = stated(text)
    return Document(
        id=sha256[:16],
        name=name,
        path=str(source.path),
        text=text,
        sha256=sha256,
        title=draft.title or said.title or row.get("title") or None,
        publisher=draft.publisher or said.publisher or row.get("publisher") or None,
        published=iso_date(draft.published or "")
        or said.published
        or iso_date(row.get("date", ""))
        or date_of_name(name),
        region=row.get("region") or None,
    )


def clean(text: str) -> str:
    """Uniform line ends, control characters as spaces, no byte order mark."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return _CONTROL.sub(" ", text)

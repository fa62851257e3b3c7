"""What a reader gets and gives: a source, and drafts that become documents in one place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import ReadError
from kg.model import Document
from kg.read.limits import DEFAULT, Limits
from kg.read.stated import date_of_name, iso_date, stated

SPLIT = "split it into one file per document, or into lines of a .jsonl file"

_LONGEST_FIELD = 1000  # characters of a title, publisher or name

# Control characters and lone surrogates would break XML, Parquet and Rust libraries; each becomes
# one space, so that positions stay what they were.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A file as found: its path, its bytes, the row of ``metadata.csv`` about it, its limits."""

    path: Path
    data: bytes
    metadata: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = DEFAULT


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
    most = source.limits.characters
    name = _short(draft.name or source.path.name)
    where = f"{source.path}: {name}" if draft.name else str(source.path)
    if len(draft.text) > 2 * most:  # line ends become shorter, but by no more than half
        raise too_long(where, most, len(draft.text))
    text = clean(draft.text)
    if not text.strip():
        raise ReadError(f"{where}: no text", "leave it out or check its export")
    if len(text) > most:
        raise too_long(where, most, len(text))
    sha256 = hashlib.sha256(source.data if draft.identity is None else draft.identity).hexdigest()
    row = source.metadata if draft.metadata is None else draft.metadata
    row = {key: _short(value) for key, value in row.items()}
    said = stated(text)
    return Document(
        id=sha256[:16],
        name=name,
        path=path_text(source.path),
        text=text,
        sha256=sha256,
        title=_short(draft.title) or said.title or row.get("title") or None,
        publisher=_short(draft.publisher) or said.publisher or row.get("publisher") or None,
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


def too_long(where: str, most: int, length: int = 0) -> ReadError:
    """The error for a text over the limit; its length may not be known to the end."""
    what = f"{length:,} characters" if length else f"over {most:,} characters"
    return ReadError(f"{where}: {what}, the limit is {most:,}", SPLIT)


def path_text(path: Path) -> str:
    """The path as text that every output takes, also where its bytes are no text."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _short(text: str | None) -> str:
    """A name, title or publisher: cleaned, one line, and no longer than such are."""
    cleaned = _CONTROL.sub(" ", (text or "")[:_LONGEST_FIELD])
    return " ".join(cleaned.splitlines()).strip()

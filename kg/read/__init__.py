"""Files to documents: one module per format, all with ``read(source) -> drafts or errors``."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import ReadError
from kg.model import Document
from kg.read.discover import Found, discover, load_metadata
from kg.read.formats import FORMATS, format_of, is_stream
from kg.read.source import MAX_BYTES, MAX_CHARS, SPLIT, Draft, Source, finish

__all__ = [
    "FORMATS",
    "MAX_BYTES",
    "MAX_CHARS",
    "Draft",
    "Found",
    "Source",
    "discover",
    "load_metadata",
    "read_path",
]

_HEAD = 4096  # bytes that tell what a file is


def read_path(
    path: Path, metadata: Mapping[str, str] | None = None
) -> Iterator[Document | ReadError]:
    """The documents of one file, in order; what cannot be read comes as a ReadError in its place.

    ``metadata`` is the file's row of ``metadata.csv`` (default: looked up beside the file). Nothing
    is raised for a bad file, so that a batch goes on.
    """
    try:
        row = load_metadata(path.parent).get(path.name, {}) if metadata is None else metadata
        source = Source(path, _load(path), row)
        reader = importlib.import_module(f"kg.read.{format_of(path, source.data)}")
        for draft in reader.read(source):
            yield draft if isinstance(draft, ReadError) else _finished(draft, source)
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(f"{path}: {error.strerror or error}", "check the path and its rights")


def _finished(draft: Draft, source: Source) -> Document | ReadError:
    try:
        return finish(draft, source)
    except ReadError as error:
        return error


def _load(path: Path) -> bytes:
    """All bytes of the file; of JSON Lines, which are read as a stream, the first ones."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if is_stream(path, head):
            return head
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ReadError(f"{path}: {size >> 20} MiB, the limit is {MAX_BYTES >> 20} MiB", SPLIT)
        return head + file.read()

"""Files to documents: one module per format, all with ``read(source) -> drafts or errors``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import ReadError
from kg.model import Document
from kg.read.apart import read_apart
from kg.read.discover import Found, discover, load_metadata
from kg.read.formats import FORMATS
from kg.read.here import is_simple, read_here
from kg.read.limits import Limits, current
from kg.read.source import Draft, Source

__all__ = [
    "FORMATS",
    "Draft",
    "Found",
    "Limits",
    "Source",
    "discover",
    "load_metadata",
    "read_here",
    "read_path",
]


def read_path(
    path: Path, metadata: Mapping[str, str] | None = None, limits: Limits | None = None
) -> Iterator[Document | ReadError]:
    """The documents of one file, in order; what cannot be read comes as a ReadError in its place.

    ``metadata`` is the file's row of ``metadata.csv`` (default: looked up beside the file),
    ``limits`` what is taken at most (default: :func:`kg.read.limits.current`). Nothing is raised
    for a bad file, so that a batch goes on; files that a library takes apart are read in a process
    apart, so that none of them can hang or end this one.
    """
    try:
        row = load_metadata(path.parent).get(path.name, {}) if metadata is None else metadata
    except ReadError as error:
        yield error
        return
    read = read_here if is_simple(path) else read_apart
    yield from read(path, row, limits or current())

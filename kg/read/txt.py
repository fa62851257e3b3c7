"""Plain text and Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import ReadError
from kg.read.decode import decode
from kg.read.source import Draft, Source


def read(source: Source) -> Iterator[Draft | ReadError]:
    """The whole file as one text."""
    yield Draft(decode(source.data, str(source.path)))

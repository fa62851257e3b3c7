"""Reading a file in this process, whatever its library does."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.errors import ReadError
from kg.model import Document
from kg.read import jsonl
from kg.read.formats import format_of, is_stream, looks_plain
from kg.read.limits import Limits
from kg.read.source import SPLIT, Draft, Source, finish

HEAD = 4096
"""Bytes that tell what a file is."""


def read_here(
    path: Path, metadata: Mapping[str, str], limits: Limits
) -> Iterator[Document | ReadError]:
    """The documents of one file, in order; what cannot be read comes as a ReadError."""
    try:
        source = Source(path, _load(path, limits), metadata, limits)
        reader = importlib.import_module(f"kg.read.{format_of(path, source.data)}")
        for draft in reader.read(source):
            yield draft if isinstance(draft, ReadError) else _finished(draft, source)
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(f"{path}: {error.strerror or error}", "check the path and its rights")


def read_line(
    path: Path, line: bytes, number: int, metadata: Mapping[str, str], limits: Limits
) -> Document | ReadError:
    """The document of one filled line (``number`` from 1) of a JSON Lines file."""
    source = Source(path, line, metadata, limits)
    draft = jsonl.draft(line, source, number)
    return draft if isinstance(draft, ReadError) else _finished(draft, source)


def is_simple(path: Path) -> bool:
    """Whether no library takes this file apart: text and JSON Lines, and what is refused anyway."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return True
    return is_stream(path, head) or looks_plain(path, head)


def _finished(draft: Draft, source: Source) -> Document | ReadError:
    try:
        return finish(draft, source)
    except ReadError as error:
        return error


def _load(path: Path, limits: Limits) -> bytes:
    """All bytes of the file; of JSON Lines, which are read as a stream, the first ones."""
    most = limits.file_bytes
    with path.open("rb") as file:
        head = file.read(HEAD)
        if is_stream(path, head):
            return head
        size = path.stat().st_size
        # A file may hold more than it says: one that grows, or one that the system makes up.
        data = head + file.read(most + 1 - len(head)) if size <= most else head
        if size > most or len(data) > most:
            what = f"{max(size, len(data)) >> 20} MiB"
            raise ReadError(f"{path}: {what}, the limit is {most >> 20} MiB", SPLIT)
        return data

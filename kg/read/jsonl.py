"""JSON Lines, plain or gzipped: one document per line with ``id, title, text, date, ...``."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import ReadError
from kg.read.source import MAX_BYTES, Draft, Source

_HINT = 'each line is an object like {"id": "a", "text": "…", "date": "2025-02-10"}'
_FIELDS = ("title", "publisher", "date", "region")


def read(source: Source) -> Iterator[Draft | ReadError]:
    """One draft per line; a bad line gives an error and the rest goes on."""
    lines = 0
    try:
        for number, line in enumerate(_open(source), 1):
            if len(line) > MAX_BYTES:
                raise ReadError(f"{source.path}:{number}: line over {MAX_BYTES >> 20} MiB", _HINT)
            if line.strip():
                lines += 1
                yield _draft(line, source, number)
    except (OSError, EOFError, zlib.error) as error:
        yield ReadError(f"{source.path}: damaged gzip data ({error})", "pack or download it again")
        return
    if not lines:
        yield ReadError(f"{source.path}: the file is empty", _HINT)


def _open(source: Source) -> Iterator[bytes]:
    stream: BinaryIO = io.BytesIO(source.data)
    if source.data[:2] == b"\x1f\x8b":
        stream = gzip.GzipFile(fileobj=stream)  # type: ignore[assignment]
    while line := stream.readline(MAX_BYTES + 2):
        yield line


def _draft(line: bytes, source: Source, number: int) -> Draft | ReadError:
    where = f"{source.path}:{number}"
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return ReadError(f"{where}: not JSON ({error})", _HINT)
    text = record.get("text") if isinstance(record, dict) else None
    if not isinstance(text, str) or not text.strip():
        return ReadError(f"{where}: no text field", _HINT)
    name = str(record.get("id") or f"{source.path.name}#{number}")
    row = {key: str(record[key]) for key in _FIELDS if record.get(key)}
    identity = f"{name}\n{text}".encode("utf-8", "surrogatepass")
    return Draft(text, name=name, metadata={**source.metadata, **row}, identity=identity)

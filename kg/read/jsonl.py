"""JSON Lines, plain or gzipped: one document per line with ``id, title, text, date, ...``."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import ReadError
from kg.read.decode import decode, is_binary
from kg.read.source import Draft, Source

_HINT = 'each line is an object like {"id": "a", "text": "…", "date": "2025-02-10"}'
_GZIP = b"\x1f\x8b"
NAMED = 20  # bad lines of one file
_STEP = 1 << 16
_FIELDS = ("title", "publisher", "date", "region")


def read(source: Source) -> Iterator[Draft | ReadError]:
    """One draft per line; a bad line gives an error and the rest goes on.

    Only the first bad lines are named, the others counted at the end.
    """
    if is_binary(source.data) and not source.data.startswith(_GZIP):
        raise ReadError(f"{source.path}: binary data or UTF-16, not JSON Lines in UTF-8", _HINT)
    lines = bad = empty = 0
    for number, line in _numbered(source):
        if empty + bad > source.limits.bad_lines:
            what = f"over {source.limits.bad_lines:,} lines that are no documents, the limit"
            yield ReadError(f"{source.path}:{number}: {what}", _HINT)
            break
        if isinstance(line, bytes) and not line.strip():
            empty += 1
            continue
        lines += 1
        result = line if isinstance(line, ReadError) else draft(line, source, number)
        bad += isinstance(result, ReadError)
        if isinstance(result, Draft) or bad <= NAMED:
            yield result
    if bad > NAMED:
        yield more(source.path, bad - NAMED)
    if not lines:
        yield nothing(source.path)


def more(path: Path | str, number: int) -> ReadError:
    """The error for the bad lines that are not named one by one."""
    return ReadError(f"{path}: {number} more lines like these", _HINT)


def nothing(path: Path | str) -> ReadError:
    """The error for a file without a filled line."""
    return ReadError(f"{path}: the file is empty", _HINT)


def _numbered(source: Source) -> Iterator[tuple[int, bytes | ReadError]]:
    """Lines with their numbers; where the file breaks off, an error ends them."""
    number = 0
    try:
        for number, line in enumerate(_lines(source), 1):
            if isinstance(line, ReadError):
                yield number, ReadError(f"{source.path}:{number}: {line.message}", line.hint)
            else:
                yield number, line
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        what = f"{source.path}: damaged gzip data after line {number} ({error})"
        yield number, ReadError(what, "pack or download it again")


def _lines(source: Source) -> Iterator[bytes | ReadError]:
    """Lines from the file itself, of which the source may hold no more than the beginning.

    Of a line over the limit no more is held than that; it gives an error, and the next ones follow.
    """
    packed = source.data.startswith(_GZIP)
    most = source.limits.line_bytes
    left = _unpacked_limit(source) if packed else sys.maxsize
    with gzip.open(source.path) if packed else source.path.open("rb") as stream:
        if packed and is_binary(stream.peek(_STEP)):
            yield ReadError("binary data, not JSON Lines in UTF-8", _HINT)
            return
        while line := stream.readline(most + 1):
            left -= len(line)
            if len(line) > most:
                left -= _skip_line(stream, line, left)
                if left >= 0:
                    yield _too_long(source)
            else:
                yield line
            if left < 0:
                limit = _unpacked_limit(source) >> 20
                yield ReadError(f"unpacks to over {limit:,} MiB, the limit", "unpack it first")
                return


def _too_long(source: Source) -> ReadError:
    return ReadError(f"a line of over {source.limits.line_bytes >> 20} MiB, the limit", _HINT)


def _unpacked_limit(source: Source) -> int:
    """Bytes that the packed file may unpack to."""
    size = source.path.stat().st_size * source.limits.unpacked_times
    return max(source.limits.unpacked_bytes, size)


def _skip_line(stream: BinaryIO | gzip.GzipFile, line: bytes, left: int) -> int:
    """Pass over the rest of a line, but no more than ``left`` bytes; how many these were."""
    passed = 0
    while not line.endswith(b"\n") and passed <= left and (line := stream.readline(_STEP)):
        passed += len(line)
    return passed


def draft(line: bytes, source: Source, number: int) -> Draft | ReadError:
    """What one filled line gives; ``number`` is its place in the file, from 1."""
    where = f"{source.path}:{number}"
    if len(line) > source.limits.line_bytes:
        error = _too_long(source)
        return ReadError(f"{where}: {error.message}", error.hint)
    try:
        record = json.loads(_text(line, where))
    except ReadError as error:
        return error
    except (ValueError, RecursionError) as error:
        return ReadError(f"{where}: not JSON ({error})", _HINT)
    text = record.get("text") if isinstance(record, dict) else None
    if not isinstance(text, str) or not text.strip():
        return ReadError(f"{where}: no text field", _HINT)
    given = record.get("id")
    name = f"{source.path.name}#{number}" if given in (None, "") else str(given)
    row = {key: str(record[key]) for key in _FIELDS if record.get(key)}
    identity = f"{name}\n{text}".encode("utf-8", "surrogatepass")
    return Draft(text, name=name, metadata={**source.metadata, **row}, identity=identity)


def _text(line: bytes, where: str) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return decode(line, where)

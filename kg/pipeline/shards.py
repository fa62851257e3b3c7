"""What some documents gave, in one file that appears whole: the unit that a stopped run keeps.

A shard is a line of JSON (format, fingerprint of the reading, sizes) and then Arrow streams one
after the other: the notes about its documents (:data:`kg.tables.SOURCES`) and the tables of
extraction, rows in the order of the notes. Workers write shards and hand over nothing but names.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa

from kg.resolve import EXTRACTED

_FORMAT = 1
_LONGEST_HEAD = 4096
_SUFFIX = ".shard"
_NAMES = ("notes", *EXTRACTED)


def write(path: Path, fingerprint: str, notes: pa.Table, tables: Mapping[str, pa.Table]) -> None:
    """Write one shard: it is at ``path`` as a whole and on the disk, or not at all."""
    streams = [_packed(table) for table in (notes, *(tables[name] for name in EXTRACTED))]
    head = {"format": _FORMAT, "fingerprint": fingerprint, "sizes": [s.size for s in streams]}
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(json.dumps(head).encode() + b"\n")
            for stream in streams:
                file.write(stream)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def name(number: int) -> str:
    """File name of shard ``number``."""
    return f"{number:08d}{_SUFFIX}"


def left(folder: Path, fingerprint: str) -> Iterator[Path]:
    """Whole shards of this reading in ``folder``, in order; whatever else is there is removed."""
    for path in sorted(folder.iterdir()):
        if path.suffix == _SUFFIX and _fits(path, fingerprint):
            yield path
        else:
            path.unlink(missing_ok=True)


def read(path: Path, table: str) -> pa.Table:
    """One table of a shard, ``notes`` or one of :data:`kg.resolve.EXTRACTED`."""
    with path.open("rb") as file:
        sizes = json.loads(file.readline())["sizes"]
        place = _NAMES.index(table)
        file.seek(sum(sizes[:place]), os.SEEK_CUR)
        return pa.ipc.open_stream(pa.py_buffer(file.read(sizes[place]))).read_all()


def _fits(path: Path, fingerprint: str) -> bool:
    """Whether a file is a shard of this reading, with all its bytes."""
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_HEAD)
        head = json.loads(line)
        whole = len(line) + sum(head["sizes"]) == path.stat().st_size
        return whole and (head["format"], head["fingerprint"]) == (_FORMAT, fingerprint)
    except (ValueError, KeyError, TypeError):
        return False


def _packed(table: pa.Table) -> pa.Buffer:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
        stream.write_table(table)
    return sink.getvalue()

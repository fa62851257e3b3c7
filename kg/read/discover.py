"""Which files a call means, and the metadata beside them."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import ReadError, UsageError
from kg.read.decode import decode
from kg.read.formats import FORMATS, suffix_format

METADATA_NAME = "metadata.csv"
_COLUMNS = ("file", "title", "publisher", "date", "region")


@dataclass(frozen=True, slots=True)
class Found:
    """Readable files in a stable order, and how many others the folders hold."""

    paths: tuple[Path, ...]
    skipped: int = 0


def discover(paths: Sequence[Path]) -> Found:
    """Readable files under ``paths``: files as given, folders recursively in name order.

    Each file comes once. Hidden files, ``metadata.csv`` and unknown kinds inside folders are left
    out (the last are counted); links to folders that were walked before are not followed again.
    Raises :class:`kg.errors.UsageError` for a missing path or a named file of unknown kind, and
    when no readable file is found at all; :class:`kg.errors.ReadError` for a bad ``metadata.csv``,
    once and before the work begins.
    """
    found: dict[Path, Path] = {}
    skipped = 0
    visited: set[tuple[int, int]] = set()
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder", _near(path))
        for file in _walk(path, visited) if path.is_dir() else [path]:
            if suffix_format(file) is None:
                if file == path:
                    raise UsageError(f"{file}: unknown kind of file", _readable())
                skipped += 1
            else:
                found.setdefault(file.resolve(), file)
    if not found:
        shown = ", ".join(map(str, paths)) or "no path given"
        raise UsageError(f"{shown}: no readable file", _readable())
    for folder in dict.fromkeys(file.parent for file in found.values()):
        load_metadata(folder)
    return Found(tuple(found.values()), skipped)


def _walk(folder: Path, visited: set[tuple[int, int]]) -> Iterator[Path]:
    """Files below ``folder``, names sorted, every real folder once."""
    status = folder.stat()
    if (status.st_dev, status.st_ino) in visited:
        return
    visited.add((status.st_dev, status.st_ino))
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}", "check its rights") from error
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name == METADATA_NAME:
            continue
        if entry.is_dir():
            yield from _walk(Path(entry.path), visited)
        elif entry.is_file():
            yield Path(entry.path)


def _readable() -> str:
    return "readable are " + " ".join(s for suffixes in FORMATS.values() for s in suffixes)


def _near(path: Path) -> str:
    import difflib

    siblings = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
    near = difflib.get_close_matches(path.name, siblings, 1)
    return f"did you mean {path.parent / near[0]}?" if near else "check the spelling"


def load_metadata(folder: Path) -> dict[str, dict[str, str]]:
    """Rows of ``metadata.csv`` in ``folder`` by file name; empty when there is none.

    Raises :class:`kg.errors.ReadError` when it is there but has no ``file`` column.
    """
    path = folder / METADATA_NAME
    if not path.is_file():
        return {}
    status = path.stat()
    return _rows(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=256)
def _rows(path: Path, _changed: int, _size: int) -> dict[str, dict[str, str]]:
    """Rows of the file as it was then: read once for all files beside it."""
    text = decode(path.read_bytes(), str(path)).removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(text))
    if "file" not in (reader.fieldnames or ()):
        raise ReadError(f"{path}: no column 'file'", f"the header is {','.join(_COLUMNS)}")
    rows = ({k: (v or "").strip() for k, v in row.items() if k in _COLUMNS} for row in reader)
    return {row["file"]: row for row in rows if row["file"]}

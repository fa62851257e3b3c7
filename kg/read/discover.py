"""Which files a call means, and the metadata beside them."""

from __future__ import annotations

import csv
import difflib
import io
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from kg.errors import ReadError, UsageError
from kg.read.decode import decode
from kg.read.formats import readable, refusal, suffix_format, unknown
from kg.read.limits import Limits, current
from kg.read.walk import METADATA_NAME, too_many, walk

_NO_ROW: Mapping[str, str] = {}
_COLUMNS = ("file", "title", "publisher", "date", "region")


@dataclass(slots=True)
class Found:
    """What a call means, in a stable order.

    ``files`` are the readable files, and in the place of what cannot be read its error;
    ``metadata`` the rows about them by path.
    """

    files: list[Path | ReadError] = field(default_factory=list)
    metadata: dict[Path, Mapping[str, str]] = field(default_factory=dict)

    @property
    def paths(self) -> list[Path]:
        """The readable files."""
        return [file for file in self.files if isinstance(file, Path)]

    @property
    def size(self) -> int:
        """Bytes of all readable files that are still there."""
        return sum(file.stat().st_size for file in self.paths if file.exists())


def discover(paths: Sequence[Path], limits: Limits | None = None) -> Found:
    """Readable files under ``paths``: files as given, folders recursively in name order.

    Each file comes once. Hidden files, ``metadata.csv`` and files that are no documents are left
    out; links to folders that were walked before are not followed again, and links inside a folder
    that lead out of it not at all. A missing path, a named file of unknown kind, an old Word file,
    a folder without a readable file, links that were not followed and a bad ``metadata.csv`` (the
    files beside it are then read without it) are each a :class:`kg.errors.ReadError` in their
    place. Raises :class:`kg.errors.UsageError` when there is no readable file at all, its notes
    being the errors where these are several, and when there are more than ``limits`` say.
    """
    limits = limits or current()
    found = Found()
    known: set[str] = set()
    for path in paths:
        for file in _under(path, limits):
            if isinstance(file, ReadError):
                found.files.append(file)
            elif (real := os.path.realpath(file)) not in known:
                known.add(real)
                found.files.append(file)
            if len(found.files) > limits.files:
                raise too_many(path, limits)
    if not found.paths:
        raise _nothing(found.files)
    found.files = list(_with_metadata(found, limits))
    return found


def _under(path: Path, limits: Limits) -> Iterator[Path | ReadError]:
    """The readable files that one path of the call means."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield _missing(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _readable_in(path, limits)
    elif not stat.S_ISREG(mode):
        yield ReadError(f"{path}: neither a file nor a folder", "save it to a file first")
    elif suffix_format(path) is None:
        yield unknown(path)
    else:
        yield path


def _readable_in(folder: Path, limits: Limits) -> Iterator[Path | ReadError]:
    some = False
    for item in walk(folder, limits):
        some = True
        yield item if isinstance(item, ReadError) else refusal(item) or item
    if not some:
        yield ReadError(f"{folder}: no readable file in this folder", readable())


def _nothing(errors: Sequence[Path | ReadError]) -> UsageError:
    """The error for a call without a readable file."""
    if not errors:
        return UsageError("no path given", "name files or folders to read")
    first = errors[0]
    if len(errors) == 1 and isinstance(first, ReadError):
        return UsageError(first.message, first.hint)
    error = UsageError("no readable file", "nothing was written")
    for each in errors:
        error.add_note(str(each))
    return error


def _with_metadata(found: Found, limits: Limits) -> Iterator[Path | ReadError]:
    """The files, before the first of each folder the error of its ``metadata.csv``, if any."""
    folders: dict[Path, Mapping[str, Mapping[str, str]]] = {}
    for file in found.files:
        if isinstance(file, Path):
            if file.parent not in folders:
                folders[file.parent] = {}
                try:
                    folders[file.parent] = load_metadata(file.parent, limits)
                except ReadError as error:
                    yield error
            found.metadata[file] = folders[file.parent].get(file.name, _NO_ROW)
        yield file


def _missing(path: Path, error: OSError | ValueError) -> ReadError:
    """The error for a path that cannot even be looked at."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return ReadError(f"{path}: no such file or folder", _near(path))
    reason = getattr(error, "strerror", None) or error
    return ReadError(f"{path}: {reason}", "check the path and its rights")


def _near(path: Path) -> str:
    try:
        siblings = [p.name for p in path.parent.iterdir()]
    except OSError:
        siblings = []
    near = difflib.get_close_matches(path.name, siblings, 1, 0.8)
    return f"did you mean {path.parent / near[0]}?" if near else "check the spelling"


def load_metadata(folder: Path, limits: Limits | None = None) -> dict[str, dict[str, str]]:
    """Rows of ``metadata.csv`` in ``folder`` by file name; empty when there is none.

    Raises :class:`kg.errors.ReadError` when it is there but cannot be read as a table with a
    ``file`` column, or is larger than ``limits`` let any file be.
    """
    path = folder / METADATA_NAME
    most = (limits or current()).file_bytes
    try:
        if not path.is_file():
            return {}
        status = path.stat()
        if status.st_size > most:
            size = status.st_size >> 20
            raise ReadError(f"{path}: {size} MiB, the limit is {most >> 20} MiB", "make it shorter")
        return _rows(path, status.st_mtime_ns, status.st_size)
    except OSError as error:
        raise ReadError(f"{path}: {error.strerror}", "check its rights") from error
    except csv.Error as error:
        raise ReadError(f"{path}: no CSV table ({error})", "save it again as CSV") from error


@lru_cache(maxsize=256)
def _rows(path: Path, _changed: int, size: int) -> dict[str, dict[str, str]]:
    """Rows of the file as it was then: read once for all files beside it."""
    with path.open("rb") as file:
        text = decode(file.read(size), str(path)).removeprefix("\ufeff")
    reader = csv.DictReader(io.StringIO(text))
    if "file" not in (reader.fieldnames or ()):
        raise ReadError(f"{path}: no column 'file'", f"the header is {','.join(_COLUMNS)}")
    rows = ({k: (v or "").strip() for k, v in row.items() if k in _COLUMNS} for row in reader)
    return {row["file"]: row for row in rows if row["file"]}

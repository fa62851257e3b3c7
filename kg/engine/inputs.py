"""Which files a call means, each with the number that decides the order of its rows.

Local paths (with or without ``file:``) are found by :func:`kg.read.discover`, all others by the
same rules through Hadoop's file systems.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from kg.engine.hadoop import Entry, Files, walk
from kg.errors import ReadError, UsageError
from kg.read import Limits, discover, load_metadata
from kg.read.formats import is_document, is_stream, readable, refusal, suffix_format, unknown
from kg.read.here import HEAD
from kg.read.source import SPLIT
from kg.read.walk import METADATA_NAME, too_many

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/")
_PACKED = b"\x1f\x8b"
_HIDDEN = (".", "~$")


@dataclass(frozen=True, slots=True)
class Input:
    """One file: where Spark finds it, and what its documents say of it.

    ``uri`` has no escapes; ``path`` is the path as the call gave it; ``lines`` says that the file
    is cut into lines by Spark instead of being read whole.
    """

    number: int
    uri: str
    path: str
    size: int
    lines: bool
    metadata: Mapping[str, str]


@dataclass(slots=True)
class Inputs:
    """All files of a call, and the errors in the place of what cannot be read."""

    files: list[Input] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class _File:
    uri: str
    path: str
    size: int
    metadata: Mapping[str, str]


def find(paths: Sequence[str], files: Files, limits: Limits) -> Inputs:
    """All readable files of ``paths``, by path: the order of a build on one machine.

    Raises :class:`kg.errors.UsageError` when there is none; its notes are the errors.
    """
    inputs = Inputs()
    found: dict[str, _File] = {}
    for item in (item for path in _together(paths, files, limits) for item in path):
        if isinstance(item, _File):
            found.setdefault(item.uri, item)
        else:
            inputs.errors.append((-1, str(item)))
    for number, file in enumerate(sorted(found.values(), key=lambda file: file.path)):
        result = _input(number, file, files, limits)
        if isinstance(result, Input):
            inputs.files.append(result)
        else:
            inputs.errors.append((number, str(result)))
    if not inputs.files:
        error = UsageError("no readable file", "nothing was written")
        for _, line in inputs.errors:
            error.add_note(line)
        raise error
    return inputs


def key(file_path: str) -> str:
    """:attr:`Input.uri` of what Spark calls ``_metadata.file_path``."""
    return re.sub("^file:/+", "file:/", unquote(file_path))


def _together(
    paths: Sequence[str], files: Files, limits: Limits
) -> Iterator[Iterator[_File | ReadError]]:
    """The files of each path; local paths that follow one another are looked at together."""
    local: list[Path] = []
    for path in paths:
        plain = re.sub("^file:/+", "/", path)
        if plain != path or not (_SCHEME.match(path) or _remote_default(files)):
            local.append(Path(plain))
            continue
        if local:
            yield _local(local, limits)
            local = []
        yield _remote(path, files, limits)
    if local:
        yield _local(local, limits)


def _remote_default(files: Files) -> bool:
    return not files.home().startswith("file:")


def _local(paths: Sequence[Path], limits: Limits) -> Iterator[_File | ReadError]:
    try:
        found = discover(paths, limits)
    except UsageError as error:
        yield from [ReadError(n) for n in getattr(error, "__notes__", ())] or [
            ReadError(error.message, error.hint)
        ]
        return
    for file in found.files:
        if isinstance(file, ReadError):
            yield file
        else:
            uri = f"file:{Path.cwd() / file}"
            yield _File(uri, str(file), file.stat().st_size, found.metadata.get(file, {}))


def _remote(path: str, files: Files, limits: Limits) -> Iterator[_File | ReadError]:
    entry = files.at(path)
    if entry is None:
        yield ReadError(f"{path}: no such file or folder", "check the spelling")
    elif not entry.folder:
        parent = entry.uri.rpartition("/")[0]
        yield from _with_metadata([entry], entry.uri, path, files, {parent})
    else:
        found = list(walk(files, entry.uri, _HIDDEN))
        folders = {e.uri.rpartition("/")[0] for e in found if e.name == METADATA_NAME}
        documents = [e for e in found if is_document(Path(e.name)) and e.name != METADATA_NAME]
        if len(documents) > limits.files:
            raise too_many(Path(path), limits)
        some = False
        for item in _with_metadata(documents, entry.uri, path, files, folders):
            some = True
            yield item
        if not some:
            yield ReadError(f"{path}: no readable file in this folder", readable())


def _with_metadata(
    entries: Sequence[Entry], root: str, shown: str, files: Files, folders: set[str]
) -> Iterator[_File | ReadError]:
    """The entries that are documents, each with its row of the table beside it."""
    tables: dict[str, Mapping[str, Mapping[str, str]]] = {}
    for entry in entries:
        name = PurePosixPath(entry.name)
        refused = refusal(Path(name)) or (unknown(Path(name)) if entry.uri == root else None)
        path = shown.rstrip("/") + entry.uri.removeprefix(root)
        if suffix_format(Path(name)) is None:
            if refused:
                yield ReadError(refused.message.replace(entry.name, path, 1), refused.hint)
            continue
        folder = entry.uri.rpartition("/")[0]
        if folder not in tables:
            tables[folder] = {}
            if folder in folders:
                try:
                    tables[folder] = _table(folder, files)
                except ReadError as error:
                    yield error
        yield _File(entry.uri, path, entry.size, tables[folder].get(entry.name, {}))


def _table(folder: str, files: Files) -> Mapping[str, Mapping[str, str]]:
    """The rows of the table in a folder, by way of a copy of it here."""
    if files.at(f"{folder}/{METADATA_NAME}") is None:
        return {}
    with tempfile.TemporaryDirectory() as here:
        files.fetch(f"{folder}/{METADATA_NAME}", f"file:{here}/{METADATA_NAME}")
        try:
            return load_metadata(Path(here))
        except ReadError as error:
            raise ReadError(error.message.replace(here, folder), error.hint) from error


def _input(number: int, file: _File, files: Files, limits: Limits) -> Input | ReadError:
    name = file.uri.rpartition("/")[2]
    if bad := _unspeakable(file.uri, name):
        return ReadError(f"{file.path}: {bad}", "rename it")
    stream, packed = False, False
    if suffix_format(Path(name)) == "jsonl":
        head = files.read(file.uri, HEAD)
        stream, packed = is_stream(Path(name), head), head.startswith(_PACKED)
    # Spark unpacks by name and cannot cut what is packed, so that only large ones are left to it.
    lines = stream and (not packed or file.size > limits.file_bytes)
    if lines and packed and not name.lower().endswith(".gz"):
        return ReadError(f"{file.path}: packed, but its name does not say so", "name it .jsonl.gz")
    if not lines and file.size > limits.file_bytes:
        size = f"{file.size >> 20} MiB, the limit is {limits.file_bytes >> 20} MiB"
        return ReadError(f"{file.path}: {size}", SPLIT)
    return Input(number, file.uri, file.path, file.size, lines, file.metadata)


def _unspeakable(uri: str, name: str) -> str | None:
    """Why Spark cannot be told of a file of this name, None when it can."""
    if name.startswith("_"):
        return "Spark passes over names that begin with _"
    if ":" in name:
        return "Spark cannot read names with a colon"
    if any("\ud800" <= char <= "\udfff" for char in uri):
        return "its name is no UTF-8"
    return None

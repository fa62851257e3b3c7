"""One file or folder that takes its place when it is whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import UsageError
from kg.place.swap import put, restore


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path to make a file or a folder at, which becomes ``target`` when the block ends well.

    What was at ``target`` stays until then, and stays for good when the block fails: then nothing
    else is left, not even folders that had to be made above it. What a killed process left is
    removed by the next one that makes the same target. Raises :class:`kg.errors.UsageError` when
    there is no writing there.
    """
    made = make_folders(target)
    done = False
    try:
        _sweep(target)
        with _private(target) as work:
            yield work / target.name
            put(work / target.name, target, spare(work, target))
        done = True
    finally:
        if not done:
            remove_empty(made)


def spare(work: Path, target: Path) -> Path:
    """Where the old waits in ``work`` while the new takes its place."""
    return work / f"{target.name}.old"


@contextmanager
def _private(target: Path) -> Iterator[Path]:
    """A folder of this process on the target's file system, gone afterwards whatever happens."""
    try:
        work = Path(tempfile.mkdtemp(prefix=f"{_prefix(target)}{os.getpid()}-", dir=target.parent))
    except OSError as error:
        raise no_writing(target, error) from error
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _prefix(target: Path) -> str:
    return f".{target.name}.making-"


def make_folders(target: Path) -> list[Path]:
    """Make the folders above ``target``; those that were missing, innermost first."""
    missing = [folder for folder in target.absolute().parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        remove_empty(missing)
        raise no_writing(target, error) from error
    return missing


def remove_empty(folders: list[Path]) -> None:
    """Remove those of the folders that nothing is in."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def no_writing(target: Path, error: OSError) -> UsageError:
    """The error for a place where nothing can be made."""
    return UsageError(f"cannot write {target}: {error.strerror or error}", "choose another place")


def _sweep(target: Path) -> None:
    """Remove what killed processes left here, but nothing of a process that lives."""
    prefix = _prefix(target)
    for left in [path for path in target.parent.iterdir() if path.name.startswith(prefix)]:
        pid = left.name.removeprefix(prefix).partition("-")[0]
        if pid.isdigit() and not _alive(int(pid)):
            restore(spare(left, target), target)
            shutil.rmtree(left, ignore_errors=True)


def _alive(pid: int) -> bool:
    if os.name != "posix":
        return False  # there, a file that a process has open cannot be removed anyway
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

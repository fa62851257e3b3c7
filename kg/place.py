"""Where results go: made beside their place and renamed, so that nobody sees half of them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import UsageError


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path to make a file or a folder at, which becomes ``target`` when the block ends well.

    What was at ``target`` stays until then, and stays for good when the block fails: then nothing
    else is left, not even folders that had to be made above it. What a killed process left is
    removed by the next one that makes the same target. Raises :class:`kg.errors.UsageError` when
    there is no writing there.
    """
    made = _make_folders(target)
    done = False
    try:
        _sweep(target)
        with _private(target) as work:
            yield work / target.name
            _exchange(work, target)
        done = True
    finally:
        if not done:
            _remove_empty(made)


def _exchange(work: Path, target: Path) -> None:
    """The new in the place of the old; a folder cannot be replaced in one step, a file can."""
    if target.is_dir():
        target.rename(_old(work, target))
    try:
        (work / target.name).replace(target)
    except BaseException:
        _restore(work, target)
        raise


def _restore(work: Path, target: Path) -> None:
    """Give the old back its place, where it was taken and nothing came instead."""
    if _old(work, target).exists() and not target.exists():
        _old(work, target).rename(target)


def _old(work: Path, target: Path) -> Path:
    return work / f"{target.name}.old"


@contextmanager
def _private(target: Path) -> Iterator[Path]:
    """A folder of this process on the target's file system, gone afterwards whatever happens."""
    try:
        work = Path(tempfile.mkdtemp(prefix=f"{_prefix(target)}{os.getpid()}-", dir=target.parent))
    except OSError as error:
        raise _no_writing(target, error) from error
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _prefix(target: Path) -> str:
    return f".{target.name}.making-"


def _make_folders(target: Path) -> list[Path]:
    """Make the folders above ``target``; those that were missing, innermost first."""
    missing = [folder for folder in target.absolute().parents if not folder.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _remove_empty(missing)
        raise _no_writing(target, error) from error
    return missing


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _no_writing(target: Path, error: OSError) -> UsageError:
    return UsageError(f"cannot write {target}: {error.strerror or error}", "choose another place")


def _sweep(target: Path) -> None:
    """Remove what killed processes left here, but nothing of a process that lives."""
    prefix = _prefix(target)
    for left in [path for path in target.parent.iterdir() if path.name.startswith(prefix)]:
        pid = left.name.removeprefix(prefix).partition("-")[0]
        if pid.isdigit() and not _alive(int(pid)):
            _restore(left, target)
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

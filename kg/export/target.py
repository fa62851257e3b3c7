"""Where an export goes: written beside and renamed, so that nobody sees half of it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import UsageError


@contextmanager
def file_at(target: Path) -> Iterator[Path]:
    """A path to write to that becomes ``target`` when the block ends well.

    An existing file is replaced. Raises :class:`kg.errors.UsageError` when ``target`` is a folder.
    """
    if target.is_dir():
        raise UsageError(f"{target} is a folder", "name the file to write")
    with _beside(target) as work:
        yield work / target.name
        (work / target.name).replace(target)


@contextmanager
def folder_at(target: Path, files: tuple[str, ...]) -> Iterator[Path]:
    """An empty folder to fill that becomes ``target`` when the block ends well.

    A folder that holds nothing but ``files`` (an earlier export) is replaced. Raises
    :class:`kg.errors.UsageError` when ``target`` is a file or holds anything else.
    """
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file", "name a folder to write")
    if foreign := _foreign(target, files):
        raise UsageError(f"{target} holds other files ({foreign})", "name a new or an empty folder")
    with _beside(target) as work:
        (work / "new").mkdir()
        yield work / "new"
        if target.exists():
            target.rename(work / "old")
        (work / "new").rename(target)


def _foreign(target: Path, files: tuple[str, ...]) -> str | None:
    """Name of something in ``target`` that no earlier export put there."""
    if not target.exists():
        return None
    return next((p.name for p in sorted(target.iterdir()) if p.name not in files), None)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A private folder on the target's file system, gone afterwards whatever happens."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise UsageError(f"cannot write {target}: {reason}", "choose another place") from error
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)

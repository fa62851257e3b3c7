"""Where an export may go: never over something that no export put there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import UsageError
from kg.place import replacing


@contextmanager
def file_at(target: Path) -> Iterator[Path]:
    """A path to write to that becomes ``target`` when the block ends well.

    An existing file is replaced. Raises :class:`kg.errors.UsageError` when ``target`` is a folder.
    """
    if target.is_dir():
        raise UsageError(f"{target} is a folder", "name the file to write")
    with replacing(target) as path:
        yield path


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
    with replacing(target) as path:
        path.mkdir()
        yield path


def _foreign(target: Path, files: tuple[str, ...]) -> str | None:
    """Name of something in ``target`` that no earlier export put there."""
    if not target.exists():
        return None
    return next((p.name for p in sorted(target.iterdir()) if p.name not in files), None)

"""The folder beside a target in which one process at a time makes it, and may stop and go on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.place.lock import holder, lock, unlock
from kg.place.replace import make_folders, no_writing, remove_empty, spare
from kg.place.swap import put, restore, sync, sync_one

_LOCK = "lock"
_TRIES = 100


@dataclass(frozen=True, slots=True)
class Workshop:
    """``target`` is what is made (no link), ``folder`` where, ``kept`` what a stopped run leaves.

    Whatever lies under ``kept`` when a run is killed, interrupted or fails is there again in the
    next run for the same target; everything else in ``folder`` is gone by then.
    """

    target: Path
    folder: Path

    @property
    def kept(self) -> Path:
        """Folder of what the next run may use; it is there from the beginning."""
        return self.folder / "kept"

    @property
    def new(self) -> Path:
        """Where the new is to be made; nothing is there at first."""
        return self.folder / self.target.name

    def publish(self) -> None:
        """Put :attr:`new` in the place of the target, on the disk before anybody sees it."""
        sync(self.new)
        put(self.new, self.target, spare(self.folder, self.target))
        sync_one(self.target.parent)


@contextmanager
def workshop(target: Path) -> Iterator[Workshop]:
    """Work on ``target`` alone. Raises :class:`kg.errors.UsageError` while another process does,
    and when there is no writing beside it."""
    target = target.resolve() if target.is_symlink() else target
    made = make_folders(target)
    shop = Workshop(target, target.with_name(f".{target.name}.making"))
    done = False
    try:
        held = _enter(shop)
        try:
            restore(spare(shop.folder, target), target)
            _clear(shop, everything=False)
            shop.kept.mkdir(exist_ok=True)
            yield shop
            done = True
        finally:
            _clear(shop, everything=done or not _some(shop.kept))
            unlock(held)
            with suppress(OSError):
                shop.folder.rmdir()
    finally:
        if not done:
            remove_empty(made)


def _enter(shop: Workshop) -> int:
    for attempt in range(_TRIES):
        try:
            shop.folder.mkdir(exist_ok=True)
            held = lock(shop.folder / _LOCK)
        except OSError as error:
            if isinstance(error, FileNotFoundError) and attempt + 1 < _TRIES:
                continue  # its last user removed the folder in between
            raise no_writing(shop.target, error) from error
        if held is None:
            raise UsageError(
                f"{shop.target} is being made by another process ({holder(shop.folder / _LOCK)})",
                "wait for it to end, or choose another folder",
            )
        return held
    raise AssertionError("the last attempt returns or raises")


def _some(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _clear(shop: Workshop, everything: bool) -> None:
    """Remove what is in the folder: all but what is kept and the lock, or the lock at last too."""
    if not shop.folder.is_dir():
        return
    for path in shop.folder.iterdir():
        if path.name == _LOCK or (path == shop.kept and not everything):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if everything:
        (shop.folder / _LOCK).unlink(missing_ok=True)

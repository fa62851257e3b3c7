"""Files and folders swapped in as few steps as the system has, and forced to the disk."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM, errno.EBADF}


def put(new: Path, target: Path, spare: Path) -> None:
    """The new in the place of the old, which is at ``new`` or ``spare`` afterwards.

    All three lie on one file system. A file takes its place in one step, and so does a folder
    where the system can exchange two (Linux, macOS). Elsewhere an old folder moves to ``spare``
    first: whoever is killed between the two steps is put right by :func:`restore`.
    """
    if target.is_dir():
        if exchange(new, target):
            return
        target.rename(spare)
    try:
        new.replace(target)
    except BaseException:
        restore(spare, target)
        raise


def exchange(one: Path, other: Path) -> bool:
    """Let two that are there change places in one step; False where the system cannot."""
    import ctypes

    libc: Any = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _EXCHANGE)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(first, second, _EXCHANGE)
    else:
        return False
    number = ctypes.get_errno()
    if failed and number not in _UNABLE:
        raise OSError(number, os.strerror(number), str(one), None, str(other))
    return not failed


def restore(spare: Path, target: Path) -> None:
    """Give the old back its place, where it was taken and nothing came instead."""
    if spare.exists() and not target.exists():
        spare.rename(target)


def sync(path: Path) -> None:
    """Force a file, or a folder with all that is in it, to the disk."""
    if path.is_dir():
        for inner in path.iterdir():
            if not inner.is_symlink():
                sync(inner)
    sync_one(path)


def sync_one(path: Path) -> None:
    """Force one file to the disk, or the names in one folder."""
    try:
        opened = os.open(path, os.O_RDONLY)
    except PermissionError:
        return  # a folder on Windows, or a file that its owner closed to himself
    try:
        os.fsync(opened)
    except OSError as error:
        if error.errno not in _UNABLE:
            raise
    finally:
        os.close(opened)

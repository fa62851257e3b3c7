"""A file that one process at a time can hold; the system lets go of it when the process ends."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

# File systems without locks: two runs at once are then the caller's care.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
_held: set[int] = set()
_registered = False


def lock(path: Path) -> int | None:
    """Hold the file at ``path``, which is made when it is missing; None when another process does.

    Gives what :func:`unlock` takes. The file says which process holds it.
    """
    while True:
        opened = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        try:
            if not _try(opened):
                os.close(opened)
                return None
            if _still(opened, path):
                os.truncate(opened, 0)
                os.write(opened, f"{os.getpid()}\n".encode())
                _keep(opened)
                return opened
        except BaseException:
            os.close(opened)
            raise
        os.close(opened)  # its last holder removed it in between


def unlock(held: int) -> None:
    """Let go."""
    _held.discard(held)
    os.close(held)


def holder(path: Path) -> str:
    """Number of the process that holds the file, as far as it is known."""
    try:
        return path.read_text(encoding="ascii").strip() or "unknown"
    except (OSError, ValueError):
        return "unknown"


def _try(opened: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(opened, 1 << 30, os.SEEK_SET)  # a byte that nobody wants to read
            msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
            os.lseek(opened, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return True
        if error.errno in (errno.EACCES, errno.EAGAIN, errno.EDEADLK):
            return False
        raise
    return True


def _still(opened: int, path: Path) -> bool:
    """Whether what was opened is still the file at ``path``."""
    try:
        return os.path.samestat(os.fstat(opened), path.stat())
    except FileNotFoundError:
        return False


def _keep(opened: int) -> None:
    """Children that are forked must not hold the lock on when this process is killed."""
    global _registered
    _held.add(opened)
    if not _registered and hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_let_go)
        _registered = True


def _let_go() -> None:
    for opened in list(_held):
        unlock(opened)

"""The files below a folder, in name order, however many, deep or knotted they are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kg.errors import ReadError, UsageError
from kg.read.formats import is_document
from kg.read.limits import Limits, raising

METADATA_NAME = "metadata.csv"
_NAMED = "name what they lead to, to read it"


def walk(folder: Path, limits: Limits) -> Iterator[Path | ReadError]:
    """Files below ``folder`` that are documents by their names; every real folder once.

    Links are followed where they stay below ``folder``; those that lead out of it are counted in
    one error at the end. Of a folder no more names are held than files may be read.
    """
    walker = _Walker(folder, limits)
    yield from walker.below(str(folder))
    if walker.outside:
        first, number = walker.outside[0], len(walker.outside)
        others = f" and {number - 1} more links" if number > 1 else ""
        yield ReadError(f"{first}{others}: a link out of the folder, not followed", _NAMED)


class _Walker:
    def __init__(self, root: Path, limits: Limits) -> None:
        self.root = os.path.realpath(root).rstrip(os.sep) + os.sep
        self.limits = limits
        self.visited: set[tuple[int, int]] = set()
        self.outside: list[str] = []

    def below(self, folder: str) -> Iterator[Path | ReadError]:
        """Depth first, without recursion: folders may be nested deeper than Python goes."""
        waiting = [(folder, True)]
        while waiting:
            path, is_folder = waiting.pop()
            if not is_folder:
                yield Path(path)
                continue
            try:
                waiting += reversed(self._entries(path))
            except OSError as error:
                yield ReadError(f"{path}: {error.strerror}", "check its rights")

    def _entries(self, folder: str) -> list[tuple[str, bool]]:
        """What counts in a folder, by name: paths, and whether each is a folder."""
        status = Path(folder).stat()
        if (status.st_dev, status.st_ino) in self.visited:
            return []
        self.visited.add((status.st_dev, status.st_ino))
        kept: list[tuple[str, bool]] = []
        with os.scandir(folder) as entries:
            for entry in entries:
                if (is_folder := self._counts(entry)) is not None:
                    kept.append((entry.path, is_folder))
                    if len(kept) > self.limits.files:
                        raise too_many(Path(folder), self.limits)
        return sorted(kept)

    def _counts(self, entry: os.DirEntry[str]) -> bool | None:
        """Whether an entry is a folder; None when it does not count."""
        if entry.name.startswith((".", "~$")) or entry.name == METADATA_NAME:
            return None
        try:
            is_folder = entry.is_dir()
            if not is_folder and not (is_document(Path(entry.name)) and entry.is_file()):
                return None
            if entry.is_symlink() and not self._inside(entry.path):
                self.outside.append(entry.path)
                return None
        except OSError:  # a link that leads to itself
            return None
        return is_folder

    def _inside(self, link: str) -> bool:
        return f"{os.path.realpath(link)}{os.sep}".startswith(self.root)


def too_many(path: Path, limits: Limits) -> UsageError:
    """The error for more files than may be read."""
    return UsageError(
        f"{path}: over {limits.files:,} files, the limit",
        f"build parts of it, {raising('files', 10 * limits.files)}",
    )

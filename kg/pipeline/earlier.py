"""The build that is there already: what of it the next one can use, and what it must not lose."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kg.decisions import FILE as DECISIONS
from kg.decisions import Decision
from kg.decisions import read as read_decisions
from kg.errors import DataError, UsageError
from kg.pipeline.known import Stored, stored
from kg.tables import SOURCES, Build

_GRAPH = ("tables", "db", "build.json", DECISIONS)
OWN = (*_GRAPH, "sources.parquet", "copies")
"""What a build makes in its folder; whatever else lies there is somebody's and stays."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A build as an earlier run left it; without one, everything is empty."""

    build: Build
    info: dict[str, Any] = field(default_factory=dict)
    origins: Sequence[Stored] = ()

    @classmethod
    def at(cls, path: Path) -> Earlier:
        """The build at ``path``. Raises :class:`kg.errors.DataError` when it is damaged."""
        build = Build(path)
        try:
            info = build.info if (path / "build.json").is_file() else {}
        except (OSError, ValueError) as error:
            raise DataError(f"{path}/build.json cannot be read: {error}") from error
        return cls(build, info, tuple(stored(build)) if info else ())

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self.info)

    @property
    def documents(self) -> pa.Array:
        """Ids of its documents, each once."""
        return self.origins[0].notes["document"] if self.origins else pa.array([], pa.string())

    @property
    def paths(self) -> list[str]:
        """Files that it was read from."""
        paths = {p for origin in self.origins for p in pc.unique(origin.notes["path"]).to_pylist()}
        return sorted(paths)

    def decisions(self) -> tuple[Decision, ...]:
        """What people decided about it."""
        place = self.build.path / DECISIONS
        return read_decisions([place]) if place.is_file() else ()

    def holds(self, chosen: pa.Table) -> bool:
        """Whether exactly the documents that were ``chosen`` are in it, read from the same."""
        notes = pa.concat_tables([SOURCES.empty_table(), *(o.notes for o in self.origins)])
        notes = notes.sort_by([("path", "ascending"), ("number", "ascending")])
        return bool(self.build.sources.exists() and notes.equals(chosen.select(SOURCES.names)))


def check_place(out: Path) -> None:
    """Raise :class:`kg.errors.UsageError` when ``out`` holds something that is no build."""
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / "build.json").exists()):
        raise UsageError(
            f"{out} exists and holds no build", "choose another folder with -o, or empty it"
        )


def keep_others(old: Path, new: Path, but: Sequence[str] = OWN) -> None:
    """Give the new build what else lies in the old one's folder: pages, exports, notes."""
    if not old.is_dir():
        return
    for path in old.iterdir():
        if path.name in but:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, new / path.name, symlinks=True, copy_function=link)
        else:
            link(path, new / path.name)


def keep_reading(old: Build, new: Path) -> None:
    """Give the new build what was read of documents, and what else lies in the old one's folder."""
    from kg.resolve import EXTRACTED

    (new / "tables").mkdir(parents=True)
    for name in EXTRACTED:
        link(old.table_path(name), new / "tables" / f"{name}.parquet")
    keep_others(old.path, new, _GRAPH)


def link(source: str | Path, target: str | Path) -> None:
    """The same file at another place: a second name where the file system has such, or a copy."""
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)

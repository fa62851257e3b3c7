"""Changes to a build that read no document: decisions of people, and documents withdrawn."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from kg.decisions import read as read_decisions
from kg.errors import NotFoundError, UsageError
from kg.pipeline import merge
from kg.pipeline.building import explained
from kg.pipeline.earlier import Earlier, keep_others, keep_reading
from kg.pipeline.finish import finish
from kg.pipeline.reading import Progress
from kg.pipeline.report import BuildReport
from kg.pipeline.selection import Selection
from kg.pipeline.work import path_text
from kg.place import workshop
from kg.tables import Build

_TOLD = ("inputs", "extractor", "min_confidence", "same_text", "llm", "fingerprint")


def review(
    built: Build, decisions: Sequence[str | Path], progress: Progress | None = None
) -> BuildReport:
    """Make the graph of ``built`` anew from its own facts, with the decisions of these files.

    They take the place of those applied before; with no files the build is again what extraction
    alone gives. The build changes at the end and as a whole.
    """
    decided = read_decisions(decisions)
    report = BuildReport()
    with workshop(built.path) as shop, explained(shop):
        old = Build(shop.target)
        report.documents = old.info.get("read", {})
        keep_reading(old, shop.new)
        finish(Build(shop.new), decided, _told(old), progress, old.database.exists(), report)
        shop.publish()
    return report


def remove(built: Build, names: Sequence[str], progress: Progress | None = None) -> BuildReport:
    """Take documents out of ``built``, and with them what nothing else supports.

    ``names`` are ids of documents, paths of files as they were given, or folders with all that was
    read under them. Where another file holds the same document, that one takes its place. Raises
    :class:`kg.errors.NotFoundError` for a name that leads to no document, and
    :class:`kg.errors.UsageError` when none would be left.
    """
    report = BuildReport()
    with workshop(built.path) as shop, explained(shop):
        earlier = Earlier.at(shop.target)
        selection = Selection(earlier.origins)
        every = selection.kept(range(len(earlier.origins)), pa.array([], pa.string()), False)
        chosen = merge.choose(_without(every, names), selection.streams())
        if not len(chosen):
            raise UsageError(
                f"no document would be left in {built.path}", "remove the folder instead"
            )
        own = chosen.filter(pc.invert(chosen["copy"]))
        removed = len(earlier.documents) - len(own)
        report.documents = {"read": 0, "reused": len(own), "kept": 0, "removed": removed}
        new = Build(shop.new)
        with report.timed("tables"):
            merge.write(new, chosen, selection.origins)
            keep_others(shop.target, shop.new)
        old = Build(shop.target)
        decided, database = earlier.decisions(), old.database.exists()
        finish(new, decided, _told(old), progress, database, report)
        shop.publish()
    return report


def _told(old: Build) -> dict[str, Any]:
    """What build.json goes on to say."""
    return {name: old.info[name] for name in _TOLD if name in old.info}


def _without(every: pa.Table, names: Sequence[str]) -> pa.Table:
    """The documents without those that the names mean, all of them as if they were given."""
    gone = pa.array([False] * len(every))
    for name in names:
        path = path_text(Path(name))
        folder = pc.starts_with(every["path"], path.rstrip("/") + "/")
        meant = pc.or_(pc.equal(every["document"], name), pc.equal(every["path"], path))
        meant = pc.or_(meant, folder) if name != "." else meant
        if not pc.any(meant).as_py():
            raise _unknown(every, name)
        gone = pc.or_(gone, meant)
    files = pc.unique(every.filter(gone)["path"])
    left = every.filter(pc.invert(gone))
    # What is left of a file that lost a document is not the file: it is read again if it comes.
    torn = pc.is_in(left["path"], files)
    for column in ("sha256", "metadata"):
        values = pc.if_else(torn, pa.scalar(None, pa.string()), left[column])
        left = left.set_column(left.schema.get_field_index(column), column, values)
    listed = pa.array([True] * len(left), pa.bool_())
    return left.set_column(left.schema.get_field_index("listed"), "listed", listed)


def _unknown(every: pa.Table, name: str) -> NotFoundError:
    paths = pc.unique(every["path"]).to_pylist()
    near = difflib.get_close_matches(name, paths[:10_000], 1, 0.6)
    hint = f"did you mean {near[0]}?" if near else "kg query documents lists paths"
    return NotFoundError(f"nothing in the build was read from {name}", hint)

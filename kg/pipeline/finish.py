"""Everything that is made of the tables of extraction: the graph, the database, build.json."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg import __version__
from kg.decisions import FILE as DECISIONS
from kg.decisions import Decision
from kg.decisions import write as write_decisions
from kg.errors import KgError, LlmError, ReadError, StoreError
from kg.pipeline import fingerprint
from kg.pipeline.reading import Progress, unload
from kg.pipeline.report import BuildReport
from kg.tables import SCHEMAS, Build

# Documents from which aggregation and database need the room that extraction's knowledge takes.
_MANY = 5_000


def finish(
    built: Build,
    decided: Sequence[Decision],
    info: dict[str, Any],
    progress: Progress | None,
    database: bool,
    report: BuildReport,
) -> None:
    """Make nodes, edges and the database from the tables of extraction of ``built``.

    Raises :class:`kg.errors.ReadError` (or :class:`kg.errors.LlmError`) when no document is there.
    """
    from kg.resolve import SHARE, aggregate, match_decisions
    from kg.verify import refuse

    if not built.rows("documents"):
        raise _nothing_read(report)
    if built.rows("documents") > _MANY:
        unload()
    tables = built.path / "tables"
    with report.timed("aggregate"):
        applied = match_decisions(tables, decided)
        aggregate(tables, decisions=applied, same_text=info.get("same_text", SHARE))
    report.unmatched = list(applied.unmatched)
    report.decided = len(decided) - len(applied.unmatched)
    if decided:
        write_decisions(built.path / DECISIONS, decided)
    report.counts = {n: built.rows(n) for n in SCHEMAS if built.table_path(n).exists()}
    info = {**info, "graph": fingerprint.graph()}
    _describe(built.path, info, report)
    with report.timed("verify"):
        refuse(built, applied)  # what does not hold together is not published
    if database:
        with report.timed("database"):
            _load(built, progress, report)
    _describe(built.path, info, report)


def _nothing_read(report: BuildReport) -> KgError:
    kind = LlmError if report.settings.get("llm", {}).get("failed") else ReadError
    error = kind("no document could be read", "nothing was written")
    for line in report.unread:
        error.add_note(line)
    return error


def _load(built: Build, progress: Progress | None, report: BuildReport) -> None:
    """Load the embedded database; without its package the build stays useful without it."""
    from kg.store import backend

    def loading(done: int, total: int) -> None:
        if progress:
            progress(done, total, "database")

    try:
        backend().load(built, loading)
    except StoreError as error:
        report.warnings.append(str(error))


def _describe(work: Path, info: dict[str, Any], report: BuildReport) -> None:
    data = {
        "version": __version__,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **info,
        "counts": report.counts,
        "read": report.documents,
        "seconds": report.seconds,
        "warnings": report.warnings,
        "unread": report.unread,
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    (work / "build.json").write_text(text, encoding="utf-8")

"""Whether a build holds together: its files, its tables, its database, and its sources.

``cheap`` is what every build goes through before it is published; ``verify`` is all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from kg.decisions import FILE, Applied, read
from kg.errors import DataError
from kg.tables import SCHEMAS, Build
from kg.verify.checks import check_tables, opened
from kg.verify.files import check_files
from kg.verify.findings import Finding, Report

__all__ = ["PARTS", "Finding", "Report", "cheap", "refuse", "verify"]

# What is done after the files, in this order, and can be left out.
PARTS = ("tables", "graph", "database", "sources")


def cheap(build: Build, decisions: Applied | None = None) -> list[Finding]:
    """What is wrong with the files and tables of ``build``, without its sources and its database.

    ``decisions`` are those that the graph was made with; by default those that the build's folder
    keeps. Memory that does not suffice spills into the build's folder.
    """
    found, sound = check_files(build)
    return found + _check_tables(build, sound, decisions, build.path)


def refuse(build: Build, decisions: Applied | None = None) -> None:
    """Raise :class:`kg.errors.DataError` when the tables of ``build`` do not hold together.

    Its notes have one line a finding.
    """
    findings = cheap(build, decisions)
    if findings:
        error = DataError(
            f"the graph does not hold together ({findings[0].check})",
            "nothing was changed; try kg build with --fresh, and report it if that fails too",
        )
        for finding in findings:
            error.add_note(finding.line)
        raise error


def verify(
    build: Build,
    *,
    skip: Collection[str] = (),
    root: Path | None = None,
    strict: bool = False,
    graph: str | None = None,
) -> Report:
    """Check everything: files, tables, ids, the graph made anew, the database, the sources.

    ``skip`` names parts of :data:`PARTS` to leave out. Sources whose paths are not absolute are
    looked for from ``root`` (default: the working directory). Those that vanished or changed are
    notes, with ``strict`` errors. ``graph`` is the fingerprint of what makes graphs now: the graph
    is made anew only where the build has the same (default: whatever it has). The build is not
    changed.
    """
    report = Report()
    found, sound = check_files(build)
    report.findings += found
    report.looked = {name: build.rows(name) for name in SCHEMAS if name in sound}
    for part, needed, step in _STEPS:
        if part not in skip and needed <= sound:
            start = perf_counter()
            report.findings += step(build, sound, _Given(root, graph), report)
            report.seconds[part] = round(perf_counter() - start, 2)
    if strict:
        report.findings = [
            replace(finding, note=finding.note and not finding.check.startswith("source-"))
            for finding in report.findings
        ]
    return report


@dataclass(frozen=True, slots=True)
class _Given:
    """What the caller said of how to check."""

    root: Path | None
    graph: str | None


def _tables(build: Build, sound: set[str], given: _Given, report: Report) -> list[Finding]:
    from kg.verify.ids import check_ids

    return _check_tables(build, sound) + check_ids(build, sound)


def _graph(build: Build, sound: set[str], given: _Given, report: Report) -> list[Finding]:
    from kg.verify.anew import check_anew

    if any(finding.check == "build-info" for finding in report.findings):
        return []
    return check_anew(build, _kept_decisions(build), given.graph)


def _database(build: Build, sound: set[str], given: _Given, report: Report) -> list[Finding]:
    from kg.verify.database import check_database

    found, report.looked["in the database"] = check_database(build)
    return found


def _sources(build: Build, sound: set[str], given: _Given, report: Report) -> list[Finding]:
    from kg.verify.sources import check_sources

    found, report.looked["sources"] = check_sources(build, sound, given.root)
    return found


Step = Callable[[Build, set[str], _Given, Report], list[Finding]]
# Name of the part, tables that must be readable for it, what is done.
_STEPS: tuple[tuple[str, frozenset[str], Step], ...] = (
    ("tables", frozenset(), _tables),
    ("graph", frozenset(SCHEMAS), _graph),
    ("database", frozenset(("nodes", "edges", "sentences")), _database),
    ("sources", frozenset(("documents",)), _sources),
)


def _check_tables(
    build: Build, sound: set[str], decisions: Applied | None = None, beside: Path | None = None
) -> list[Finding]:
    with opened(build, sound, beside) as connection:
        applied = _kept_decisions(build) if decisions is None else decisions
        return check_tables(connection, sound, applied)


def _kept_decisions(build: Build) -> Applied:
    """The decisions that the build's folder keeps, sorted out against its facts."""
    place = build.path / FILE
    if not place.exists():
        return Applied()
    from kg.resolve import match_decisions

    return match_decisions(build.path / "tables", read([place]))

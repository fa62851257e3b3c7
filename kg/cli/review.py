"""``kg review``: what a person decided about facts, applied to a build and undone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import complain, dir_option, open_build, print_rows, progress_bar

if TYPE_CHECKING:
    from kg.pipeline import BuildReport


@click.group(
    short_help="Apply what people decided about facts.",
    epilog="""\b
Examples:
  kg review apply decisions.json
  kg review show
  kg review clear
""",
)
def review() -> None:
    """Apply, show or take back what people decided about facts in the viewer.

    Decisions lie beside the facts, which stay as they were extracted: taking the decisions back
    gives the graph that was there before.
    """


@review.command(
    short_help="Make the graph anew with the decisions of FILES.",
    epilog="""\b
Examples:
  kg review apply decisions.json
  kg review apply 张三.json 李四.json -d exports/政策
""",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True,
                type=click.Path(path_type=Path))  # fmt: skip
@dir_option
def apply(files: tuple[Path, ...], directory: Path | None) -> None:
    """Make a build's graph anew from its facts and the decisions of FILES (of the viewer).

    They take the place of those applied before; of two on one fact the later counts. Decisions
    that no longer match are named.
    """
    _apply(files, directory)


@review.command(short_help="Take all decisions back.", epilog="\b\nExample:\n  kg review clear\n")
@dir_option
def clear(directory: Path | None) -> None:
    """Make a build's graph anew from its facts alone."""
    _apply((), directory)


@review.command(
    short_help="List the decisions of a build.", epilog="\b\nExample:\n  kg review show\n"
)
@dir_option
def show(directory: Path | None) -> None:
    """List the decisions that a build's graph was made with."""
    from kg.decisions import FILE, read

    place = open_build(directory).path / FILE
    decisions = read([place]) if place.exists() else ()
    rows = [(d.verdict, d.says or d.fact, d.into, d.note, d.at[:10]) for d in decisions]
    print_rows(("verdict", "statement", "into", "note", "date"), rows)


def _apply(files: tuple[Path, ...], directory: Path | None) -> None:
    from kg import pipeline

    build = open_build(directory)
    with progress_bar() as progress:
        report = pipeline.review(build, files, progress)
    for line in report.warnings:
        complain(line)
    tell_decisions(report)
    counts = ", ".join(f"{report.counts[name]} {name}" for name in ("nodes", "edges"))
    click.echo(f"{build.path}: {report.decided} decisions applied, {counts}")


def tell_decisions(report: BuildReport) -> None:
    """One line for each decision that matches nothing any more."""
    for line in report.unmatched:
        complain(f"decision not applied: {line}")

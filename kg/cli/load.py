"""``kg load``: the graph into a database server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import (
    dir_option,
    json_option,
    open_build,
    print_json,
    print_rows,
    progress_bar,
    server_options,
    target,
)

if TYPE_CHECKING:
    from kg.store.neo4j import Counts, LoadReport


@click.command(
    short_help="Put the graph into a Neo4j server.",
    epilog="""\b
Examples:
  kg load neo4j --uri bolt://localhost:7687
  kg load neo4j --uri neo4j+s://graph.example.org --user 张三 --database 政策 --dry-run
  kg load neo4j --uri bolt://localhost:7687 --mode sync
""",
)
@click.argument("store", metavar="neo4j", type=click.Choice(["neo4j"]))
@click.option("--uri", metavar="URI", envvar="NEO4J_URI", required=True,
              help="Such as bolt://localhost:7687.  [default: $NEO4J_URI]")  # fmt: skip
@server_options
@click.option("--mode", type=click.Choice(["merge", "sync"]), default="merge", show_default=True,
              help="merge adds and updates; sync removes too what this build lacks.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@json_option
@dir_option
def load(
    store: str,
    uri: str,
    user: str,
    database: str | None,
    mode: Any,
    dry_run: bool,
    as_json: bool,
    directory: Path | None,
) -> None:
    """Put the graph into a Neo4j server: constraints, nodes, edges, indexes.

    Running it again changes nothing; after a broken connection it goes on where it stopped. Only
    what earlier loads created is ever removed. The password comes from $NEO4J_PASSWORD or a
    prompt.
    """
    from kg.store.neo4j import load as fill

    build = open_build(directory)
    server = target(uri, user, database)
    with progress_bar() as progress:
        report = fill(
            build, server, mode=mode, dry_run=dry_run,
            progress=lambda done, total: progress(done, total, store),
        )  # fmt: skip
    if as_json:
        print_json(_as_json(report))
    else:
        _print(report)


def _print(report: LoadReport) -> None:
    rows = [(what, *_numbers(report.total(what))) for what in ("nodes", "edges")]
    print_rows(("", "created", "updated", "unchanged", "removed"), rows)
    if report.schema:
        click.echo(f"constraints and indexes made: {len(report.schema)}")
    if report.held:
        click.echo(f"nodes kept because others' edges lead to them: {report.held}")
    if report.dry_run:
        click.echo("dry run: nothing was changed")
    elif not report.changed:
        click.echo("nothing to change: the server holds this build already")
    click.echo(f"build {report.build}, mode {report.mode}, {report.seconds:.1f} s")


def _numbers(counts: Counts) -> tuple[int, int, int, int]:
    return counts.created, counts.updated, counts.unchanged, counts.removed


def _as_json(report: LoadReport) -> dict[str, object]:
    names = ("created", "updated", "unchanged", "removed")
    return {
        "build": report.build,
        "mode": report.mode,
        "dry_run": report.dry_run,
        "changed": report.changed,
        **{
            what: {key: dict(zip(names, _numbers(counts), strict=True))
                   for key, counts in groups.items()}
            for what, groups in (("nodes", report.nodes), ("edges", report.edges))
        },
        "schema": report.schema,
        "held": report.held,
        "seconds": report.seconds,
    }  # fmt: skip

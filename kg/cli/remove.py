"""``kg remove``: documents taken out of a build, and with them what nothing else supports."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import complain, json_option, open_build, print_json, progress_bar
from kg.cli.review import tell_decisions


@click.command(
    short_help="Take documents out of a build.",
    epilog="""\b
Examples:
  kg remove 政策文件/旧稿.txt
  kg remove 政策文件/2019 -d exports/政策
  kg remove 5f9e2f656ee98cc5
""",
)
@click.argument("names", metavar="PATH|ID...", nargs=-1, required=True)
@click.option(
    "-d", "-o", "--dir", "directory", type=click.Path(path_type=Path), metavar="DIR",
    envvar="KG_DIR", help="The build to change.  [default: $KG_DIR, or the newest in exports/]",
)  # fmt: skip
@json_option
def remove(names: tuple[str, ...], directory: Path | None, as_json: bool) -> None:
    """Take documents out of a build: by id, or by the path that they were read from.

    A folder means all that was read under it. Facts that no other document states go; edges that
    others support too stay, with their support, dates and evidence counted anew. A file that is
    still in place comes back with the next kg build that reads it.
    """
    from kg import pipeline

    build = open_build(directory)
    with progress_bar() as progress:
        report = pipeline.remove(build, names, progress)
    for line in report.warnings:
        complain(line)
    tell_decisions(report)
    if as_json:
        print_json(
            {"directory": str(build.path), "counts": report.counts, "read": report.documents}
        )
        return
    counts = ", ".join(f"{report.counts[name]} {name}" for name in ("documents", "nodes", "edges"))
    click.echo(f"{build.path}: {report.documents['removed']} documents removed; left are {counts}")

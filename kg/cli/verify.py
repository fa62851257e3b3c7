"""``kg verify``: whether a build holds together and still says what its sources say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import dir_option, json_option, open_build, print_json

if TYPE_CHECKING:
    from kg.verify import Report

WRONG = 1
PARTS = ("tables", "graph", "database", "sources")


@click.command(
    short_help="Check a build against its sources and itself.",
    epilog="""\b
Examples:
  kg verify
  kg verify exports/政策 --strict
  kg verify exports/政策 --root /档案 --skip database
""",
)
@click.argument("place", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@dir_option
@click.option("--strict", is_flag=True,
              help="Sources that vanished or changed are errors, not notes.")  # fmt: skip
@click.option("--root", type=click.Path(path_type=Path),
              metavar="DIR", help="Where relative paths begin.  [default: here]")  # fmt: skip
@click.option("--skip", multiple=True, type=click.Choice(PARTS), metavar="PART",
              help="Leave out tables, graph, database or sources. Repeatable.")  # fmt: skip
@json_option
def verify(
    place: Path | None, directory: Path | None, strict: bool, root: Path | None,
    skip: tuple[str, ...], as_json: bool,
) -> int:  # fmt: skip
    """Check the build at DIR (or -d DIR, as in other commands) and say what is wrong with it.

    Every source that is still there is read again and compared with the hash, the span and the
    evidence of every fact; the tables are compared with one another and with the schema, the graph
    with what its facts give when it is made anew, the embedded database with the tables. The exit
    status is 1 when something is wrong. The build is not changed.
    """
    from kg.pipeline import fingerprint
    from kg.verify import verify as check

    build = open_build(place or directory)
    now = fingerprint.graph()
    report = check(build, skip=skip, root=root, strict=strict, graph=now)
    if as_json:
        print_json({"directory": str(build.path), **report.record()})
    else:
        _print(report, build.path)
    return WRONG if report.errors else 0


def _print(report: Report, path: Path) -> None:
    for finding in report.errors:
        click.echo(f"wrong  {finding.line}")
    for finding in report.notes:
        click.echo(f"note   {finding.line}")
    looked = ", ".join(f"{number} {name}" for name, number in report.looked.items())
    kinds = len(report.errors)
    result = f"{kinds} kind{'' if kinds == 1 else 's'} of error" if kinds else "nothing is wrong"
    click.echo(f"{path}: {result} ({looked}; {sum(report.seconds.values()):.1f} s)")

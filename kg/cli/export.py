"""``kg export``: the graph as a page, tables or another program's format."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import dir_option, open_build
from kg.export import FORMATS


@click.command(
    short_help="Write html, csv, graphml, gexf, json, cypher, neo4j-admin, parquet.",
    epilog="""\b
Formats:
"""
    + "".join(f"  {row.name:13}{row.summary}\n" for row in FORMATS.values())
    + """
\b
Examples:
  kg export html
  kg export html -o 深圳.html --focus 深圳 --depth 2
  kg export csv -o 表格/
  kg export graphml --top 200
""",
)
@click.argument("format", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("-o", "--out", "target", type=click.Path(path_type=Path), metavar="PATH",
              help="File or folder to write.  [default: inside the build's folder]")  # fmt: skip
@click.option("--focus", metavar="NAME", help="Only what lies around this entity.")
@click.option("--depth", type=click.IntRange(min=0), default=1, metavar="N", show_default=True,
              help="With --focus: how many steps around it.")  # fmt: skip
@click.option("--top", type=click.IntRange(min=1), metavar="N",
              help="Only the N entities that most documents speak of.")  # fmt: skip
@click.option("--title", metavar="TEXT", help="Heading of the page (html).")
@dir_option
def export(
    format: str,
    target: Path | None,
    focus: str | None,
    depth: int,
    top: int | None,
    title: str | None,
    directory: Path | None,
) -> None:
    """Write the graph as FORMAT, whole or cut to a part."""
    from kg.export import export as write

    build = open_build(directory)
    options = {"title": title} if title is not None else {}
    place = target or build.path / FORMATS[format].default_name
    click.echo(write(build, format, place, top=top, focus=focus, depth=depth, **options))

"""``kg export``: the graph as a page, tables or another program's format."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import cut_options, dir_option, open_build, page_options
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
  kg export html -o 成都.html --focus 成都市 --depth 2 --title 成都产业 --theme light
  kg export csv -o 表格/
  kg export graphml --top 200
  kg export html --min-confidence 0.8
""",
)
@click.argument("format", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option("-o", "--out", "target", type=click.Path(path_type=Path), metavar="PATH",
              help="File or folder to write.  [default: inside the build's folder]")  # fmt: skip
@click.option("--min-confidence", type=click.FloatRange(0.0, 1.0), default=0.0, metavar="X",
              help="Leave out edges less sure than X (0 to 1).  [default: 0]")  # fmt: skip
@click.option("--raw", is_flag=True,
              help="Texts to the letter, also those a spreadsheet would run (csv).")  # fmt: skip
@cut_options
@page_options
@dir_option
def export(
    format: str,
    target: Path | None,
    focus: str | None,
    depth: int,
    top: int | None,
    min_confidence: float,
    title: str | None,
    theme: str | None,
    raw: bool,
    directory: Path | None,
) -> None:
    """Write the graph as FORMAT, whole or cut to a part."""
    from kg.export import export as write

    build = open_build(directory)
    given = {"title": title, "theme": theme, "raw": raw or None}
    options = {name: value for name, value in given.items() if value is not None}
    place = target or build.path / FORMATS[format].default_name
    made = write(
        build, format, place, top=top, focus=focus, depth=depth, min_confidence=min_confidence,
        **options,
    )  # fmt: skip
    click.echo(made)

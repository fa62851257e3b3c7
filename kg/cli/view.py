"""``kg view``: the page of a build, in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.common import complain, cut_options, open_build, page_options


@click.command(
    short_help="Open the graph as a page in the browser.",
    epilog="""\b
Examples:
  kg view
  kg view exports/政策 --focus 成都市 --depth 2
  kg view --no-open
""",
)
@click.argument("directory", metavar="[DIR]", required=False, envvar="KG_DIR",
                type=click.Path(path_type=Path))  # fmt: skip
@click.option("-o", "--out", "target", type=click.Path(path_type=Path), metavar="FILE",
              help="File to write.  [default: graph.html in the build's folder]")  # fmt: skip
@click.option("--no-open", is_flag=True, help="Only write the page.")
@cut_options
@page_options
def view(
    directory: Path | None,
    target: Path | None,
    no_open: bool,
    focus: str | None,
    depth: int,
    top: int | None,
    title: str | None,
    theme: str | None,
) -> None:
    """Make the page of the build at DIR (default: the newest in exports/) and open it."""
    import webbrowser

    from kg.export import FORMATS, export

    build = open_build(directory)
    given = {"title": title, "theme": theme}
    options: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    place = target or build.path / FORMATS["html"].default_name
    page = export(build, "html", place, top=top, focus=focus, depth=depth, **options)
    click.echo(page)
    if not no_open and not webbrowser.open(page.resolve().as_uri()):
        complain(f"no browser found to open {page} with (open the file yourself)")

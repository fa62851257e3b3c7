"""The viewer as one offline page."""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import UsageError
from kg.graph import GraphTables

THEMES = ("light", "dark")


def write(
    graph: GraphTables,
    target: Path,
    title: str | None = None,
    theme: str | None = None,
    place: Path | None = None,
) -> None:
    """Write the page that :func:`kg.view.page` makes.

    ``theme`` is ``light`` or ``dark``, without it the reader's own. ``place`` is where the page
    will lie: from there it leads to the documents, whose paths begin in the working directory.
    """
    from kg.view import page

    if theme is not None and theme not in THEMES:
        raise UsageError(f"unknown theme {theme}", f"one of: {', '.join(THEMES)}")
    base = _way(place.absolute().parent) if place else ""
    target.write_text(
        page(graph, title=title, theme=theme, base=base), encoding="utf-8", newline="\n"
    )


def _way(folder: Path) -> str:
    """The way from ``folder`` to the working directory, or nothing where there is none."""
    try:
        return Path(os.path.relpath(Path.cwd(), folder)).as_posix()
    except ValueError:  # on another drive
        return ""

"""The viewer as one offline page."""

from __future__ import annotations

from pathlib import Path

from kg.graph import GraphTables


def write(graph: GraphTables, target: Path, title: str | None = None) -> None:
    """Write the page that :func:`kg.view.page` makes."""
    from kg.view import page

    target.write_text(page(graph, title=title), encoding="utf-8", newline="\n")

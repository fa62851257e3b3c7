"""Regional-development knowledge graphs from Chinese policy texts.

``kg.open("exports/demo").query("region-industries", region="成都")`` asks a graph; the same works
with the address of a Neo4j server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["open"]

if TYPE_CHECKING:
    from pathlib import Path

    from kg.query.graph import Graph


def open(where: str | Path, **account: Any) -> Graph:
    """Open the graph of a build's folder or of a server; see :func:`kg.query.graph.open`.

    ``account`` may hold ``user``, ``password`` and ``database`` of a server.
    """
    from kg.query.graph import open as opened

    return opened(where, **account)

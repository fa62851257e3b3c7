"""GraphML through NetworkX."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.export.flat import flatten, unflatten
from kg.graph import GraphTables, to_networkx

if TYPE_CHECKING:
    import networkx as nx


def write(graph: GraphTables, target: Path) -> None:
    """Write entities, indicators and fact edges; ``label`` is what a program shows."""
    import networkx as nx

    nx.write_graphml(flatten(to_networkx(graph)), target, encoding="utf-8", prettyprint=True)


def read(target: Path) -> nx.MultiDiGraph:
    """Read a file that :func:`write` made."""
    import networkx as nx

    return unflatten(nx.read_graphml(target, force_multigraph=True))

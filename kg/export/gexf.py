"""GEXF 1.2 through NetworkX, for Gephi."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.export.flat import flatten, unflatten
from kg.graph import GraphTables, to_networkx

if TYPE_CHECKING:
    import networkx as nx


def write(graph: GraphTables, target: Path) -> None:
    """Write entities, indicators and fact edges; ``label`` is what Gephi shows."""
    import networkx as nx

    flat = flatten(to_networkx(graph))
    # GEXF tells parallel edges apart by their id, which NetworkX takes from this attribute.
    for _, _, key, row in flat.edges(keys=True, data=True):
        row["id"] = key
    nx.write_gexf(flat, target, encoding="utf-8", version="1.2draft")


def read(target: Path) -> nx.MultiDiGraph:
    """Read a file that :func:`write` made."""
    import networkx as nx

    # NetworkX returns a plain DiGraph when no two edges are parallel.
    return unflatten(nx.MultiDiGraph(nx.read_gexf(target, version="1.2draft")))

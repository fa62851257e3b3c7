"""Node-link JSON: the NetworkX form, with the facts behind each edge, indicators and documents."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.graph import GraphTables, Row, described, edge_key, to_networkx

if TYPE_CHECKING:
    import networkx as nx


def write(graph: GraphTables, target: Path) -> None:
    """Write one UTF-8 JSON object: nodes, edges, indicators, documents and what NetworkX adds.

    Each edge has ``facts``: every statement of it with sentence, document, trigger, rule, status.
    """
    import networkx as nx

    data: dict[str, Any] = nx.node_link_data(to_networkx(graph), edges="edges")
    facts = _facts_by_edge(graph)
    for edge in data["edges"]:
        edge["facts"] = facts.get(edge_key(edge["source"], edge["type"], edge["target"]), [])
    data["indicators"] = graph.rows("indicators")
    data["documents"] = described(graph)
    with target.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=1)
        file.write("\n")


def read(target: Path) -> nx.MultiDiGraph:
    """Read a file that :func:`write` made; edges keep their ``facts``."""
    import networkx as nx

    return nx.node_link_graph(json.loads(target.read_text(encoding="utf-8")), edges="edges")


def _facts_by_edge(graph: GraphTables) -> dict[tuple[str, str, str], list[Row]]:
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in graph.rows("facts"):
        groups[edge_key(row.pop("head"), row.pop("type"), row.pop("tail"))].append(row)
    return groups

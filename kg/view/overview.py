"""The first look: the best supported nodes that hang together, and where they stand."""

from __future__ import annotations

from collections import Counter

from kg.graph import Row
from kg.view.layout import Position, positions

# More than about two hundred names cannot be read at once.
SIZE = 200


def overview(nodes: list[Row], edges: list[Row], size: int = SIZE) -> dict[int, Position]:
    """Positions of the strongest ``size`` nodes, in the order of their strength.

    Strength is support, then the number of stated edges. In a larger graph, nodes that would stand
    alone give way to the next that do not.
    """
    import networkx as nx

    chosen = _strongest(nodes, edges, size)
    graph = nx.Graph()
    for node in chosen:
        graph.add_node(node, label=nodes[node]["label"], size=nodes[node]["size"])
    for row in edges:
        if row["from"] in graph and row["to"] in graph and row["from"] != row["to"]:
            weight = 0.3 if row["background"] else 1 + row["support"] ** 0.5
            graph.add_edge(row["from"], row["to"], weight=weight)
    return positions(graph)


def _strongest(nodes: list[Row], edges: list[Row], size: int) -> list[int]:
    stated = [(row["from"], row["to"]) for row in edges if not row["background"]]
    degree = Counter(end for ends in stated for end in ends)
    ranked = sorted(range(len(nodes)), key=lambda n: (-nodes[n]["support"], -degree[n], n))
    if len(ranked) <= size:
        return ranked
    chosen = set(ranked[:size])
    linked = {end for ends in stated if chosen.issuperset(ends) for end in ends}
    beside = {end for a, b in stated if a in linked or b in linked for end in (a, b)}
    return sorted(ranked, key=lambda node: (node not in linked, node not in beside))[:size]

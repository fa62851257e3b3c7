"""Where thousands of nodes stand: each community in a round of its own, linked ones together.

rustworkx moves the nodes of a community and the communities among one another by springs.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.view.layout import SEED, Position, push_apart, spring

if TYPE_CHECKING:
    import networkx as nx

CELL = 46.0  # room of a node, in the units of the canvas
SMALL = 3  # communities of fewer nodes share one field


def spread(graph: nx.Graph) -> dict[int, Position]:
    """Position of each node of an undirected weighted graph, the same in every run."""
    import networkx as nx

    parts = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    groups = [sorted(part) for part in parts if len(part) >= SMALL]
    rest = sorted(node for part in parts if len(part) < SMALL for node in part)
    groups.sort(key=lambda group: (-len(group), group[0]))
    rounds = [_round(graph, group) for group in groups] + ([_grid(rest)] if rest else [])
    centres = _centres(graph, [*groups, rest] if rest else groups, rounds)
    return {
        node: (round(x + cx, 1), round(y + cy, 1))
        for places, (cx, cy) in zip(rounds, centres, strict=True)
        for node, (x, y) in places.items()
    }


def _round(graph: nx.Graph, group: list[int]) -> dict[int, Position]:
    """Members of one community on rings around its middle, in the directions of the springs."""
    import numpy as np

    found = spring(graph.subgraph(group), rounds=60)
    points = np.array([found[node] for node in group])
    points -= points.mean(axis=0)
    reach = np.sqrt((points**2).sum(axis=1))
    turn = np.arctan2(points[:, 1], points[:, 0])
    places: dict[int, Position] = {}
    order = reach.argsort(kind="stable")
    for ring, (start, end) in enumerate(_rings(len(group))):
        members = order[start:end][turn[order[start:end]].argsort(kind="stable")]
        first = turn[members[0]] if len(members) else 0.0
        for place, member in enumerate(members):
            angle = first + 2 * math.pi * place / (end - start)
            radius = CELL * 0.95 * ring
            places[group[member]] = (radius * math.cos(angle), radius * math.sin(angle))
    return places


def _rings(size: int) -> Iterator[tuple[int, int]]:
    """Which ranks stand on the middle point, the first ring of six, the second of twelve, ..."""
    start, ring = 0, 0
    while start < size:
        end = min(size, start + max(1, 6 * ring))
        yield start, end
        start, ring = end, ring + 1


def _grid(nodes: list[int]) -> dict[int, Position]:
    columns = max(1, math.ceil(math.sqrt(2 * len(nodes))))
    return {
        node: ((n % columns - columns / 2) * CELL, (n // columns - columns / 4) * CELL)
        for n, node in enumerate(nodes)
    }


def _centres(graph: nx.Graph, groups: list[list[int]], rounds: list[dict[int, Position]]) -> Any:
    """Middle of each community, so that their boxes do not overlap."""
    import networkx as nx
    import numpy as np

    of = {node: number for number, group in enumerate(groups) for node in group}
    among = nx.Graph()
    among.add_nodes_from(range(len(groups)))
    for a, b, weight in graph.edges(data="weight", default=1.0):
        if of[a] != of[b]:
            known = among.get_edge_data(of[a], of[b], {"weight": 0.0})["weight"]
            among.add_edge(of[a], of[b], weight=known + weight)
    boxes = np.array([_extent(places) for places in rounds])
    found = spring(among)
    points = np.array([found[number] for number in range(len(groups))])
    points = points * math.sqrt(boxes.prod(axis=1).sum()) * np.array([0.75, 0.55])
    return push_apart(points, boxes, rounds=400)


def _extent(places: dict[int, Position]) -> tuple[float, float]:
    xs, ys = zip(*places.values(), strict=True)
    return max(xs) - min(xs) + 2 * CELL, max(ys) - min(ys) + 2 * CELL

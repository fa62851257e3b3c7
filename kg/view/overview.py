"""The first look: the best supported nodes that hang together, and where all of them stand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph import Row
from kg.view.layout import Position, positions
from kg.view.network import vis_size
from kg.view.wide import spread

if TYPE_CHECKING:
    import networkx as nx

# More than about two hundred names cannot be read at once; more than some thousand nodes cannot
# be told apart on a screen.
SIZE, WIDE = 200, 5000


@dataclass(frozen=True, slots=True)
class Standing:
    """Places by position in the order of strength: of the overview, and of many nodes at once."""

    near: dict[int, Position]
    wide: dict[int, Position]

    def columns(self, size: int) -> dict[str, list[float | None]]:
        """``x``, ``y`` of the overview and ``wx``, ``wy`` of the wide view."""
        return {
            name: [place[n][axis] if n in place else None for n in range(size)]
            for names, place in (("x y", self.near), ("wx wy", self.wide))
            for axis, name in enumerate(names.split())
        }


def stand(
    nodes: list[Row], edges: list[Row], size: int = SIZE, wide: int = WIDE
) -> tuple[list[int], Standing]:
    """The order of the nodes by strength, and where they stand, by position in that order.

    Strength is support, then the number of stated edges. In a larger graph, nodes that would stand
    alone give way to the next that do not.
    """
    number = {row["id"]: n for n, row in enumerate(nodes)}
    ends = [(number[row["source"]], number[row["target"]]) for row in edges]
    order = _order(
        nodes, [pair for pair, row in zip(ends, edges, strict=True) if _stated(row)], size
    )
    place = {n: rank for rank, n in enumerate(order)}
    ranked = [nodes[n] for n in order]
    linked = [(place[a], place[b], _weight(row)) for (a, b), row in zip(ends, edges, strict=True)]
    near = positions(_graph(ranked, linked, min(size, len(order))))
    far: dict[int, Position] = {}
    if len(order) > size:
        far = spread(_graph(ranked, linked, min(wide, len(order))))
    return order, Standing(near, far)


def _stated(row: Row) -> bool:
    return not row["background"]


def _weight(row: Row) -> float:
    return 0.3 if row["background"] else float(1 + (row["support"] or 1) ** 0.5)


def _graph(nodes: list[Row], edges: list[tuple[int, int, float]], size: int) -> nx.Graph:
    """The first ``size`` nodes with the edges between them."""
    import networkx as nx

    graph = nx.Graph()
    most = max((row["support"] or 0 for row in nodes), default=0)
    for n, row in enumerate(nodes[:size]):
        graph.add_node(n, label=row["name"], size=vis_size(row, most))
    graph.add_weighted_edges_from(
        (a, b, weight) for a, b, weight in edges if a < size and b < size and a != b
    )
    return graph


def _order(nodes: list[Row], stated: list[tuple[int, int]], size: int) -> list[int]:
    degree = Counter(end for ends in stated for end in ends)
    ranked = sorted(range(len(nodes)), key=lambda n: (-(nodes[n]["support"] or 0), -degree[n], n))
    if len(ranked) <= size:
        return ranked
    chosen = set(ranked[:size])
    linked = {end for ends in stated if chosen.issuperset(ends) for end in ends}
    beside = {end for a, b in stated if a in linked or b in linked for end in (a, b)}
    first = sorted(ranked, key=lambda node: (node not in linked, node not in beside))[:size]
    taken = set(first)
    return first + [node for node in ranked if node not in taken]

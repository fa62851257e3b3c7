"""Where the overview's nodes stand: communities together, names apart, the same in every run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

SEED = 7
# Width of a CJK character and height of a line of a label, in the units of the canvas.
CHAR, LINE = 12.0, 18.0
# A component is spread over this many times the room that its nodes and labels need; the whole
# is wider than high, as screens are; components keep this far apart.
SPREAD, ASPECT, GAP = 1.9, 1.9, 50.0
EVEN = 0.55  # share of a node's rank in its place

Position = tuple[float, float]


def positions(graph: nx.Graph) -> dict[int, Position]:
    """Position of each node of an undirected weighted graph with ``label`` and ``size`` on nodes.

    Each connected component is laid out by springs, with members of a community drawn to one
    another; boxes of node and label are pushed apart; the components are then set out in rows.
    """
    import networkx as nx

    components = sorted(nx.connected_components(graph), key=lambda nodes: (-len(nodes), min(nodes)))
    return _packed([_component(graph, sorted(nodes)) for nodes in components])


def _component(graph: nx.Graph, nodes: list[int]) -> dict[int, tuple[float, float, float, float]]:
    """Centre and box (x, y, width, height) of each node of one component."""
    import numpy as np

    found = _held(graph.subgraph(nodes))
    boxes = np.array([_box(graph.nodes[node]) for node in nodes])
    points = np.array([found[node] for node in nodes], dtype=float)
    points = push_apart(_spread(points, boxes), boxes)
    return {
        node: (x, y, width, height)
        for node, (x, y), (width, height) in zip(nodes, points, boxes, strict=True)
    }


def _held(graph: nx.Graph) -> dict[Any, Position]:
    """Springs with one hub a community, which is then dropped."""
    import networkx as nx

    held = nx.Graph()
    held.add_nodes_from(sorted(graph))
    held.add_weighted_edges_from(sorted(graph.edges(data="weight", default=1.0)))
    communities = nx.community.louvain_communities(held, weight="weight", seed=SEED)
    for number, members in enumerate(communities):
        held.add_weighted_edges_from((f"hub{number}", node, 3.0) for node in sorted(members))
    return spring(held)


def spring(graph: nx.Graph, rounds: int = 150) -> dict[Any, Position]:
    """Places of the nodes by springs whose strength is ``weight``, around the origin."""
    import rustworkx as rx

    keys = sorted(graph, key=str)
    number = {key: n for n, key in enumerate(keys)}
    held: rx.PyGraph[int, float] = rx.PyGraph(multigraph=False)
    held.add_nodes_from(list(range(len(keys))))
    edges = sorted((number[a], number[b], w) for a, b, w in graph.edges(data="weight", default=1.0))
    held.add_edges_from(edges)
    found = rx.spring_layout(
        held, weight_fn=float, num_iter=rounds, adaptive_cooling=False, seed=SEED
    )
    return {key: (float(found[n][0]), float(found[n][1])) for key, n in number.items()}


def _box(node: dict[str, Any]) -> tuple[float, float]:
    """Width and height of a node with the label under it."""
    label = sum(1.0 if char > "\u2e7f" else 0.55 for char in node["label"][:16]) * CHAR
    return max(2 * node["size"], label) + 8, 2 * node["size"] + LINE + 6


def _spread(points: Any, boxes: Any) -> Any:
    """The points scaled to the room that their boxes need, and evened out over it.

    Springs leave dense knots and far outliers; half of each coordinate is therefore its rank.
    """
    import numpy as np

    points = points - np.median(points, axis=0)
    reach = np.percentile(np.abs(points), 95, axis=0)
    height = math.sqrt(boxes.prod(axis=1).sum() * SPREAD / ASPECT)
    half = np.array([height * ASPECT, height]) / 2
    points = np.clip(points / np.where(reach > 0, reach, 1), -1.3, 1.3)
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0)
    even = 2 * ranks / max(1, len(points) - 1) - 1
    return ((1 - EVEN) * points + EVEN * even) * half


def push_apart(points: Any, boxes: Any, rounds: int = 200) -> Any:
    """Move overlapping boxes off one another, along the axis where they overlap less.

    ``points`` and ``boxes`` are arrays of n rows: x, y and width, height.
    """
    import numpy as np

    need = (boxes[:, None, :] + boxes[None, :, :]) / 2
    # Two boxes in one place part by their order, so that the result is the same in every run.
    order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None, :])[..., None]
    for _ in range(rounds):
        gap = points[:, None, :] - points[None, :, :]
        over = np.clip(need - np.abs(gap), 0, None)
        hit = (over > 0).all(axis=2)
        np.fill_diagonal(hit, False)
        if not hit.any():
            break
        along = np.eye(2)[over.argmin(axis=2)] * hit[..., None]
        push = along * np.where(gap == 0, order, np.sign(gap)) * over
        points = points + push.sum(axis=1) * 0.35
    return points


def _packed(
    components: list[dict[int, tuple[float, float, float, float]]],
) -> dict[int, Position]:
    """The components side by side in rows, the largest first, in about the wanted aspect."""
    frames = [_frame(component) for component in components]
    area = sum((right - left + GAP) * (low - top + GAP) for left, top, right, low in frames)
    limit = max([math.sqrt(area * ASPECT), *(right - left for left, _, right, _ in frames)])
    found: dict[int, Position] = {}
    x = y = row = 0.0
    for component, (left, top, right, low) in zip(components, frames, strict=True):
        if x > 0 and x + right - left > limit:
            x, y, row = 0.0, y + row + GAP, 0.0
        for node, (nx_, ny, _, _) in component.items():
            found[node] = (round(x + nx_ - left, 1), round(y + ny - top, 1))
        x, row = x + right - left + GAP, max(row, low - top)
    return found


def _frame(
    component: dict[int, tuple[float, float, float, float]],
) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a component with its boxes."""
    rows = component.values()
    return (
        min(x - width / 2 for x, _, width, _ in rows),
        min(y - height / 2 for _, y, _, height in rows),
        max(x + width / 2 for x, _, width, _ in rows),
        max(y + height / 2 for _, y, _, height in rows),
    )

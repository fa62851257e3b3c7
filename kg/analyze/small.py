"""Measures on NetworkX: for graphs of a size at which plain Python is quick enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

# PageRank: how often a walk goes on along a tie, and the change at which it counts as settled.
DAMPING, TOLERANCE = 0.85, 1e-10

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.analyze.network import Network


def degrees(network: Network) -> NDArray[np.int64]:
    """Number of neighbours of each node."""
    graph = network.to_networkx()
    return np.array([graph.degree(node) for node in graph], np.int64)


def pagerank(network: Network) -> NDArray[np.float64]:
    """PageRank of each node, with ties walked both ways in proportion to their weights.

    By rustworkx, for NetworkX would ask for SciPy here.
    """
    import rustworkx as rx

    graph = rx.PyDiGraph()
    graph.add_nodes_from(range(len(network.ids)))
    for ends in ((network.sources, network.targets), (network.targets, network.sources)):
        columns = (array.tolist() for array in (*ends, network.weights))
        graph.add_edges_from(list(zip(*columns, strict=True)))
    if not network.ids:
        return np.zeros(0, np.float64)
    found = rx.pagerank(graph, alpha=DAMPING, weight_fn=float, tol=TOLERANCE, max_iter=500)
    return np.array([found[node] for node in range(len(network.ids))], np.float64)


def betweenness(network: Network, pivots: NDArray[np.int64]) -> NDArray[np.float64]:
    """Shortest paths from the pivots to all nodes that lead over each node, as sums of shares."""
    import networkx as nx

    graph = network.to_networkx()
    found = nx.betweenness_centrality_subset(graph, pivots.tolist(), list(graph))
    # An undirected graph is halved there, for paths that are seen from both ends.
    return 2 * np.array([found[node] for node in graph], np.float64)


def components(network: Network) -> NDArray[np.int64]:
    """For each node the number of its component; numbers follow the first node of each."""
    import networkx as nx

    graph = network.to_networkx()
    return membership(list(nx.connected_components(graph)), len(graph))


def communities(network: Network, seed: int, resolution: float) -> NDArray[np.int64]:
    """For each node the number of its community, by the Louvain method."""
    import networkx as nx

    graph = network.to_networkx()
    found = nx.community.louvain_communities(graph, "weight", resolution, seed=seed)
    return membership(found, len(graph))


def membership(groups: list[set[int]], count: int) -> NDArray[np.int64]:
    """Groups as one number a node, the group with the first node first."""
    found = np.empty(count, np.int64)
    for number, group in enumerate(sorted(groups, key=min)):
        found[list(group)] = number
    return found

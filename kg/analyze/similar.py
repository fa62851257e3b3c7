"""Nodes that are tied to the same others: regions with the same industries.

The likeness of two nodes is the weight of what both are tied to over the weight of what either is
(weighted Jaccard, 0 to 1). What few have weighs more: ``ln(1 + nodes / nodes that have it)``. What
more than :data:`HUB` nodes have says nothing of any two of them and is left out, in small graphs as
in large ones; so there are at most ``HUB / 2`` pairs to count for each tie.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from kg.spilling import spilling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.analyze.network import Network

HUB = 200
LEAST = 2  # what two nodes must have in common

# One node, another (the smaller place first), how many they share, how alike they are.
Pair = tuple[int, int, int, float]

_PAIRS = """
WITH held AS (
  SELECT node, other, ln(1 + ? / count(*) OVER (PARTITION BY other)) AS weight,
    count(*) OVER (PARTITION BY other) AS holders
  FROM held_by
),
told AS (SELECT node, other, weight FROM held WHERE holders <= ?),
sizes AS (SELECT node, sum(weight) AS size FROM told GROUP BY node),
shared AS (
  SELECT a.node AS one, b.node AS two, count(*) AS number, sum(a.weight) AS weight
  FROM told a JOIN told b ON b.other = a.other AND b.node > a.node
  WHERE (? < 0 OR a.node = ? OR b.node = ?)
  GROUP BY a.node, b.node
  HAVING count(*) >= ?
)
SELECT one, two, number, round(weight / (x.size + y.size - weight), 4) AS likeness
FROM shared JOIN sizes x ON x.node = one JOIN sizes y ON y.node = two
ORDER BY likeness DESC, number DESC, one, two
LIMIT ?
"""


def ties(network: Network, label: str, through: str) -> NDArray[np.int64]:
    """Ties of nodes of ``label`` to nodes of ``through``: rows (node, other), each once."""
    labels = np.array(network.labels, dtype=object)
    found = []
    for ends in ((network.sources, network.targets), (network.targets, network.sources)):
        here = (labels[ends[0]] == label) & (labels[ends[1]] == through)
        found.append(np.stack([end[here] for end in ends], axis=1))
    return np.unique(np.concatenate(found), axis=0)


def small(held: NDArray[np.int64], top: int, of: int = -1) -> list[Pair]:
    """The ``top`` most similar pairs (of the node ``of``, unless that is -1), in plain Python."""
    count = len(set(held[:, 0].tolist()))
    holders: dict[int, list[int]] = {}
    for node, other in held.tolist():
        holders.setdefault(other, []).append(node)
    sizes: Counter[int] = Counter()
    numbers: Counter[tuple[int, int]] = Counter()
    weights: Counter[tuple[int, int]] = Counter()
    for nodes in holders.values():
        if len(nodes) > HUB:
            continue
        weight = float(np.log(1 + count / len(nodes)))
        for node in nodes:
            sizes[node] += weight  # type: ignore[assignment]
        for pair in combinations(sorted(nodes), 2):
            if of < 0 or of in pair:
                numbers[pair] += 1
                weights[pair] += weight  # type: ignore[assignment]
    found = [
        (one, two, number, _likeness(weights[one, two], sizes[one], sizes[two]))
        for (one, two), number in numbers.items()
        if number >= LEAST
    ]
    return sorted(found, key=lambda pair: (-pair[3], -pair[2], pair[0], pair[1]))[:top]


def large(held: NDArray[np.int64], top: int, of: int = -1) -> list[Pair]:
    """The same in DuckDB, which spills to the disk what does not fit into memory."""
    import pyarrow as pa

    count = float(len(np.unique(held[:, 0])))
    table = pa.table({"node": held[:, 0], "other": held[:, 1]})
    with spilling() as connection:
        connection.register("held_by", table)
        values = [count, HUB, of, of, of, LEAST, top]
        return connection.execute(_PAIRS, values).fetchall()


def _likeness(shared: float, one: float, two: float) -> float:
    return round(shared / (one + two - shared), 4)

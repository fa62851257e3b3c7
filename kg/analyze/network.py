"""The part of a graph that is analyzed: who is tied to whom, and by how many documents.

Directions and kinds of relations are set aside: two entities are tied once, whatever the documents
say of them, with the sum of the supports as weight. Arrays keep a graph of a million edges small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kg.data.schema import relation_types
from kg.errors import UsageError
from kg.query.names import ENTITIES
from kg.query.tables import tables
from kg.tables import Build

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa
    import rustworkx as rx
    from numpy.typing import NDArray

_TIES = """
SELECT least(source, target) AS a, greatest(source, target) AS b,
  CAST(sum(greatest(support, 1)) AS DOUBLE) AS weight
FROM edges
WHERE list_contains(?, type) AND (? OR NOT background) AND source <> target
GROUP BY a, b
ORDER BY a, b
"""
_NODES = """
SELECT id, label, name FROM nodes
WHERE list_contains(?, label) AND id IN (SELECT source FROM edges UNION SELECT target FROM edges)
ORDER BY id
"""


@dataclass(frozen=True)
class Network:
    """Entities that are tied to some other, in the order of their ids, and their ties.

    ``sources`` and ``targets`` are places in ``ids`` (each tie once, the smaller first, in order),
    ``weights`` how many documents speak for each.
    """

    ids: Sequence[str]
    labels: Sequence[str]
    names: Sequence[str]
    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    weights: NDArray[np.float64]

    @cached_property
    def rows(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float64]]:
        """The ties of each node side by side (CSR): where its part begins, neighbours, weights."""
        ends = np.concatenate((self.sources, self.targets))
        others = np.concatenate((self.targets, self.sources))
        order = np.lexsort((others, ends))
        starts = np.zeros(len(self.ids) + 1, np.int64)
        np.cumsum(np.bincount(ends, minlength=len(self.ids)), out=starts[1:])
        weights = np.concatenate((self.weights, self.weights))[order]
        return starts, others[order].astype(np.int32), weights

    def to_networkx(self) -> nx.Graph:
        """A NetworkX graph; nodes are places in ``ids``, ties have ``weight``."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(range(len(self.ids)))
        graph.add_weighted_edges_from(self._triples())
        return graph

    def to_rustworkx(self) -> rx.PyGraph:
        """A rustworkx graph; node indices are places in ``ids``, edges hold their weight."""
        import rustworkx as rx

        graph = rx.PyGraph()  # ties come once; to have it checked is slow at hubs
        graph.add_nodes_from(range(len(self.ids)))
        graph.add_edges_from(self._triples())
        return graph

    def _triples(self) -> list[tuple[int, int, float]]:
        columns = (array.tolist() for array in (self.sources, self.targets, self.weights))
        return list(zip(*columns, strict=True))


def of_build(build: Build, types: Sequence[str] = (), background: bool = False) -> Network:
    """The entities of ``build`` and what ties them by relations of ``types`` (none: all stated).

    ``background`` takes in what only the gazetteer says, which ties a city to its province. Raises
    :class:`kg.errors.UsageError` for an unknown relation type.
    """
    wanted = _known(types)
    with tables(build) as connection:
        nodes = connection.sql(_NODES, params=[list(ENTITIES)]).to_arrow_table()
        ties = connection.sql(_TIES, params=[wanted, background]).to_arrow_table()
    return of_tables(nodes, ties)


def of_networkx(
    graph: nx.MultiDiGraph, types: Sequence[str] = (), background: bool = False
) -> Network:
    """The same of what :meth:`kg.query.graph.Graph.to_networkx` gives, a server's graph."""
    import pyarrow as pa

    wanted = set(_known(types))
    nodes = {k: row for k, row in sorted(graph.nodes(data=True)) if row["label"] in ENTITIES}
    weights: dict[tuple[str, str], float] = {}
    for source, target, row in graph.edges(data=True):
        if row["type"] in wanted and (background or not row.get("background")):
            ends = (min(source, target), max(source, target))
            weights[ends] = weights.get(ends, 0.0) + max(row.get("support") or 0, 1)
    ties = [(a, b, w) for (a, b), w in sorted(weights.items()) if a != b]
    return of_tables(
        pa.table(
            {"id": pa.array(list(nodes), pa.string()),
             **{c: pa.array([row[c] for row in nodes.values()], pa.string())
                for c in ("label", "name")}}
        ),
        pa.table(
            {"a": pa.array([a for a, _, _ in ties], pa.string()),
             "b": pa.array([b for _, b, _ in ties], pa.string()),
             "weight": pa.array([w for _, _, w in ties], pa.float64())}
        ),
    )  # fmt: skip


def of_tables(nodes: pa.Table, ties: pa.Table) -> Network:
    """A network of ``nodes`` (id, label, name; ids in order) and ``ties`` (a < b, weight).

    Ties to what is no node here and nodes without a tie are left out.
    """
    import pyarrow.compute as pc

    ends = [pc.index_in(ties[column], value_set=nodes["id"].combine_chunks()) for column in "ab"]
    here = pc.and_(*(pc.is_valid(end) for end in ends))
    a, b = (end.filter(here).to_numpy().astype(np.int64) for end in ends)
    tied = np.zeros(nodes.num_rows, np.bool_)
    tied[a] = tied[b] = True
    places = np.cumsum(tied) - 1
    a, b = places[a], places[b]
    kept = nodes.filter(tied)
    order = np.lexsort((b, a))
    return Network(
        kept["id"].to_pylist(),
        kept["label"].to_pylist(),
        kept["name"].to_pylist(),
        a[order],
        b[order],
        ties["weight"].filter(here).to_numpy()[order],
    )


def _known(types: Sequence[str]) -> list[str]:
    """Relation types between entities: these, or all."""
    facts = [n for n, info in relation_types().items() if info.fact and n != "HAS_INDICATOR"]
    for name in types:
        if name not in facts:
            raise UsageError(f"no relation is called {name!r}", f"there are {', '.join(facts)}")
    return list(types) or facts

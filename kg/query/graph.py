"""One way to ask a graph, wherever it is: ``kg.open(build folder or server address)``."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kg.data.schema import relation_types
from kg.errors import UsageError
from kg.query.named import NamedQuery, library, load_query
from kg.query.names import ENTITIES, Node, resolve_name
from kg.query.result import Result
from kg.query.run import run
from kg.store import Store, backend
from kg.tables import Build

if TYPE_CHECKING:
    from collections.abc import Sequence

    import networkx as nx

    from kg.analyze import Found

_NODES = """
MATCH (n:{labels})
RETURN n.id AS id, labels(n)[0] AS label, properties(n) AS properties
ORDER BY id
"""
_EDGES = """
MATCH (a:{labels})-[e:{types}]->(b:{labels})
RETURN a.id AS source, type(e) AS type, b.id AS target, properties(e) AS properties
ORDER BY source, type, target
"""


class Graph(AbstractContextManager["Graph"]):
    """An open graph: a build's embedded database, or a server. Close it, or use ``with``."""

    def __init__(self, source: Build | Store, store: Store) -> None:
        """Names are looked up in ``source``, questions are asked of ``store``."""
        self._source = source
        self._store = store

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def query(self, question: str, /, **params: Any) -> Result:
        """Ask a ready-made question by name, a ``.cypher`` file, or Cypher that only reads.

        Values come in as ``params``; a region, strategy, industry or other name may be short.
        Errors are those of :func:`kg.query.run`.
        """
        return run(self._source, load_query(question), params, store=self._store)

    def questions(self) -> dict[str, NamedQuery]:
        """The ready-made questions by name."""
        return library()

    def find(self, name: str, label: str | None = None) -> Node:
        """The node that ``name`` means; see :func:`kg.query.resolve_name`."""
        return resolve_name(self._source, name, label)

    def to_networkx(self) -> nx.MultiDiGraph:
        """All entities and indicators with the relations between them, keyed by id."""
        import networkx as nx

        facts = "|".join(name for name, info in relation_types().items() if info.fact)
        labels = "|".join((*ENTITIES, "Indicator"))
        graph = nx.MultiDiGraph(name="kg")
        for key, label, row in self._store.query(_NODES.format(labels=labels))[1]:
            graph.add_node(key, label=label, **_shown(row))
        for source, kind, target, row in self._store.query(
            _EDGES.format(labels=labels, types=facts)
        )[1]:
            graph.add_edge(source, target, key=row["id"], type=kind, **_shown(row))
        return graph

    def analyze(
        self, measure: str, *, types: Sequence[str] = (), background: bool = False, **options: Any
    ) -> Found:
        """Who is ``central``, which ``communities`` there are, or which nodes are ``similar``.

        ``types`` and ``background`` are those of :func:`kg.analyze.of_build`, ``options`` those of
        :func:`kg.analyze.central`, :func:`~kg.analyze.communities` and :func:`~kg.analyze.alike`
        (whose ``of`` is a name here). Raises :class:`kg.errors.UsageError` for any other measure.
        """
        from kg import analyze

        if measure not in analyze.MEASURES:
            known = ", ".join(analyze.MEASURES)
            raise UsageError(f"no measure is called {measure!r}", f"there are {known}")
        if "of" in options:
            label = options.get("label", "Region")
            options["of"] = self.find(options["of"], label).id
        if isinstance(self._source, Build):
            network = analyze.of_build(self._source, types, background)
        else:
            network = analyze.of_networkx(self.to_networkx(), types, background)
        return analyze.MEASURES[measure](network, **options)

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Properties but the id, which is the key, and the marks of loading."""
    return {k: v for k, v in row.items() if k != "id" and not k.startswith("kg_")}


def open(
    where: str | Path,
    *,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
) -> Graph:
    """Open the graph at ``where``: a build's folder, or the address of a server.

    For a server (``bolt://host:7687``, ``neo4j+s://host``) user, password and database come from
    ``NEO4J_USERNAME``, ``NEO4J_PASSWORD`` and ``NEO4J_DATABASE`` unless given. Raises
    :class:`kg.errors.UsageError` where no build is, and :class:`kg.errors.StoreError` when the
    database cannot be opened.
    """
    if "://" in str(where):
        from kg.store.server import Target, connect

        server = connect(
            Target(
                str(where),
                user or os.environ.get("NEO4J_USERNAME") or "neo4j",
                password if password is not None else os.environ.get("NEO4J_PASSWORD", ""),
                database or os.environ.get("NEO4J_DATABASE") or None,
            )
        )
        return Graph(server, server)
    build = Build.open(where)
    return Graph(build, backend().open(build))

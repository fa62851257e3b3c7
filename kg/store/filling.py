"""A new embedded database is filled with a build, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kg.data.schema import node_types, relation_types
from kg.store import Progress, graph
from kg.store.ids import RecordIds
from kg.tables import Build

_EDGES_BUFFERED = 50_000
_EDGES_DEFERRED = 200_000
_EDGES_A_BATCH = 100_000


def fill(path: Path, build: Build, total: int, progress: Progress) -> None:
    """Make a database with all of ``build`` at ``path``; Java runs already."""
    import arcadedb_embedded
    import jpype

    done, rids = 0, RecordIds()
    # Java does not follow os.chdir: a relative path would lead elsewhere.
    with arcadedb_embedded.create_database(str(path.resolve())) as database:
        _make_types(database)
        # The package's own bulk calls send lists one edge at a time; these take them in JSON.
        put_vertices = jpype.JClass("com.arcadedb.python.VertexBatcher").createVerticesJson
        put_edges = jpype.JClass("com.arcadedb.python.EdgeBatcher").newEdgesJson
        with _batches(database) as room:
            for part in graph.vertices(build):
                found = str(put_vertices(room(0), part.label, _json(part.rows))).split(";")
                rids.add([row["id"] for row in part.rows], found)
                progress(done := done + len(part.rows), total)
            for edges in graph.edges(build):
                rows = _with_ends(edges, rids)
                put_edges(room(len(rows)), edges.type, _json(rows))
                progress(done := done + len(rows), total)
        _make_indexes(database)


@contextmanager
def _batches(database: Any) -> Iterator[Callable[[int], Any]]:
    """Bulk loading in batches, since one keeps something of every node that its edges touch.

    What it gives returns the Java object of a batch that has room for so many edges more.
    """
    batch, held = None, 0

    def room(edges: int) -> Any:
        nonlocal batch, held
        held += edges
        if batch is not None and held > _EDGES_A_BATCH:
            batch.close()
            batch, held = None, edges
        if batch is None:
            batch = database.graph_batch(
                use_wal=False, batch_size=_EDGES_BUFFERED,
                max_deferred_incoming_edges=_EDGES_DEFERRED,
            )  # fmt: skip
        return batch._java_graph_batch

    try:
        yield room
    except BaseException:
        if batch is not None:
            with suppress(Exception):  # the error that led here says more
                batch._java_graph_batch.abandon()
        raise
    if batch is not None:
        batch.close()


def _with_ends(edges: graph.Edges, rids: RecordIds) -> list[graph.Row]:
    ends = zip(rids.of(edges.sources), rids.of(edges.targets), edges.rows, strict=True)
    return [{"_src": source, "_dst": target, **row} for source, target, row in ends]


def _json(rows: list[graph.Row]) -> str:
    return json.dumps(rows, ensure_ascii=True, allow_nan=False)


def _make_types(database: Any) -> None:
    for label in node_types():
        database.schema.create_vertex_type(label)
        for name in ("id", "name"):
            database.schema.create_property(label, name, "STRING")
    for name in relation_types():
        database.schema.create_edge_type(name)


def _make_indexes(database: Any) -> None:
    for label in node_types():
        database.schema.create_index(label, ["id"], unique=True)
        if label != "Sentence":
            database.schema.create_index(label, ["name"], unique=False)

"""A build's nodes and edges in batches for a server: of one kind each, sorted, marked.

A row carries two properties more than the graph has: ``kg_hash``, a hash of the others, by which
a later load tells what changed, and ``kg_build``, the id of the build that last held it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, TypeVar

from kg.errors import DataError
from kg.spilling import spilling
from kg.store import graph
from kg.tables import Build

if TYPE_CHECKING:
    import pyarrow as pa

HASH, BUILD = "kg_hash", "kg_build"
Row = dict[str, Any]
# Label of the source, type, label of the target.
Kind = tuple[str, str, str]
Item = TypeVar("Item")

_EDGES = """
SELECT e.*, s.label AS source_label, t.label AS target_label
FROM edges e
LEFT JOIN nodes s ON s.id = e.source
LEFT JOIN nodes t ON t.id = e.target
ORDER BY e.type, source_label, target_label, e.source, e.target
"""


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """One edge: the ids of its ends and its properties with marks."""

    source: str
    target: str
    properties: Row


def marked(row: Row, build: str) -> Row:
    """``row`` with its marks. Two rows have one hash when all their properties are equal."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return {**row, HASH: int.from_bytes(digest, "big", signed=True), BUILD: build}


def node_batches(build: Build, size: int) -> Iterator[tuple[str, list[Row]]]:
    """All nodes with their label, at most ``size`` at a time."""
    key = build.id
    for label, parts in groupby(graph.vertices(build), lambda part: part.label):
        rows = (marked(row, key) for part in parts for row in part.rows)
        for batch in chunks(rows, size):
            yield label, batch


def edge_batches(build: Build, size: int) -> Iterator[tuple[Kind, list[EdgeRow]]]:
    """All edges with the labels of their ends, at most ``size`` at a time, sorted by their ends.

    Raises :class:`kg.errors.DataError` for an edge whose end is no node of the build.
    """
    key = build.id
    for kind, rows in groupby(_joined(build), _kind):
        edges = (EdgeRow(row["source"], row["target"], marked(_properties(row), key))
                 for row in rows)  # fmt: skip
        for batch in chunks(edges, size):
            yield kind, batch
    for part in graph.sentence_edges(build):
        ends = zip(part.sources, part.targets, strict=True)
        edges = (EdgeRow(source, target, marked({}, key)) for source, target in ends)
        for batch in chunks(edges, size):
            yield ("Sentence", part.type, "Document"), batch


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """``items`` in lists of ``size``, the last one shorter."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _joined(build: Build) -> Iterator[Row]:
    """Rows of the edges table with the labels of both ends; sorted on disk if memory is short."""
    with spilling() as connection:
        for name in ("nodes", "edges"):
            connection.read_parquet(str(build.table_path(name))).create_view(name)
        reader: pa.RecordBatchReader = connection.sql(_EDGES).to_arrow_reader(graph.BATCH_ROWS)
        for batch in reader:
            yield from batch.to_pylist()


def _kind(row: Row) -> Kind:
    for end in ("source", "target"):
        if row[f"{end}_label"] is None:
            raise DataError(f"edges table: no node has the id {row[end]!r}")
    return row["source_label"], graph.known_type(row["type"]), row["target_label"]


def _properties(row: Row) -> Row:
    return {key: row[key] for key in graph.edge_columns(row["type"]) if row[key] is not None}

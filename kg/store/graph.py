"""A build as batches of rows for a graph database: what every store loads, in the same shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from kg.data.schema import node_types, relation_types
from kg.errors import DataError
from kg.graph import GraphTables
from kg.tables import SCHEMAS, Build

Row = dict[str, Any]
# A build on the disk, or the tables of a part of one in memory.
Source = Build | GraphTables
BATCH_ROWS = 20_000

# Relation types that tie the graph to its sources carry this much and no more.
_PLAIN = {"MENTIONED_IN": ("id", "support"), "IN_DOCUMENT": ()}
_SENTENCE = ("id", "text", "start", "end")
_FACT = (
    "id", "status", "stages", "support", "confidence", "first_seen", "last_seen", "evidence",
    "triggers", "rules", "background",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vertices:
    """Nodes of one label; each row has ``id`` and no null values."""

    label: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Edges:
    """Edges of one type: ids of both ends and the properties, without null values."""

    type: str
    sources: list[str]
    targets: list[str]
    rows: list[Row]


def vertices(build: Source) -> Iterator[Vertices]:
    """All nodes: those of the nodes table, then the sentences that are evidence of an edge."""
    labels = node_types()
    for batch in _batches(build, "nodes"):
        for label in pc.unique(batch["label"]).to_pylist():
            if label not in labels:
                raise DataError(f"nodes table: unknown label {label!r}")
            part = batch.filter(pc.equal(batch["label"], label)).drop_columns(["label"])
            yield Vertices(label, [_present(row) for row in part.to_pylist()])
    for batch in _evidence_sentences(build):
        yield Vertices("Sentence", batch.drop_columns(["document"]).to_pylist())


def edges(build: Source) -> Iterator[Edges]:
    """All edges: those of the edges table, then IN_DOCUMENT of the evidence sentences."""
    for batch in _batches(build, "edges"):
        for name in map(known_type, pc.unique(batch["type"]).to_pylist()):
            part = batch.filter(pc.equal(batch["type"], name))
            rows = part.select(list(edge_columns(name))).to_pylist()
            yield Edges(
                name,
                part["source"].to_pylist(),
                part["target"].to_pylist(),
                list(map(_present, rows)),
            )
    yield from sentence_edges(build)


def sentence_edges(build: Source) -> Iterator[Edges]:
    """The edges from evidence sentences to their documents, which no table holds."""
    for batch in _evidence_sentences(build):
        rows: list[Row] = [{} for _ in range(batch.num_rows)]
        yield Edges("IN_DOCUMENT", batch["id"].to_pylist(), batch["document"].to_pylist(), rows)


def known_type(name: str) -> str:
    """``name`` when the schema has such a relation; :class:`kg.errors.DataError` otherwise."""
    if name not in relation_types():
        raise DataError(f"edges table: unknown type {name!r}")
    return name


def edge_columns(name: str) -> tuple[str, ...]:
    """What an edge of this type carries, of the columns of the edges table."""
    return _PLAIN.get(name, _FACT)


def node_columns(label: str) -> tuple[str, ...]:
    """What a node of this label carries."""
    if label == "Sentence":
        return _SENTENCE
    return tuple(name for name in SCHEMAS["nodes"].names if name != "label")


def count(build: Source) -> int:
    """Number of rows that :func:`vertices` and :func:`edges` give together."""
    rows: int = sum(_dataset(build, name).count_rows() for name in ("nodes", "edges"))
    return rows + 2 * len(_evidence_ids(build))


def _present(row: Row) -> Row:
    """``row`` without nulls: a property that is absent and one that is null are the same."""
    return {key: value for key, value in row.items() if value is not None}


def _dataset(build: Source, name: str) -> ds.Dataset:
    if isinstance(build, GraphTables):
        return ds.dataset(build.tables[name])
    return ds.dataset(build.table_path(name), format="parquet")


def _batches(build: Source, name: str) -> Iterator[pa.RecordBatch]:
    for batch in _dataset(build, name).to_batches(batch_size=BATCH_ROWS):
        if batch.num_rows:
            yield batch


def _evidence_ids(build: Source) -> pa.Array:
    columns = (
        pc.unique(batch["evidence"].flatten())
        for batch in _dataset(build, "edges").to_batches(columns=["evidence"])
    )
    return pc.unique(pa.chunked_array(columns, pa.string()))


def _evidence_sentences(build: Source) -> Iterator[pa.RecordBatch]:
    wanted = _evidence_ids(build)
    columns = [*_SENTENCE, "document"]
    for batch in _dataset(build, "sentences").to_batches(columns=columns, batch_size=BATCH_ROWS):
        chosen = batch.filter(pc.is_in(batch["id"], wanted))
        if chosen.num_rows:
            yield chosen

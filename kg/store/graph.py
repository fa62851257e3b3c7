"""A build as batches of rows for a graph database: what every store loads, in the same shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.data.schema import node_types, relation_types
from kg.errors import DataError
from kg.graph import GraphTables
from kg.store.ids import Numbers, found, hashes
from kg.tables import SCHEMAS, Build

Row = dict[str, Any]
# A build on the disk, or the tables of a part of one in memory.
Source = Build | GraphTables
BATCH_ROWS = 10_000
_MERGED = 500_000

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
    return _rows(build, "nodes") + _rows(build, "edges") + 2 * len(_evidence(build))


def _present(row: Row) -> Row:
    """``row`` without nulls: a property that is absent and one that is null are the same."""
    return {key: value for key, value in row.items() if value is not None}


def _rows(build: Source, name: str) -> int:
    if isinstance(build, GraphTables):
        number: int = build.tables[name].num_rows
    else:
        number = pq.read_metadata(build.table_path(name)).num_rows
    return number


def _batches(
    build: Source, name: str, columns: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """Rows of a table; of one on the disk, no more than a row group is in memory."""
    if isinstance(build, GraphTables):
        table = build.tables[name]
        batches = (table.select(columns) if columns else table).to_batches(BATCH_ROWS)
    else:
        file = pq.ParquetFile(build.table_path(name), pre_buffer=False)
        batches = file.iter_batches(BATCH_ROWS, columns=columns)
    yield from filter(len, batches)


def _evidence(build: Source) -> Numbers:
    """Sorted hashes of the sentences that are evidence of an edge."""
    known, more, waiting = np.empty(0, np.int64), [], 0
    for batch in _batches(build, "edges", ["evidence"]):
        more.append(hashes(pc.unique(batch["evidence"].flatten()).to_pylist()))
        waiting += len(more[-1])
        if waiting > len(known) + _MERGED:  # seldom enough not to cost, with few held twice
            known, more, waiting = np.unique(np.concatenate((known, *more))), [], 0
    return np.unique(np.concatenate((known, *more)))


def _evidence_sentences(build: Source) -> Iterator[pa.RecordBatch]:
    wanted = _evidence(build)
    for batch in _batches(build, "sentences", [*_SENTENCE, "document"]):
        chosen = batch.filter(pa.array(found(hashes(batch["id"].to_pylist()), wanted)[1]))
        if chosen.num_rows:
            yield chosen

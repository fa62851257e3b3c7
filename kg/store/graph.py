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
from kg.tables import Build

Row = dict[str, Any]
BATCH_ROWS = 20_000

# Relation types that tie the graph to its sources carry this much and no more.
_PLAIN = {"MENTIONED_IN": ("id", "support"), "IN_DOCUMENT": ()}
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


def vertices(build: Build) -> Iterator[Vertices]:
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


def edges(build: Build) -> Iterator[Edges]:
    """All edges: those of the edges table, then IN_DOCUMENT of the evidence sentences."""
    types = relation_types()
    for batch in _batches(build, "edges"):
        for name in pc.unique(batch["type"]).to_pylist():
            if name not in types:
                raise DataError(f"edges table: unknown type {name!r}")
            part = batch.filter(pc.equal(batch["type"], name))
            rows = part.select(list(_PLAIN.get(name, _FACT))).to_pylist()
            yield Edges(
                name,
                part["source"].to_pylist(),
                part["target"].to_pylist(),
                list(map(_present, rows)),
            )
    for batch in _evidence_sentences(build):
        rows = [{} for _ in range(batch.num_rows)]
        yield Edges("IN_DOCUMENT", batch["id"].to_pylist(), batch["document"].to_pylist(), rows)


def count(build: Build) -> int:
    """Number of rows that :func:`vertices` and :func:`edges` give together."""
    rows: int = sum(_dataset(build, name).count_rows() for name in ("nodes", "edges"))
    return rows + 2 * len(_evidence_ids(build))


def _present(row: Row) -> Row:
    """``row`` without nulls: a property that is absent and one that is null are the same."""
    return {key: value for key, value in row.items() if value is not None}


def _dataset(build: Build, name: str) -> ds.Dataset:
    return ds.dataset(build.table_path(name), format="parquet")


def _batches(build: Build, name: str) -> Iterator[pa.RecordBatch]:
    for batch in _dataset(build, name).to_batches(batch_size=BATCH_ROWS):
        if batch.num_rows:
            yield batch


def _evidence_ids(build: Build) -> pa.Array:
    columns = (
        pc.unique(batch["evidence"].flatten())
        for batch in _dataset(build, "edges").to_batches(columns=["evidence"])
    )
    return pc.unique(pa.chunked_array(columns, pa.string()))


def _evidence_sentences(build: Build) -> Iterator[pa.RecordBatch]:
    wanted = _evidence_ids(build)
    columns = ["id", "document", "text", "start", "end"]
    for batch in _dataset(build, "sentences").to_batches(columns=columns, batch_size=BATCH_ROWS):
        chosen = batch.filter(pc.is_in(batch["id"], wanted))
        if chosen.num_rows:
            yield chosen

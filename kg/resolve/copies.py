"""Reprints: which documents have their text from an earlier one.

A document is a reprint of the earliest one with which it shares enough text, and where that is a
reprint itself, of that one's original; so a chain of reprints has one original, and a digest of
two articles does not make one source of them. Only documents that agree in a band of their
signatures (locality-sensitive hashing) are compared, each with the first and the eight before it
that share the band: the work grows with the number of documents even when all share a formula.

The work is SQL on a database file beside the tables; nothing but the result is kept in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from kg.resolve.signature import SIZE, SLOTS
from kg.resolve.steps import sql
from kg.spilling import MEMORY

if TYPE_CHECKING:
    import duckdb
    from numpy.typing import NDArray

# How much of the shorter of two texts must be in the other for them to be one source.
SHARE = 0.5
# So many letters two texts may have in common by formula alone (中央广播电视总台将现场直播), though
# never more than three quarters of the shorter: they do not count. A short text must therefore be
# nearly the same to be a copy.
FORMULA, FORMULA_PART = 150, 0.75
# A band is three slots. Two texts that have half of their runs in common share one with
# probability 0.996, a third: 0.79, a tenth: 0.04.
ROWS = 3
BANDS = SLOTS // ROWS

RESULT = pa.schema([("document", pa.string()), ("cluster", pa.string())])
# Tables made by SQL, in the order in which they read one another (bands, links and alike are made
# in this module).
STEPS = (
    "copies_ordered", "copies_equal", "copies_signatures", "copies_numbered", "copies_neighbours",
    "copies_candidates", "copies_further", "copies",
)  # fmt: skip
_BANDS = pa.schema([("band", pa.int64()), ("place", pa.int64())])
_PAIRS = pa.schema([("later", pa.int64()), ("earlier", pa.int64())])
_BATCH = 10_000

Change = Callable[[pa.RecordBatch], pa.RecordBatch]


def find(documents: str | list[str], folder: Path, share: float = SHARE) -> pa.Table:
    """Documents that are copies or have some, with the earliest of each cluster: :data:`RESULT`.

    ``documents`` are the Parquet files of that table; ``folder`` holds what does not fit into
    memory. ``share`` (0..1) is how much of the shorter text must be in the other; with 1 only
    texts whose letters and digits are equal count as copies.
    """
    import duckdb

    with duckdb.connect(
        str(folder / "copies.duckdb"),
        config={"memory_limit": MEMORY, "temp_directory": str(folder)},
    ) as connection:
        connection.read_parquet(documents).create_view("documents")
        _make(connection, "copies_ordered")
        _make(connection, "copies_equal")
        _make(connection, "copies_links", "SELECT later, earlier FROM copies_equal")
        if share < 1:
            _compare(connection, share)
        return _clusters(connection)


def shares(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> NDArray[np.float64]:
    """How much of the shorter of two texts is in the other (0..1), formulas taken out.

    Both are signatures, row by row: shape (n, 1 + :data:`SLOTS`).
    """
    sizes = one[:, 0].astype(np.float64), other[:, 0].astype(np.float64)
    alike = (one[:, 1:] == other[:, 1:]).mean(axis=1)
    shorter = np.minimum(*sizes)
    common = np.minimum(alike / (1 + alike) * (sizes[0] + sizes[1]), shorter)
    formula = np.minimum(FORMULA, FORMULA_PART * shorter)
    found: NDArray[np.float64] = (common - formula) / (shorter - formula)
    return found


def _compare(connection: duckdb.DuckDBPyConnection, share: float) -> None:
    """Link each text to the earliest that it shares enough with."""

    def alike(batch: pa.RecordBatch) -> pa.RecordBatch:
        found = shares(_matrix(batch["later_signature"]), _matrix(batch["earlier_signature"]))
        return batch.select(["later", "earlier"]).filter(pa.array(found >= share))

    _make(connection, "copies_signatures")
    _stream(connection, "copies_bands", "FROM copies_signatures", _bands, _BANDS)
    _make(connection, "copies_numbered")
    _make(connection, "copies_neighbours")
    _stream(connection, "copies_alike", sql("copies_candidates"), alike, _PAIRS)
    connection.execute(
        "INSERT INTO copies_links SELECT later, min(earlier) FROM copies_alike GROUP BY later"
    )


def _clusters(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Follow links to their ends. Each leads to an earlier document, so all of them end."""
    moved = True
    while moved:
        _make(connection, "copies_further")
        _make(connection, "copies_links", "SELECT later, earlier FROM copies_further")
        moved = bool(connection.sql("SELECT 1 FROM copies_further WHERE moved LIMIT 1").fetchall())
    return connection.sql(sql("copies")).to_arrow_table().cast(RESULT)


def _make(connection: duckdb.DuckDBPyConnection, name: str, select: str = "") -> None:
    connection.execute(f"CREATE OR REPLACE TABLE {name} AS {select or sql(name)}")


def _stream(
    connection: duckdb.DuckDBPyConnection, name: str, select: str, change: Change, schema: pa.Schema
) -> None:
    """Make the table ``name`` of what ``change`` makes of each batch of ``select``."""
    with connection.cursor() as other:
        read = other.sql(select).to_arrow_reader(_BATCH)
        made = pa.RecordBatchReader.from_batches(schema, map(change, read))
        connection.register("incoming", made)
        _make(connection, name, "SELECT * FROM incoming")
        connection.unregister("incoming")


def _bands(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Rows (band, place): the hash of each band of each signature."""
    slots = _matrix(batch["signature"])[:, 1 : 1 + BANDS * ROWS].astype(np.uint64)
    keys = np.broadcast_to(np.arange(BANDS, dtype=np.uint64), (len(slots), BANDS)).copy()
    for row in range(ROWS):
        keys = (keys ^ slots[:, row::ROWS]) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    places = np.repeat(batch["place"].to_numpy(), BANDS)
    return pa.record_batch({"band": keys.ravel().view(np.int64), "place": places})


def _matrix(signatures: pa.Array) -> NDArray[np.uint32]:
    """Signatures as rows of numbers, shape (n, 1 + :data:`SLOTS`)."""
    data = b"".join(signatures.to_pylist())
    return np.frombuffer(data, "<u4").reshape(-1, SIZE // 4)

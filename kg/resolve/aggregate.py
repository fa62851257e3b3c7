"""From the tables of extraction to the tables of the graph: nodes and edges.

The work is SQL text, one SELECT a file under ``kg/resolve/sql``, in the subset that DuckDB and
Spark share. Each file's name is the name under which later ones read its rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.decisions import Applied, Decision, match
from kg.resolve.copies import SHARE, find
from kg.resolve.gazetteer import Gazetteer, load_gazetteer
from kg.resolve.steps import sql
from kg.spilling import spilling
from kg.tables import SCHEMAS

if TYPE_CHECKING:
    import duckdb

INPUTS = ("documents", "mentions", "entities", "facts", "indicators")
# In the order in which they read one another.
STEPS = (
    "sources", "numbers", "stated", "statements", "edge_sums", "edge_evidence", "edge_words",
    "edge_stages", "present", "background_edges", "names", "name_forms", "seen",
)  # fmt: skip
# What decisions change, each by a SELECT of its own.
DECIDED = ("facts", "mentions", "entities", "indicators")
OUTPUTS = ("edges", "nodes")
# Lists whose members carry a two-digit rank and a space in front.
_RANKED = {"evidence", "triggers", "rules", "stages", "aliases"}
_BATCH_ROWS = 20_000


def aggregate(
    directory: str | Path,
    gazetteer: Gazetteer | None = None,
    decisions: Applied | None = None,
    same_text: float = SHARE,
) -> None:
    """Write ``nodes.parquet`` and ``edges.parquet`` beside the tables in ``directory``.

    ``gazetteer`` defaults to the package's lexicons; ``decisions`` change what is read of the
    extraction's tables, never the tables. Documents that share ``same_text`` (0..1) of their text
    count as one source (see :mod:`kg.resolve.copies`). What does not fit into memory spills to a
    temporary folder beside the tables.
    """
    directory = Path(directory)
    with tempfile.TemporaryDirectory(dir=directory, prefix=".copies-") as folder:
        copies = find(str(directory / "documents.parquet"), Path(folder), same_text)
    # The order of rows is asked for where it matters: none must be kept.
    with spilling(directory, preserve_insertion_order=False) as connection:
        _register(connection, directory, gazetteer or load_gazetteer())
        connection.register("copies", copies)
        if decisions:
            _decide(connection, decisions)
        for step in STEPS:
            connection.execute(f"CREATE TEMP TABLE {step} AS {sql(step)}").fetchall()
        for name in OUTPUTS:
            _write(connection, name, directory / f"{name}.parquet")


def match_decisions(
    directory: str | Path, decisions: Sequence[Decision], gazetteer: Gazetteer | None = None
) -> Applied:
    """Which decisions apply to the extraction's tables in ``directory``."""
    if not decisions:
        return Applied()
    directory = Path(directory)
    facts = _present(directory / "facts.parquet", {d.fact for d in decisions})
    nodes = {node for d in decisions for node in (d.node, d.into)}
    known = set((gazetteer or load_gazetteer()).regions["id"].to_pylist())
    return match(decisions, facts, _present(directory / "entities.parquet", nodes) | known)


def _present(path: Path, wanted: set[str]) -> set[str]:
    """Which of the ``wanted`` ids a table has; it is read in parts."""
    ids = pa.array(sorted(wanted), pa.string())
    found: set[str] = set()
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=["id"]):
            column = batch.column(0)
            found.update(column.filter(pc.is_in(column, value_set=ids)).to_pylist())
    return found


def _decide(connection: duckdb.DuckDBPyConnection, decisions: Applied) -> None:
    """Put views that the decisions have passed through in the place of the tables."""
    merges = sorted(decisions.merges.items())
    tables = {
        "decided_wrong": pa.table({"fact": pa.array(sorted(decisions.wrong), pa.string())}),
        "decided_right": pa.table({"fact": pa.array(sorted(decisions.right), pa.string())}),
        "decided_merges": pa.table(
            {"node": pa.array([a for a, _ in merges], pa.string()),
             "truth": pa.array([b for _, b in merges], pa.string())}
        ),
    }  # fmt: skip
    for name, table in tables.items():
        connection.register(name, table)
    for name in DECIDED:
        connection.execute(f"CREATE TEMP TABLE decided_{name} AS {sql(f'decided_{name}')}")
    for name in DECIDED:
        connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM decided_{name}")


def _register(connection: duckdb.DuckDBPyConnection, directory: Path, gazetteer: Gazetteer) -> None:
    for name in INPUTS:
        connection.read_parquet(str(directory / f"{name}.parquet")).create_view(name)
    for name in ("regions", "names", "above", "members", "codes"):
        connection.register(f"gazetteer_{name}", getattr(gazetteer, name))


def _write(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    part = path.with_name(f"{path.name}.part")
    reader = connection.sql(sql(name)).to_arrow_reader(_BATCH_ROWS)
    with pq.ParquetWriter(part, SCHEMAS[name], compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(_finish(batch, SCHEMAS[name]))
    part.replace(path)


def _finish(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """``batch`` in the types of ``schema``, lists without ranks and never null."""
    columns = []
    for field in schema:
        column = batch.column(field.name).cast(field.type)
        columns.append(_unrank(column) if field.name in _RANKED else column)
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _unrank(lists: pa.ListArray) -> pa.ListArray:
    filled = pc.coalesce(lists, pa.scalar([], lists.type))
    values = pc.utf8_slice_codeunits(filled.flatten(), 3)
    lengths = pa.concat_arrays([pa.array([0], pa.int32()), pc.list_value_length(filled)])
    return pa.ListArray.from_arrays(pc.cumulative_sum(lengths), values)

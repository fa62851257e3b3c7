"""Whether the embedded database holds what the tables hold, no less and no more."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kg.data.schema import node_types, relation_types
from kg.errors import StoreError
from kg.spilling import spilling
from kg.store import arcadedb, graph
from kg.tables import Build
from kg.verify.findings import EXAMPLES, Finding, short

if TYPE_CHECKING:
    import duckdb

# kind (label or type), key (id, or ids of both ends) and hash of the properties of a row.
Mark = tuple[str, str, int]
_BETWEEN = " → "
_SCHEMA = pa.schema([("kind", pa.string()), ("key", pa.string()), ("hash", pa.uint64())])
_NUMBERS = """
SELECT kind || ': ' || COALESCE(d.number, 0) || ', the tables have ' || COALESCE(t.number, 0)
FROM (SELECT kind, count(*) AS number FROM in_tables GROUP BY kind) AS t
FULL JOIN (SELECT kind, count(*) AS number FROM in_database GROUP BY kind) AS d USING (kind)
WHERE d.number IS DISTINCT FROM t.number
ORDER BY 1
"""
_DIFFERENT = """
SELECT t.kind || ' ' || t.key
FROM (SELECT kind, key, list_sort(list(hash)) AS hashes FROM in_tables GROUP BY kind, key) AS t
JOIN (SELECT kind, key, list_sort(list(hash)) AS hashes FROM in_database GROUP BY kind, key) AS d
  USING (kind, key)
WHERE d.hashes <> t.hashes
ORDER BY 1
"""
_ONLY = """
SELECT kind || ' ' || key
FROM (SELECT kind, key FROM {} EXCEPT ALL SELECT kind, key FROM {}) AS lost
ORDER BY 1
"""
_CHECKS = (
    ("database-numbers", "the database has another number of a kind than the tables", _NUMBERS),
    ("database-lacks", "the database lacks something", _ONLY.format("in_tables", "in_database")),
    ("database-more", "the database has something more", _ONLY.format("in_database", "in_tables")),
    ("database-content", "the database says otherwise than the tables", _DIFFERENT),
)


def check_database(build: Build) -> tuple[list[Finding], int]:
    """Compare every node and edge with its properties; findings, and how many were compared."""
    if not build.database.is_dir():
        says = "there is no embedded database to compare with the tables"
        return [Finding("database-none", says, note=True)], 0
    with spilling() as connection:
        compared = _fill(connection, "in_tables", _of_tables(build))
        try:
            _fill(connection, "in_database", _of_database(build))
        except StoreError as error:
            says = "the database cannot be read"
            return [Finding("database-damaged", says, 1, (short(str(error)),))], 0
        return list(_findings(connection)), compared


def _findings(connection: duckdb.DuckDBPyConnection) -> Iterator[Finding]:
    for name, says, sql in _CHECKS:
        rows = [short(str(row[0])) for row in connection.execute(sql).fetchmany(EXAMPLES)]
        if rows:
            number = connection.execute(f"SELECT count(*) FROM ({sql}) AS wrong").fetchall()[0][0]
            yield Finding(name, says, number, tuple(rows))


def _fill(connection: duckdb.DuckDBPyConnection, table: str, parts: Iterable[list[Mark]]) -> int:
    """Put marks into a table of this name; how many there were."""
    number = 0
    connection.execute(f"CREATE TEMP TABLE {table} (kind VARCHAR, key VARCHAR, hash UBIGINT)")
    for part in parts:
        number += len(part)
        columns = [list(column) for column in zip(*part, strict=True)] or [[], [], []]
        marks = pa.table(columns, schema=_SCHEMA)
        connection.register("part", marks)
        connection.execute(f"INSERT INTO {table} SELECT * FROM part")
    return number


def _of_tables(build: Build) -> Iterator[list[Mark]]:
    for nodes in graph.vertices(build):
        yield [(nodes.label, row["id"], _hash(row)) for row in nodes.rows]
    for edges in graph.edges(build):
        ends = zip(edges.sources, edges.targets, edges.rows, strict=True)
        yield [(edges.type, f"{a}{_BETWEEN}{b}", _hash(row)) for a, b, row in ends]


def _of_database(build: Build) -> Iterator[list[Mark]]:
    with arcadedb.open(build) as store:
        for label in node_types():
            for rows in store.stream(f"MATCH (n:{label}) RETURN properties(n) AS p"):
                yield [(label, str(row["p"].get("id")), _hash(row["p"])) for row in rows]
        for name in relation_types():
            asked = f"MATCH (a)-[r:{name}]->(b) RETURN a.id AS a, b.id AS b, properties(r) AS p"
            for rows in store.stream(asked):
                yield [(name, f"{r['a']}{_BETWEEN}{r['b']}", _hash(r["p"])) for r in rows]


def _hash(row: dict[str, Any]) -> int:
    """Equal for rows whose properties are equal; null and absent are the same."""
    present = {key: value for key, value in row.items() if value is not None}
    text = json.dumps(present, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")

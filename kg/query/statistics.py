"""Counting a build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.query.names import ENTITIES
from kg.query.tables import rows, tables
from kg.tables import Build

if TYPE_CHECKING:
    import duckdb

_DOCUMENTS = """
SELECT count(*) AS number, sum(chars) AS characters,
  (SELECT count(DISTINCT COALESCE(cluster, id)) FROM nodes WHERE label = 'Document')
    AS independent,
  min(published) AS first_published, max(published) AS last_published,
  count(*) - count(published) AS undated
FROM documents
"""
_NODES = "SELECT label, count(*) AS number FROM nodes GROUP BY label ORDER BY label"
_EDGES = """
SELECT type, count(*) AS number,
  count(*) FILTER (WHERE status = 'existing' AND NOT background) AS existing,
  count(*) FILTER (WHERE status = 'planned' AND NOT background) AS planned,
  count(*) FILTER (WHERE background) AS background
FROM edges GROUP BY type ORDER BY type
"""
_TOP = """
SELECT n.name AS name, count(*) AS relations, n.support AS documents
FROM nodes n
JOIN (
  SELECT source AS id, type, background FROM edges
  UNION ALL
  SELECT target AS id, type, background FROM edges
) AS e ON e.id = n.id
WHERE n.label = ? AND NOT e.background AND e.type NOT IN ('MENTIONED_IN', 'HAS_INDICATOR')
GROUP BY n.id, n.name, n.support
ORDER BY relations DESC, documents DESC, n.id
LIMIT ?
"""


def stats(build: Build, *, top: int = 10) -> dict[str, Any]:
    """Counts of a build, ready for JSON.

    ``documents`` (number, independent ones, characters, dates), ``sentences``, ``mentions``,
    ``facts`` and ``indicators`` as stated, ``nodes`` by label, ``edges`` by type with status, and
    the ``top`` best connected nodes of each label.
    """
    with tables(build) as connection:
        return {
            "documents": rows(connection, _DOCUMENTS)[0],
            **{name: _count(connection, name) for name in
               ("sentences", "mentions", "facts", "indicators")},
            "nodes": {row["label"]: row["number"] for row in rows(connection, _NODES)},
            "edges": {row.pop("type"): row for row in rows(connection, _EDGES)},
            "top": {label: rows(connection, _TOP, [label, top]) for label in ENTITIES},
        }  # fmt: skip


def _count(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    number: int = rows(connection, f"SELECT count(*) AS number FROM {name}")[0]["number"]
    return number

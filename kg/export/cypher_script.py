"""A Cypher script that fills a Neo4j: constraints first, then MERGE in batches.

Running it again changes nothing. Feed it to ``cypher-shell -f graph.cypher``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.data.schema import node_types
from kg.graph import GraphTables, Row

BATCH = 500

# What the stores keep of sentences and of the relations that tie the graph to its sources.
_SENTENCE = ("id", "text", "start", "end")
_PLAIN = {"MENTIONED_IN": ("id", "support"), "IN_DOCUMENT": ()}

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(graph: GraphTables, target: Path) -> None:
    """Write all nodes and edges, documents and sentences too, as statements ending in ``;``."""
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for statement in statements(graph):
            file.write(f"{statement};\n")


def statements(graph: GraphTables) -> Iterator[str]:
    """The script's statements in order, without the closing semicolon."""
    for label in node_types():
        name = f"kg_{label.lower()}_id"
        yield f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    labels: dict[str, str] = {}
    for label, rows in _nodes(graph).items():
        labels |= {row["id"]: label for row in rows}
        merge = f"MERGE (n:{label} {{id: row.id}}) SET n += row"
        yield from _unwound(rows, merge)
    for (source, relation, target), rows in _edges(graph, labels).items():
        match = f"MATCH (a:{source} {{id: row.source}}), (b:{target} {{id: row.target}})"
        merge = f"MERGE (a)-[r:{relation}]->(b) SET r += row.properties"
        yield from _unwound(rows, f"{match}\n{merge}")


def literal(value: Any) -> str:
    """``value`` as a Cypher literal. Text stays text whatever it holds."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return f"[{', '.join(literal(member) for member in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {literal(member)}' for key, member in value.items())}}}"
    return str(int(value))


def _text(value: str) -> str:
    """A quoted string. ``\\u`` is a code point before a string is read, so it is never written."""
    text = "".join(_ESCAPES.get(char, char) for char in value if char >= " " or char in _ESCAPES)
    return "'" + text.replace("\\\\u", "\\\\' + 'u") + "'"


def _number(value: float) -> str:
    return repr(value) if math.isfinite(value) else "null"


def _unwound(rows: list[Row], body: str) -> Iterator[str]:
    for start in range(0, len(rows), BATCH):
        listed = ",\n  ".join(literal(row) for row in rows[start : start + BATCH])
        yield f"UNWIND [\n  {listed}\n] AS row\n{body}"


def _nodes(graph: GraphTables) -> dict[str, list[Row]]:
    """Rows by label, without what is not known."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in graph.rows("nodes"):
        groups[row.pop("label")].append(_filled(row))
    if sentences := _evidence_sentences(graph):
        groups["Sentence"] = [{key: row[key] for key in _SENTENCE} for row in sentences]
    return groups


def _edges(graph: GraphTables, labels: dict[str, str]) -> dict[tuple[str, str, str], list[Row]]:
    """Rows of source, target, properties by label of source, type and label of target."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in [*graph.rows("edges"), *_in_document(graph, labels)]:
        source, target, relation = row.pop("source"), row.pop("target"), row.pop("type")
        known = _filled({key: row[key] for key in _PLAIN.get(relation, row)})
        key = (labels[source], relation, labels[target])
        groups[key].append({"source": source, "target": target, "properties": known})
    return groups


def _in_document(graph: GraphTables, labels: dict[str, str]) -> Iterator[Row]:
    """Edges from sentences to their documents, which the edges table leaves out."""
    for row in _evidence_sentences(graph):
        if labels.get(row["document"]) == "Document":
            yield {"type": "IN_DOCUMENT", "source": row["id"], "target": row["document"]}


def _evidence_sentences(graph: GraphTables) -> list[Row]:
    """Rows of the sentences that stand behind an edge."""
    wanted = {key for row in graph.rows("edges", ["evidence"]) for key in row["evidence"] or ()}
    return [row for row in graph.rows("sentences") if row["id"] in wanted]


def _filled(row: Row) -> Row:
    return {key: value for key, value in row.items() if value is not None}

"""What the page knows: nodes, edges, statements, documents, in columns that compress well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from kg.data.schema import node_types, relation_types
from kg.graph import ENTITY_LABELS, GraphTables, Row, edge_key
from kg.view.evidence import Marker
from kg.view.names import spellings
from kg.view.network import vis_edge, vis_node, vis_options
from kg.view.overview import overview

Columns = dict[str, list[Any]]


class _Texts:
    """Each text once, by number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))


def payload(graph: GraphTables, *, title: str | None = None) -> dict[str, Any]:
    """Everything that the scripts read, ready for JSON.

    Rows refer to one another by position: an edge's ``from`` and ``to`` are positions in
    ``nodes``, its ``facts`` positions in ``facts``, a fact's ``document`` one in ``documents``.
    """
    documents = graph.rows("documents")
    numbers = {row["id"]: number for number, row in enumerate(documents)}
    entities = [row for row in graph.rows("nodes") if row["label"] in ENTITY_LABELS]
    places = {row["id"]: number for number, row in enumerate(entities)}
    texts, marker = _Texts(), Marker(graph)
    facts, by_edge = _facts(graph, numbers, texts, marker)
    edges = _edges(graph, places, by_edge)
    nodes = _nodes(entities, _documents_of(graph, places, numbers))
    shown = overview(nodes, edges)
    for node, (x, y) in shown.items():
        nodes[node] |= {"x": x, "y": y}
    return {
        "title": title,
        "about": _about(graph, documents, entities, edges),
        "types": [asdict(node_types()[label]) for label in ENTITY_LABELS],
        "relations": [asdict(relation) for relation in _drawn_relations()],
        "options": vis_options(),
        "overview": list(shown),
        "nodes": _columns(nodes),
        "edges": _columns(edges),
        "facts": _columns(facts),
        "indicators": _columns(_indicators(graph, places, numbers, texts, marker)),
        "documents": _columns(_described(documents)),
        "texts": list(texts.numbers),
    }


def _drawn_relations() -> list[Any]:
    """Relations between entities: those that state facts, without the indicator tables'."""
    relations = relation_types().values()
    return [r for r in relations if r.fact and all(t in ENTITY_LABELS for _, t in r.ends)]


def _columns(rows: Iterable[Row]) -> Columns:
    """Rows as columns; a key that a row lacks is null there."""
    rows = list(rows)
    keys = dict.fromkeys(key for row in rows for key in row)
    return {key: [row.get(key) for row in rows] for key in keys}


def _nodes(entities: list[Row], documents: dict[int, list[int]]) -> list[Row]:
    return [
        {
            **vis_node(number, row),
            "key": row["id"],
            "kind": row["kind"],
            "aliases": row["aliases"] or [],
            "spellings": spellings([row["name"], *(row["aliases"] or ())]),
            "adcode": row["adcode"],
            "support": row["support"] or 0,
            "mentions": row["mentions"] or 0,
            "documents": documents.get(number, []),
        }
        for number, row in enumerate(entities)
    ]


def _edges(
    graph: GraphTables, places: dict[str, int], by_edge: dict[tuple[str, str, str], list[Row]]
) -> list[Row]:
    """Drawn edges, each with its statements: those of the evidence list first, in its order."""
    names = {relation.name for relation in _drawn_relations()}
    rows = []
    for row in graph.rows("edges"):
        ends = places.get(row["source"]), places.get(row["target"])
        if row["type"] not in names or ends[0] is None or ends[1] is None:
            continue
        stated = by_edge.get(edge_key(row["source"], row["type"], row["target"]), [])
        order = {key: number for number, key in enumerate(row["evidence"] or ())}
        listed = sorted(
            (fact for fact in stated if fact["sentence"] in order),
            key=lambda fact: order[fact["sentence"]],
        )
        rows.append(
            {
                **vis_edge(ends[0], ends[1], row),
                "relation": row["type"],
                "status": row["status"],
                "stages": row["stages"] or [],
                "support": row["support"] or 0,
                "confidence": _rounded(row["confidence"]),
                "first": row["first_seen"],
                "last": row["last_seen"],
                "background": bool(row["background"]),
                "facts": [fact["number"] for fact in listed],
                "stated": len(stated),
            }
        )
    return rows


def _facts(
    graph: GraphTables, documents: dict[str, int], texts: _Texts, marker: Marker
) -> tuple[list[Row], dict[tuple[str, str, str], list[Row]]]:
    """Rows of statements, and by edge the number and sentence of each."""
    rows: list[Row] = []
    by_edge: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in graph.rows("facts"):
        key = edge_key(row["head"], row["type"], row["tail"])
        by_edge[key].append({"number": len(rows), "sentence": row["sentence"]})
        ends = {"head": key[0], "tail": key[2]}
        rows.append(
            {
                "text": texts.number(row["evidence"]),
                "marks": marker.marks(row, ends, row["trigger"]),
                "document": documents.get(row["document"]),
                **{name: row[name] for name in ("status", "stage", "trigger", "rule", "implicit")},
                "confidence": _rounded(row["confidence"]),
            }
        )
    return rows, by_edge


def _indicators(
    graph: GraphTables,
    places: dict[str, int],
    documents: dict[str, int],
    texts: _Texts,
    marker: Marker,
) -> list[Row]:
    return [
        {
            "node": places[row["subject"]],
            **{name: row[name] for name in ("name", "value", "unit", "year", "status")},
            "text": texts.number(row["evidence"]),
            "marks": marker.marks(row, {"head": row["subject"]}, row["name"]),
            "document": documents.get(row["document"]),
            "rule": row["rule"],
            "confidence": _rounded(row["confidence"]),
        }
        for row in graph.rows("indicators")
        if row["subject"] in places
    ]


def _documents_of(
    graph: GraphTables, places: dict[str, int], documents: dict[str, int]
) -> dict[int, list[int]]:
    """Documents that mention each node."""
    found: dict[int, set[int]] = defaultdict(set)
    for row in graph.rows("mentions", ["node", "document"]):
        if row["node"] in places and row["document"] in documents:
            found[places[row["node"]]].add(documents[row["document"]])
    return {node: sorted(numbers) for node, numbers in found.items()}


def _described(documents: list[Row]) -> list[Row]:
    names = ("name", "title", "publisher", "published", "path")
    return [{name: row[name] for name in names} for row in documents]


def _about(
    graph: GraphTables, documents: list[Row], entities: list[Row], edges: list[Row]
) -> dict[str, Any]:
    dates = sorted(row["published"] for row in documents if row["published"])
    return {
        "documents": len(documents),
        "nodes": len(entities),
        "edges": sum(not row["background"] for row in edges),
        "background": sum(row["background"] for row in edges),
        "facts": graph.tables["facts"].num_rows,
        "indicators": graph.tables["indicators"].num_rows,
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
        "created": graph.info.get("created"),
        "version": graph.info.get("version"),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)

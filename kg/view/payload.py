"""What the page knows: nodes, edges, statements, documents, in columns that compress well.

Rows refer to one another by position. Nodes stand in the order of their strength, those of the
overview first; edges by their ends; facts by their edge. What is read of single facts (texts,
marks, ids) comes in parts that the page unpacks when somebody looks.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kg.data.schema import node_types, relation_types
from kg.graph import ENTITY_LABELS, GraphTables, Row, edge_key
from kg.view.columns import Column, coded, packed, steps
from kg.view.evidence import Marker
from kg.view.names import pinyin
from kg.view.network import vis_edge, vis_node, vis_options
from kg.view.overview import Standing, stand

PART = 1500  # facts in a part, nodes in a part
STATUSES = ("existing", "planned")
STAGES = ("operating", "building", "promoting", "planned", "exploring", "restricted")
_ROLES = {"head": 0, "tail": 1, "trigger": 2}

Columns = dict[str, Column]


@dataclass(frozen=True, slots=True)
class Payload:
    """The data of a page: what it reads when it opens, and parts by name that it reads later."""

    core: dict[str, Any]
    parts: dict[str, dict[str, Any]]


def payload(
    graph: GraphTables, *, title: str | None = None, theme: str | None = None, base: str = ""
) -> Payload:
    """Everything that the scripts read, ready for JSON.

    ``theme`` is ``light``, ``dark`` or None for the reader's own; ``base`` leads from the page to
    the folder in which the documents' paths begin.
    """
    documents = graph.rows("documents")
    numbers = {row["id"]: number for number, row in enumerate(documents)}
    entities, edges, standing = _ordered(graph)
    places = {row["id"]: number for number, row in enumerate(entities)}
    facts = _facts_by_edge(graph, edges, places)
    marker = Marker(graph)
    core = {
        "title": title,
        "theme": theme,
        "base": base,
        "print": _fingerprint(graph),
        "about": _about(graph, documents, entities, edges),
        "types": [asdict(node_types()[label]) for label in ENTITY_LABELS],
        "relations": [asdict(relation) for relation in _drawn_relations()],
        "options": vis_options(),
        "overview": len(standing.near),
        "part": PART,
        "pinyin": pinyin(name for row in entities for name in _names(row)),
        "nodes": _nodes(entities, standing),
        "edges": _edges(edges, places, facts),
        "facts": _facts([fact for group in facts for fact in group], numbers),
        "documents": _described(documents),
    }
    indicators = [row for row in graph.rows("indicators") if row["subject"] in places]
    indicators.sort(key=lambda row: (places[row["subject"]], row["name"], row["year"] or 0))
    core["indicators"] = _indicators(indicators, places, numbers)
    parts = _parts("facts", [f for group in facts for f in group], marker, _fact_ends)
    parts |= _parts("indicators", indicators, marker, lambda row: {"head": row["subject"]})
    parts |= _mentioned(graph, places, numbers)
    return Payload(core, parts)


def _ordered(graph: GraphTables) -> tuple[list[Row], list[Row], Standing]:
    """Entities by strength, drawn edges by their ends, and where the nodes stand."""
    entities = [row for row in graph.rows("nodes") if row["label"] in ENTITY_LABELS]
    kept = {row["id"] for row in entities}
    names = {relation.name for relation in _drawn_relations()}
    edges = [
        row
        for row in graph.rows("edges")
        if row["type"] in names and row["source"] in kept and row["target"] in kept
    ]
    order, standing = stand(entities, edges)
    entities = [entities[number] for number in order]
    rank = {row["id"]: number for number, row in enumerate(entities)}
    edges.sort(key=lambda row: (rank[row["source"]], row["type"], rank[row["target"]]))
    return entities, edges, standing


def _drawn_relations() -> list[Any]:
    """Relations between entities: those that state facts, without the indicator tables'."""
    relations = relation_types().values()
    return [r for r in relations if r.fact and all(t in ENTITY_LABELS for _, t in r.ends)]


def _names(row: Row) -> list[str]:
    return [row["name"], *(row["aliases"] or ())]


def _fingerprint(graph: GraphTables) -> str:
    """What tells this graph's decisions from another's in the browser's memory."""
    digest = hashlib.sha256()
    for name in ("documents", "facts"):
        for key in sorted(graph.tables[name]["id"].to_pylist()):
            digest.update(f"{key}\n".encode())
    return digest.hexdigest()[:16]


def _nodes(entities: list[Row], standing: Standing) -> Columns:
    most = max((row["support"] or 0 for row in entities), default=0)
    drawn = [vis_node(number, row, most) for number, row in enumerate(entities)]

    def column(name: str, empty: Any = None) -> Column:
        return packed((row[name] or empty for row in entities), empty)

    own = [
        None if row["id"] == f"{row['label'].lower()}:{row['name']}" else row["id"]
        for row in entities
    ]
    return {
        "label": [node["label"] for node in drawn],
        "group": coded((node["group"] for node in drawn), ENTITY_LABELS),
        "shape": packed(node["shape"] for node in drawn),
        "size": packed(node["size"] for node in drawn),
        **{name: packed(values) for name, values in standing.columns(len(drawn)).items()},
        "key": packed(own),
        "kind": coded(row["kind"] or "" for row in entities),
        "aliases": packed((row["aliases"] or [] for row in entities), []),
        "adcode": column("adcode"),
        "lat": column("lat"),
        "lon": column("lon"),
        "support": column("support", 0),
        "mentions": column("mentions", 0),
    }


def _edges(edges: list[Row], places: dict[str, int], facts: list[list[Row]]) -> Columns:
    ends = [(places[row["source"]], places[row["target"]]) for row in edges]
    drawn = [vis_edge(a, b, row) for (a, b), row in zip(ends, edges, strict=True)]
    return {
        "from": steps([edge["from"] for edge in drawn]),
        "to": [edge["to"] for edge in drawn],
        "width": packed(edge["width"] for edge in drawn),
        "dashes": packed((bool(edge["dashes"]) for edge in drawn), False),
        "arrows": packed(edge["arrows"] for edge in drawn),
        "relation": coded((r["type"] for r in edges), [r.name for r in _drawn_relations()]),
        "status": coded((row["status"] or "" for row in edges), STATUSES),
        "support": packed(row["support"] or 0 for row in edges),
        "confidence": packed(_percent(row["confidence"]) for row in edges),
        "background": packed((int(bool(row["background"])) for row in edges), 0),
        "facts": packed(len(group) for group in facts),
    }


def _facts_by_edge(graph: GraphTables, edges: list[Row], places: dict[str, int]) -> list[list[Row]]:
    """The statements of each edge: first those of its evidence list, then the surest."""
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in graph.rows("facts"):
        if row["head"] in places and row["tail"] in places and _counts(row):
            found[edge_key(row["head"], row["type"], row["tail"])].append(row)
    groups = []
    for edge in edges:
        group = found.get(edge_key(edge["source"], edge["type"], edge["target"]), [])
        order = {key: number for number, key in enumerate(edge["evidence"] or ())}
        group.sort(key=lambda f: (order.get(f["sentence"], len(order)), -f["confidence"], f["id"]))
        stated = [f for f in group if bool(f["background"]) == bool(edge["background"])]
        groups.append(stated)
    return groups


def _counts(fact: Row) -> bool:
    """What a text restricts or forbids is no development (see kg/resolve/sql/stated.sql)."""
    return not (fact["type"] == "DEVELOPS" and fact["stage"] == "restricted")


def _facts(facts: list[Row], documents: dict[str, int]) -> Columns:
    return {
        "document": [documents.get(row["document"], -1) for row in facts],
        "status": coded((row["status"] or "" for row in facts), STATUSES),
        "stage": coded((row["stage"] or "" for row in facts), STAGES),
        "confidence": packed(_percent(row["confidence"]) for row in facts),
    }


def _indicators(rows: list[Row], places: dict[str, int], documents: dict[str, int]) -> Columns:
    return {
        "node": steps([places[row["subject"]] for row in rows]),
        "name": packed(row["name"] for row in rows),
        "value": [row["value"] for row in rows],
        "unit": packed(row["unit"] or "" for row in rows),
        "year": packed(row["year"] or 0 for row in rows),
        "status": packed(row["status"] or "" for row in rows),
        "document": [documents.get(row["document"], -1) for row in rows],
        "confidence": packed(_percent(row["confidence"]) for row in rows),
    }


def _fact_ends(row: Row) -> dict[str, str]:
    source, _, target = edge_key(row["head"], row["type"], row["tail"])
    return {"head": source, "tail": target}


def _parts(name: str, rows: Sequence[Row], marker: Marker, ends: Any) -> dict[str, dict[str, Any]]:
    """What is read of statements, :data:`PART` to a part."""
    starts = range(0, len(rows), PART)
    return {
        f"{name}-{number}": _part(rows[start : start + PART], marker, ends)
        for number, start in enumerate(starts)
    }


def _part(rows: Sequence[Row], marker: Marker, ends: Any) -> dict[str, Any]:
    texts: dict[str, int] = {}
    marked = [
        marker.marks(row, ends(row), row.get("trigger", row.get("name")) or "") for row in rows
    ]
    return {
        "id": [row["id"] for row in rows],
        "text": [texts.setdefault(row["evidence"], len(texts)) for row in rows],
        "texts": list(texts),
        "marks": [[n for s, e, role in m for n in (s, e, _ROLES[str(role)])] for m in marked],
        "trigger": packed((row.get("trigger") or "" for row in rows), ""),
        "rule": packed((row["rule"] or "" for row in rows), ""),
        "implicit": packed((int(bool(row["implicit"])) for row in rows), 0),
    }


def _mentioned(
    graph: GraphTables, places: dict[str, int], documents: dict[str, int]
) -> dict[str, dict[str, Any]]:
    """Documents that mention each node, :data:`PART` nodes to a part."""
    found: dict[int, set[int]] = defaultdict(set)
    for row in graph.rows("mentions", ["node", "document"]):
        if row["node"] in places and row["document"] in documents:
            found[places[row["node"]]].add(documents[row["document"]])
    return {
        f"nodes-{start // PART}": {
            "documents": packed(
                (sorted(found[n]) for n in range(start, min(start + PART, len(places)))), []
            )
        }
        for start in range(0, len(places), PART)
    }


def _described(documents: Iterable[Row]) -> Columns:
    names = ("name", "title", "publisher", "published", "path")
    return {name: packed(row[name] for row in documents) for name in names}


def _about(
    graph: GraphTables, documents: list[Row], entities: list[Row], edges: list[Row]
) -> dict[str, Any]:
    dates = sorted(row["published"] for row in documents if row["published"])
    return {
        "documents": len(documents),
        "nodes": len(entities),
        "edges": sum(not row["background"] for row in edges),
        "background": sum(bool(row["background"]) for row in edges),
        "facts": graph.tables["facts"].num_rows,
        "indicators": graph.tables["indicators"].num_rows,
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
        "created": graph.info.get("created"),
        "version": graph.info.get("version"),
    }


def _percent(confidence: float | None) -> int:
    return 0 if confidence is None else round(100 * confidence)

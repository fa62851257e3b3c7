"""A build's tables in memory, whole or cut to a part, and as a NetworkX graph.

Everything that shows or exports the graph starts here, so that ``--focus`` and ``--top`` mean the
same in every format. The entity nodes are Region, Strategy, Industry, Organization and Project;
Indicator, Document and Sentence follow the entities that a selection keeps.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.data.schema import relation_types
from kg.decisions import FILE, match, read
from kg.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx
    import pyarrow as pa

    from kg.tables import Build

ENTITY_LABELS = ("Region", "Strategy", "Industry", "Organization", "Project")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GraphTables:
    """The tables of :data:`kg.tables.SCHEMAS` in memory, and what ``build.json`` says of them."""

    info: Mapping[str, Any]
    tables: Mapping[str, pa.Table]

    def rows(self, name: str, columns: list[str] | None = None) -> list[Row]:
        """Rows of one table as dicts, optionally of some columns only."""
        table = self.tables[name]
        rows: list[Row] = (table.select(columns) if columns else table).to_pylist()
        return rows


def load(
    build: Build,
    *,
    top: int | None = None,
    focus: str | None = None,
    depth: int = 1,
    min_confidence: float = 0.0,
) -> GraphTables:
    """Tables of ``build``: all, or what lies around ``focus``, or the ``top`` best supported.

    Stated edges less sure than ``min_confidence`` are left out before anything else, with the
    facts behind them.

    ``focus`` is a name as :func:`kg.query.names.resolve_name` takes it; ``depth`` counts steps
    along stated edges (background ones would lead from any city to all of its province). With
    both, ``top`` bounds the neighbourhood. Raises :class:`kg.errors.NotFoundError` for an unknown
    name and :class:`kg.errors.UsageError` for numbers out of range.
    """
    from kg.query.names import resolve_name
    from kg.tables import SCHEMAS

    if (top is not None and top < 1) or depth < 0:
        raise UsageError("top counts from 1 and depth from 0")
    info = {**build.info, "id": build.id}
    whole = GraphTables(info, _decided(build, {name: build.table(name) for name in SCHEMAS}))
    if min_confidence:
        whole = _without_unsure(whole, min_confidence)
    if top is None and focus is None:
        return whole
    start = None if focus is None else resolve_name(build, focus).id
    return _cut(whole, _selected(whole, top, start, depth))


def _decided(build: Build, tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables of extraction as the build's decisions leave them; nodes and edges are so already.

    What was decided wrong is gone here, and merged nodes have the id of what they are in truth.
    """
    place = build.path / FILE
    if not place.exists():
        return tables
    facts, nodes = set(tables["facts"]["id"].to_pylist()), set(tables["entities"]["id"].to_pylist())
    applied = match(read((place,)), facts, nodes | set(tables["nodes"]["id"].to_pylist()))
    tables["facts"] = _where(tables["facts"], id=facts - applied.wrong)
    for name, columns in _NODE_COLUMNS.items():
        for column in columns:
            tables[name] = _renamed(tables[name], column, applied.merges)
    return tables


_NODE_COLUMNS = {
    "facts": ("head", "tail"),
    "mentions": ("node",),
    "entities": ("id",),
    "indicators": ("subject",),
}


def _renamed(table: pa.Table, column: str, merges: Mapping[str, str]) -> pa.Table:
    import pyarrow as pa

    values = [merges.get(value, value) for value in table[column].to_pylist()]
    return table.set_column(
        table.schema.get_field_index(column), column, pa.array(values, pa.string())
    )


def described(graph: GraphTables) -> list[Row]:
    """Rows of the documents table as people read them: with ``cluster``, without signatures."""
    clusters = {row["id"]: row["cluster"] for row in graph.rows("nodes", ["id", "cluster"])}
    names = [name for name in graph.tables["documents"].column_names if name != "signature"]
    rows = graph.rows("documents", names)
    return [{**row, "cluster": clusters.get(row["id"])} for row in rows]


def edge_key(source: str, relation: str, target: str) -> tuple[str, str, str]:
    """What facts and edges share: ends and type, ends of a symmetric relation in id order."""
    if relation_types()[relation].symmetric and target < source:
        source, target = target, source
    return source, relation, target


def to_networkx(graph: GraphTables) -> nx.MultiDiGraph:
    """Entities and indicators with their fact edges; each edge carries its evidence sentences.

    Node attributes are the filled columns of the nodes table, edge attributes those of the edges
    table plus ``sentences`` (texts, in the order of ``evidence``). Edge keys are edge ids.
    Documents and sentences are no nodes here: they are what the attributes quote.
    """
    import networkx as nx

    facts = {name for name, relation in relation_types().items() if relation.fact}
    texts = {row["id"]: row["text"] for row in graph.rows("sentences", ["id", "text"])}
    result = nx.MultiDiGraph(name="kg", **_described(graph.info))
    for row in graph.rows("nodes"):
        if row["label"] not in ("Document", "Sentence"):
            result.add_node(row["id"], **_filled(row, drop=("id",)))
    for row in graph.rows("edges"):
        if row["type"] in facts:
            sentences = [texts[key] for key in row["evidence"] or () if key in texts]
            attributes = _filled(row, drop=("id", "source", "target"))
            result.add_edge(
                row["source"], row["target"], key=row["id"], **attributes, sentences=sentences
            )
    return result


def _without_unsure(graph: GraphTables, least: float) -> GraphTables:
    """The tables without edges under ``least``, their facts, and the indicators they led to."""
    import pyarrow.compute as pc

    tables = dict(graph.tables)
    sure = pc.greater_equal(pc.fill_null(tables["edges"]["confidence"], 1.0), least)
    gone = tables["edges"].filter(pc.invert(sure)).select(["source", "type", "target"]).to_pylist()
    tables["edges"] = tables["edges"].filter(sure)
    keys = {(e["source"], e["type"], e["target"]) for e in gone}
    tables["facts"] = _rows_where(
        tables["facts"], lambda f: edge_key(f["head"], f["type"], f["tail"]) not in keys
    )
    owners = {e["target"]: e["source"] for e in gone if e["type"] == "HAS_INDICATOR"}
    values = ("name", "value", "unit", "year")
    numbers = {
        (owners[n["id"]], *(n[v] for v in values))
        for n in tables["nodes"].to_pylist()
        if n["id"] in owners
    }
    tables["indicators"] = _rows_where(
        tables["indicators"], lambda i: (i["subject"], *(i[v] for v in values)) not in numbers
    )
    tables["nodes"] = _rows_where(tables["nodes"], lambda n: n["id"] not in owners)
    return GraphTables(graph.info, tables)


def _rows_where(table: pa.Table, keep: Callable[[Row], bool]) -> pa.Table:
    """Rows for which ``keep`` is true."""
    import pyarrow as pa

    return table.filter(pa.array([keep(row) for row in table.to_pylist()], pa.bool_()))


def _described(info: Mapping[str, Any]) -> Row:
    return {key: str(info[key]) for key in ("version", "created") if key in info}


def _filled(row: Row, drop: tuple[str, ...]) -> Row:
    return {key: value for key, value in row.items() if value is not None and key not in drop}


def _selected(graph: GraphTables, top: int | None, start: str | None, depth: int) -> set[str]:
    """Ids of the entities that a selection keeps."""
    nodes = graph.rows("nodes", ["id", "label", "support"])
    support = {row["id"]: row["support"] or 0 for row in nodes if row["label"] in ENTITY_LABELS}
    if start is None:
        steps = dict.fromkeys(support, 0)
    else:
        steps = _neighbourhood(graph, start, depth, set(support))
    if top is None:
        return set(steps)
    return set(heapq.nsmallest(top, steps, key=lambda key: (steps[key], -support[key], key)))


def _neighbourhood(graph: GraphTables, start: str, depth: int, among: set[str]) -> dict[str, int]:
    """Entities within ``depth`` stated steps of ``start``, with the number of steps."""
    neighbours: dict[str, list[str]] = {}
    for row in graph.rows("edges", ["source", "target", "background"]):
        if not row["background"]:
            neighbours.setdefault(row["source"], []).append(row["target"])
            neighbours.setdefault(row["target"], []).append(row["source"])
    steps, frontier = {start: 0}, [start]
    for step in range(1, depth + 1):
        reached = {n for key in frontier for n in neighbours.get(key, ())}
        frontier = sorted((reached & among) - steps.keys())
        steps.update(dict.fromkeys(frontier, step))
    return steps


def _cut(graph: GraphTables, entities: set[str]) -> GraphTables:
    """The tables with only these entities, and the indicators and texts that speak of them."""
    tables = dict(graph.tables)
    tables["facts"] = _where(tables["facts"], head=entities, tail=entities)
    tables["indicators"] = _where(tables["indicators"], subject=entities)
    tables["mentions"] = _where(tables["mentions"], node=entities)
    tables["entities"] = _where(tables["entities"], id=entities)
    spoken = ("facts", "indicators", "mentions")
    documents = {key for name in spoken for key in tables[name]["document"].to_pylist()}
    tables["documents"] = _where(tables["documents"], id=documents)
    tables["sentences"] = _where(tables["sentences"], document=documents)
    kept = entities | documents | _indicator_nodes(graph, entities)
    tables["nodes"] = _where(tables["nodes"], id=kept)
    tables["edges"] = _where(tables["edges"], source=kept, target=kept)
    return GraphTables(graph.info, tables)


def _indicator_nodes(graph: GraphTables, entities: set[str]) -> set[str]:
    edges = _where(graph.tables["edges"], type={"HAS_INDICATOR"}, source=entities)
    return set(edges["target"].to_pylist())


def _where(table: pa.Table, **allowed: set[str]) -> pa.Table:
    """Rows whose columns all hold one of the allowed values."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for column, values in allowed.items():
        wanted = pa.array(sorted(values), pa.string())
        table = table.filter(pc.is_in(table[column], value_set=wanted))
    return table

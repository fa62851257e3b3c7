"""Everything a build says about one node, from the tables alone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from kg.data.schema import relation_types
from kg.query.names import Node, resolve_name
from kg.query.tables import Row, rows, tables
from kg.tables import Build

if TYPE_CHECKING:
    import duckdb

Direction = Literal["out", "in", "both"]
_DIRECTIONS: tuple[Direction, ...] = ("out", "in", "both")

_RELATIONS = """
SELECT e.type AS type, e.source = ? AS outgoing, o.id AS id, o.label AS label, o.name AS name,
  o.kind AS kind, o.aliases AS aliases, o.mentions AS mentions, e.status AS status,
  e.stages AS stages, e.support AS support, e.confidence AS confidence,
  e.first_seen AS since, e.last_seen AS last_seen, e.background AS background,
  e.triggers AS triggers, e.evidence AS evidence
FROM edges e
JOIN nodes o ON o.id = CASE WHEN e.source = ? THEN e.target ELSE e.source END
WHERE (e.source = ? OR e.target = ?) AND e.type NOT IN ('MENTIONED_IN', 'HAS_INDICATOR')
ORDER BY e.support DESC, o.name, o.id
"""

_INDICATORS = """
SELECT n.name AS name, n.value AS value, n.unit AS unit, n.year AS year, e.status AS status,
  e.evidence AS evidence
FROM edges e
JOIN nodes n ON n.id = e.target
WHERE e.source = ? AND e.type = 'HAS_INDICATOR'
ORDER BY n.name, n.year, n.id
"""

_RESTRICTED = """
SELECT f.head = ? AS outgoing, o.id AS id, o.label AS label, o.name AS name, o.kind AS kind,
  o.aliases AS aliases, o.mentions AS mentions, min(f.trigger) AS trigger,
  max(f.confidence) AS confidence, list(DISTINCT f.sentence ORDER BY f.sentence) AS evidence
FROM facts f
JOIN nodes o ON o.id = CASE WHEN f.head = ? THEN f.tail ELSE f.head END
WHERE (f.head = ? OR f.tail = ?) AND f.stage = 'restricted'
GROUP BY ALL
ORDER BY o.name, o.id
"""

_DOCUMENTS = """
SELECT d.id AS id, d.name AS name, d.title AS title, d.publisher AS publisher,
  d.published AS published, e.support AS mentions, n.cluster AS cluster
FROM edges e
JOIN documents d ON d.id = e.target
JOIN nodes n ON n.id = d.id
WHERE e.source = ? AND e.type = 'MENTIONED_IN'
ORDER BY e.support DESC, d.name, d.id
"""

_SENTENCES = """
SELECT s.id AS id, s.text AS text, COALESCE(d.title, d.name) AS document,
  d.publisher AS publisher, d.published AS published
FROM sentences s
JOIN documents d ON d.id = s.document
JOIN (SELECT unnest(?::VARCHAR[]) AS id) AS wanted ON wanted.id = s.id
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that states something, and where it stands."""

    sentence: str
    text: str
    document: str
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """One edge of a node, seen from that node; ``since`` and ``last_seen`` are publishing dates."""

    other: Node
    status: str | None
    stages: tuple[str, ...]
    support: int
    confidence: float
    since: str | None
    last_seen: str | None
    background: bool
    triggers: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The edges of one type in one direction, best supported first."""

    type: str
    direction: Direction
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class IndicatorValue:
    """A figure that documents give for the node."""

    name: str
    value: float
    unit: str
    year: int | None
    status: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a region bans or cuts: from the facts, as it is no edge of the graph.

    ``outgoing``: the node shown is the region, ``other`` the industry; else the other way round.
    """

    other: Node
    outgoing: bool
    trigger: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class MentioningDocument:
    """A document that mentions the node; ``cluster`` is the id of the earliest with its text."""

    id: str
    name: str
    title: str | None
    publisher: str | None
    published: str | None
    mentions: int
    cluster: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A node with its relations, figures and documents."""

    node: Node
    groups: tuple[Group, ...]
    indicators: tuple[IndicatorValue, ...]
    restricted: tuple[Restriction, ...]
    documents: tuple[MentioningDocument, ...]


def show(build: Build, name: str, *, evidence: int = 3) -> Profile:
    """What ``build`` says about the node that ``name`` means.

    At most ``evidence`` sentences come with each relation and figure. Raises
    :class:`kg.errors.NotFoundError` with suggestions when nothing has that name.
    """
    node = resolve_name(build, name)
    with tables(build) as connection:
        related = rows(connection, _RELATIONS, [node.id] * 4)
        figures = rows(connection, _INDICATORS, [node.id])
        restricted = rows(connection, _RESTRICTED, [node.id] * 4)
        documents = rows(connection, _DOCUMENTS, [node.id])
        sentences = _sentences(connection, [*related, *figures, *restricted], evidence)
    return Profile(
        node,
        _groups(related, sentences),
        tuple(IndicatorValue(**_with_evidence(row, sentences)) for row in figures),
        tuple(_restriction(row, sentences) for row in restricted),
        tuple(MentioningDocument(**row) for row in documents),
    )


def _sentences(
    connection: duckdb.DuckDBPyConnection, edges: list[Row], most: int
) -> dict[str, Evidence]:
    """The sentences to show, by id; each row keeps the ids of its own in ``evidence``."""
    for row in edges:
        row["evidence"] = row["evidence"][:most]
    wanted = sorted({key for row in edges for key in row["evidence"]})
    found = rows(connection, _SENTENCES, [wanted])
    return {
        r["id"]: Evidence(r["id"], r["text"], r["document"], r["publisher"], r["published"])
        for r in found
    }


def _with_evidence(row: Row, sentences: dict[str, Evidence]) -> Row:
    return {**row, "evidence": tuple(sentences[key] for key in row["evidence"])}


def _groups(related: list[Row], sentences: dict[str, Evidence]) -> tuple[Group, ...]:
    order = list(relation_types())

    def key(row: Row) -> tuple[int, int]:
        return order.index(row["type"]), _DIRECTIONS.index(_direction(row))

    related = sorted(related, key=key)
    return tuple(
        Group(order[place], _DIRECTIONS[way], tuple(_relation(row, sentences) for row in group))
        for (place, way), group in groupby(related, key)
    )


def _restriction(row: Row, sentences: dict[str, Evidence]) -> Restriction:
    return Restriction(
        _node(row), row["outgoing"], row["trigger"], row["confidence"],
        _with_evidence(row, sentences)["evidence"],
    )  # fmt: skip


def _node(row: Row) -> Node:
    return Node(
        row["id"], row["label"], row["name"], row["kind"], tuple(row["aliases"]), row["mentions"]
    )


def _direction(row: Row) -> Direction:
    if relation_types()[row["type"]].symmetric:
        return "both"
    return "out" if row["outgoing"] else "in"


def _relation(row: Row, sentences: dict[str, Evidence]) -> Relation:
    return Relation(
        other=_node(row),
        status=row["status"],
        stages=tuple(row["stages"]),
        support=row["support"],
        confidence=row["confidence"],
        since=row["since"],
        last_seen=row["last_seen"],
        background=row["background"],
        triggers=tuple(row["triggers"]),
        evidence=_with_evidence(row, sentences)["evidence"],
    )

"""What a load writes: statements for a batch of nodes or edges of one kind.

A batch is one transaction: it looks up what is there, then creates, updates and re-marks. Labels
and types in the statements come from the schema, everything else is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from kg.data.schema import node_types, relation_types
from kg.errors import DataError
from kg.store.graph import edge_columns, node_columns
from kg.store.labelled import BUILD, HASH, EdgeRow, Kind, Row

if TYPE_CHECKING:
    import neo4j


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a batch; ``ours`` were created by an earlier load."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    ours: int = 0


class Work(Protocol):
    """A batch to write."""

    def __len__(self) -> int:
        """How many rows it has."""

    def run(self, transaction: neo4j.ManagedTransaction, *, look: bool, dry_run: bool) -> Done:
        """Write it. Without ``look`` nothing of the kind is there; with ``dry_run`` only look."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the server has of one row: its marks (None: somebody else's) and its internal id."""

    hash: int | None
    build: str | None
    element: str


class NodeWork:
    """Nodes of one label."""

    def __init__(self, label: str, rows: Sequence[Row], build: str) -> None:
        """Rows as :func:`kg.store.labelled.marked` makes them."""
        assert label in node_types()
        self._label, self._rows, self._build = label, rows, build

    def __len__(self) -> int:
        """How many nodes."""
        return len(self._rows)

    def run(self, transaction: neo4j.ManagedTransaction, *, look: bool, dry_run: bool) -> Done:
        """See :class:`Work`."""
        there = self._look(transaction) if look else {}
        new = [row for row in self._rows if row["id"] not in there]
        old = [(there[row["id"]], row) for row in self._rows if row["id"] in there]
        if dry_run:
            return _done(len(new), old)
        if new:
            columns = [*node_columns(self._label), HASH]
            statement = f"UNWIND $rows AS row CREATE (n:{self._label} {_values(columns)})"
            given = [list(map(row.get, columns)) for row in new]
            _consume(transaction, statement, rows=given, build=self._build)
        columns = [name for name in node_columns(self._label) if name != "id"]
        _update(transaction, "(n)", old, columns)
        _remark(transaction, "(n)", old, self._build)
        return _done(len(new), old)

    def _look(self, transaction: neo4j.ManagedTransaction) -> dict[str, Found]:
        statement = (
            f"UNWIND $ids AS id MATCH (n:{self._label} {{id: id}}) "
            f"RETURN id, n.{HASH}, n.{BUILD}, elementId(n)"
        )
        found = _records(transaction, statement, ids=[row["id"] for row in self._rows])
        return {key: Found(*marks) for key, *marks in found}


class EdgeWork:
    """Edges of one type between nodes of two labels."""

    def __init__(self, kind: Kind, rows: Sequence[EdgeRow], build: str) -> None:
        """Rows as :func:`kg.store.labelled.edge_batches` gives them."""
        source, name, target = kind
        assert name in relation_types() and {source, target} <= node_types().keys()
        self._ends = f"MATCH (a:{source} {{id: row[0]}}) MATCH (b:{target} {{id: row[1]}})"
        self._name, self._rows, self._build = name, rows, build

    def __len__(self) -> int:
        """How many edges."""
        return len(self._rows)

    def run(self, transaction: neo4j.ManagedTransaction, *, look: bool, dry_run: bool) -> Done:
        """See :class:`Work`."""
        there = self._look(transaction) if look else {}
        new = [row for row in self._rows if (row.source, row.target) not in there]
        old = [(there[row.source, row.target], row.properties) for row in self._rows
               if (row.source, row.target) in there]  # fmt: skip
        if dry_run:
            return _done(len(new), old)
        if new:
            self._create(transaction, new)
        _update(transaction, "()-[n]->()", old, edge_columns(self._name))
        _remark(transaction, "()-[n]->()", old, self._build)
        return _done(len(new), old)

    def _create(self, transaction: neo4j.ManagedTransaction, rows: Sequence[EdgeRow]) -> None:
        columns = [*edge_columns(self._name), HASH]
        statement = (
            f"UNWIND $rows AS row {self._ends} "
            f"CREATE (a)-[n:{self._name} {_values(columns, first=2)}]->(b)"
        )
        given = [[row.source, row.target, *map(row.properties.get, columns)] for row in rows]
        made = _consume(transaction, statement, rows=given, build=self._build).relationships_created
        if made != len(rows):
            raise DataError(f"{self._name}: {len(rows) - made} edges lead to nodes that are gone")

    def _look(self, transaction: neo4j.ManagedTransaction) -> dict[tuple[str, str], Found]:
        """What is there between the ends; of several edges one of ours, if there is any."""
        statement = (
            f"UNWIND $rows AS row {self._ends} MATCH (a)-[n:{self._name}]->(b) "
            f"RETURN row[0], row[1], n.{HASH}, n.{BUILD}, elementId(n)"
        )
        found = _records(transaction, statement, rows=[[r.source, r.target] for r in self._rows])
        there: dict[tuple[str, str], Found] = {}
        for source, target, *marks in found:
            other = there.get((source, target))
            if other is None or other.build is None:
                there[source, target] = Found(*marks)
        return there


def _values(columns: Sequence[str], *, first: int = 0) -> str:
    """The properties of what is created, in a row from its item ``first`` on.

    Naming the columns once, and not with each value, makes loading half as fast again.
    """
    given = (f"{column}: row[{i}]" for i, column in enumerate(columns, first))
    return f"{{{', '.join([*given, f'{BUILD}: $build'])}}}"


Pairs = Sequence[tuple[Found, Row]]


def _update(
    transaction: neo4j.ManagedTransaction, pattern: str, old: Pairs, columns: Iterable[str]
) -> None:
    """Give what changed its new properties, and take those it no longer has.

    Properties that somebody added stay. What somebody else made gets no mark of a build: it is
    not ours to remove.
    """
    given = [[found.element, row if found.build else {**row, BUILD: None}]
             for found, row in old if found.hash != row[HASH]]  # fmt: skip
    if given:
        statement = (
            f"UNWIND $rows AS row MATCH {pattern} WHERE elementId(n) = row[0] "
            "SET n += $empty SET n += row[1]"
        )
        _consume(transaction, statement, rows=given, empty=dict.fromkeys(columns))


def _remark(transaction: neo4j.ManagedTransaction, pattern: str, old: Pairs, build: str) -> None:
    """Mark what is unchanged as held by this build too."""
    given = [f.element for f, row in old if f.hash == row[HASH] and f.build not in (None, build)]
    if given:
        statement = (
            f"UNWIND $rows AS row MATCH {pattern} WHERE elementId(n) = row SET n.{BUILD} = $build"
        )
        _consume(transaction, statement, rows=given, build=build)


def _done(created: int, old: Pairs) -> Done:
    updated = sum(found.hash != row[HASH] for found, row in old)
    ours = sum(found.build is not None for found, _ in old)
    return Done(created, updated, len(old) - updated, ours)


def stale(label: str) -> str:
    """A statement that counts nodes of earlier builds which the build ``$build`` does not hold."""
    assert label in node_types()
    return f"MATCH (n:{label}) WHERE n.{BUILD} <> $build RETURN count(n) AS number"


def remove_stale(name: str) -> str:
    """A statement that removes edges, or nodes without edges, that ``$build`` does not hold."""
    if name in relation_types():
        match = f"MATCH ()-[n:{name}]->() WHERE n.{BUILD} <> $build"
    else:
        assert name in node_types()
        match = f"MATCH (n:{name}) WHERE n.{BUILD} <> $build AND NOT EXISTS {{ (n)--() }}"
    return f"{match} CALL (n) {{ DELETE n }} IN TRANSACTIONS OF $size ROWS"


def _records(transaction: neo4j.ManagedTransaction, statement: str, **params: Any) -> Any:
    return (record.values() for record in transaction.run(cast(Any, statement), params))


def _consume(transaction: neo4j.ManagedTransaction, statement: str, **params: Any) -> Any:
    return transaction.run(cast(Any, statement), params).consume().counters

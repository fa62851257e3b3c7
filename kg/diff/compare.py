"""Two builds compared in DuckDB: rows are paired by what they say, never by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kg.data.schema import relation_types
from kg.diff.quotes import Quote, Quotes
from kg.diff.sections import SECTIONS, Section
from kg.spilling import spilling
from kg.tables import Build

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
SIDES = ("old", "new")
KINDS = ("appeared", "vanished", "changed")
_TABLES = ("documents", "sentences", "nodes", "edges")
_MEMORY = "2GB"
_BATCH = 2_000  # changes whose sentences are looked up at once


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is in one build only (``old`` or ``new`` is None) or says otherwise in both.

    ``fields`` are the columns that differ. ``quotes`` are sentences: those of the row, of a changed
    one those that came and went.
    """

    section: str
    kind: str
    old: Row | None
    new: Row | None
    fields: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def row(self) -> Row:
        """The row as the newer build that has it says it."""
        return self.new or self.old or {}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of a section each build has, and how many of them changed in which way."""

    old: int
    new: int
    appeared: int
    vanished: int
    changed: int

    @property
    def different(self) -> int:
        """All changes together."""
        return self.appeared + self.vanished + self.changed


@dataclass(slots=True)
class Difference:
    """A comparison, open as long as its connection is."""

    connection: duckdb.DuckDBPyConnection
    counts: dict[str, Counts] = field(default_factory=dict)

    @property
    def equal(self) -> bool:
        """Whether both builds say the same."""
        return not any(counts.different for counts in self.counts.values())

    def changes(self, section: Section, limit: int | None = None) -> Iterator[Change]:
        """Changes of one section, what appeared first, then what vanished, then what changed.

        With a ``limit`` at most so many of each of these.
        """
        quotes = Quotes(self.connection) if section.quoted else None
        for kind in KINDS:
            most = "" if limit is None else f"LIMIT {limit}"
            result = self.connection.cursor().execute(f"{_SELECT[kind](section)} {most}")
            columns = [str(column[0]) for column in result.description or ()]
            while rows := result.fetchmany(_BATCH):
                found = [_change(section, kind, dict(zip(columns, r, strict=True))) for r in rows]
                yield from quotes.added(found) if quotes else found


@contextmanager
def compared(old: Build, new: Build) -> Iterator[Difference]:
    """Compare two builds; what does not fit into memory spills to the system's temporary folder."""
    with spilling(memory=_MEMORY) as connection:
        symmetric = [name for name, info in relation_types().items() if info.symmetric]
        connection.register("symmetric_types", pa.table({"type": pa.array(symmetric, pa.string())}))
        for side, build in zip(SIDES, (old, new), strict=True):
            connection.execute(f"CREATE SCHEMA {side}")
            for name in _TABLES:
                path = str(build.table_path(name)).replace("'", "''")
                connection.execute(f"CREATE VIEW {side}.{name} AS FROM read_parquet('{path}')")
        difference = Difference(connection)
        for section in SECTIONS:
            _fill(connection, section)
            _pair(connection, section)
            difference.counts[section.name] = _count(connection, section)
            if section.name == "documents":
                _key(connection)
        yield difference


def _sql(name: str) -> str:
    return files(__package__).joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")


def _make(connection: duckdb.DuckDBPyConnection, side: str, name: str, sql: str) -> None:
    """Make a table of one side; the SQL names the tables of that side without saying which."""
    connection.execute(f"SET schema = '{side}'")
    connection.execute(f"CREATE TABLE {name} AS {sql}")
    connection.execute("SET schema = 'main'")


def _fill(connection: duckdb.DuckDBPyConnection, section: Section) -> None:
    for side in SIDES:
        _make(connection, side, f"all_{section.name}", _sql(section.name))


def _key(connection: duckdb.DuckDBPyConnection) -> None:
    """Names for nodes that both builds share: documents first, which the pairs make known."""
    for side in SIDES:
        pairs = (
            f"SELECT d.id, COALESCE('pair' || p.old, '{side}' || d.rowid) AS pair"
            f" FROM {side}.all_documents d LEFT JOIN main.pairs_documents p ON p.{side} = d.rowid"
        )
        _make(connection, side, "document_pairs", pairs)
        for name in ("node_keys", "edge_texts"):
            _make(connection, side, name, _sql(name))


def _pair(connection: duckdb.DuckDBPyConnection, section: Section) -> None:
    """Pair the rows of both sides, step by step; equal rows of one side each with another."""
    name = section.name
    connection.execute(f"CREATE TABLE pairs_{name} (old BIGINT, new BIGINT)")
    for keys in section.steps:
        sides = [_unpaired(section, side, keys) for side in SIDES]
        same = " AND ".join(f"o.{key} IS NOT DISTINCT FROM n.{key}" for key in (*keys, "place"))
        connection.execute(
            f"INSERT INTO pairs_{name} SELECT o.number, n.number"
            f" FROM ({sides[0]}) AS o JOIN ({sides[1]}) AS n ON {same}"
        )


def _unpaired(section: Section, side: str, keys: tuple[str, ...]) -> str:
    by = ", ".join(f"t.{key}" for key in keys)
    order = ", ".join(f"t.{column}" for column in section.compared)
    return (
        f"SELECT t.rowid AS number, {by},"
        f" row_number() OVER (PARTITION BY {by} ORDER BY {order}) AS place"
        f" FROM {side}.all_{section.name} t"
        f" ANTI JOIN pairs_{section.name} p ON p.{side} = t.rowid"
    )


def _one_side(section: Section, side: str) -> str:
    return (
        f"SELECT t.* FROM {side}.all_{section.name} t"
        f" ANTI JOIN pairs_{section.name} p ON p.{side} = t.rowid ORDER BY {_order(section)}"
    )


def _both_sides(section: Section) -> str:
    different = " OR ".join(f"t.{c} IS DISTINCT FROM n.{c}" for c in section.compared)
    return (
        f"SELECT t, n FROM pairs_{section.name} p JOIN old.all_{section.name} t ON t.rowid = p.old"
        f" JOIN new.all_{section.name} n ON n.rowid = p.new WHERE {different}"
        f" ORDER BY {_order(section)}"
    )


def _order(section: Section) -> str:
    return ", ".join(f"t.{column}" for column in section.shown)


_SELECT = {
    "appeared": lambda section: _one_side(section, "new"),
    "vanished": lambda section: _one_side(section, "old"),
    "changed": _both_sides,
}


def _count(connection: duckdb.DuckDBPyConnection, section: Section) -> Counts:
    queries = [f"FROM {side}.all_{section.name}" for side in SIDES]
    queries += [f"FROM ({_SELECT[kind](section)}) AS changes" for kind in KINDS]
    return Counts(*(connection.execute(f"SELECT count(*) {q}").fetchall()[0][0] for q in queries))


def _change(section: Section, kind: str, row: Row) -> Change:
    if kind != "changed":
        sides = (None, row) if kind == "appeared" else (row, None)
        return Change(section.name, kind, *sides)
    old, new = row["t"], row["n"]
    fields = tuple(column for column in section.compared if old[column] != new[column])
    return Change(section.name, kind, old, new, fields)

"""The checks of the tables: SQL text under ``checks``, one file a table, run in DuckDB.

A paragraph is one check: its name, what is wrong where it finds rows, and a SELECT of ``here``
(which row) and ``detail``. To add a check is to add a paragraph. ``prepared.sql`` has the tables
that several checks share.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from kg.data.schema import node_types, relation_types
from kg.decisions import Applied
from kg.spilling import spilling
from kg.tables import SCHEMAS, Build
from kg.verify.files import table_files
from kg.verify.findings import EXAMPLES, Finding, short

if TYPE_CHECKING:
    import duckdb

PREPARED = "prepared"
# The tables that have checks, in order; what a build was read from may be missing in old ones.
CHECKED = (*SCHEMAS, "sources")
# Tables of statements with evidence have the checks of statements.sql besides their own: what those
# are called after, and what people call one.
_STATEMENTS = {"facts": ("fact", "fact"), "indicators": ("indicator", "figure")}
# What has a table or a meaning of its own and is no entity.
_NO_ENTITY = ("Indicator", "Document", "Sentence")
_PARAGRAPH = re.compile(r"^-- (?:check|table) ([\w-]+)\n-- says (.+)\n", re.M)
_SMALL = 300_000  # rows of all tables together that are kept in memory


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it ``says`` when ``sql`` gives rows."""

    name: str
    says: str
    sql: str

    def needs(self) -> set[str]:
        """Names of the tables that the SQL reads, and of some that it does not."""
        return set(re.findall(r"\w+", self.sql))


@cache
def paragraphs(name: str) -> tuple[Check, ...]:
    """The paragraphs of one file under ``checks``, and those that it shares."""
    text = _read(name)
    if name in _STATEMENTS:
        kind, noun = _STATEMENTS[name]
        shared = _read("statements").replace("{table}", name)
        text = shared.replace("{kind}", kind).replace("{noun}", noun) + "\n" + text
    _, *parts = _PARAGRAPH.split(text)
    return tuple(
        Check(*(part.strip() for part in parts[at : at + 3])) for at in range(0, len(parts), 3)
    )


def _read(name: str) -> str:
    return files(__package__).joinpath(f"checks/{name}.sql").read_text(encoding="utf-8")


def all_checks() -> Iterator[Check]:
    """Every check of the tables, in the order of the tables."""
    for name in CHECKED:
        yield from paragraphs(name)


@contextmanager
def opened(
    build: Build, sound: set[str], beside: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The ``sound`` tables of a build by their names; what does not fit into memory spills."""
    with spilling(beside) as connection:
        files = {n: str(path) for n, (path, _) in table_files(build).items() if n in sound}
        small = sum(pq.read_metadata(path).num_rows for path in files.values()) < _SMALL
        for name, path in files.items():
            rows = connection.read_parquet(path)
            if not (small and _copied(rows, name)):
                rows.create_view(name)
        yield connection


def _copied(rows: duckdb.DuckDBPyRelation, name: str) -> bool:
    """Copy a table into memory, which many small queries read faster; False when it is damaged."""
    import duckdb

    try:
        rows.create(name)
    except duckdb.Error:
        return False
    return True


def check_tables(
    connection: duckdb.DuckDBPyConnection,
    sound: set[str],
    decisions: Applied,
    of: Collection[str] = CHECKED,
) -> list[Finding]:
    """Run every check (``of`` some tables) whose tables can be read."""
    _register_schema(connection)
    _register_decisions(connection, decisions)
    lost = set(CHECKED) - sound
    found: list[Finding] = []
    for table in _prepared(of):
        trouble = [] if table.needs() & lost else _prepare(connection, table)
        if trouble or table.needs() & lost:
            lost.add(table.name)
        found += trouble
    for name in of:
        checks = [check for check in paragraphs(name) if not check.needs() & lost]
        for check in _failing(connection, checks):
            found += _details(connection, check)
    return _once(found)


def _prepared(of: Collection[str]) -> list[Check]:
    """The prepared tables that the checks of these tables read, in the order of making."""
    wanted = {word for name in of for check in paragraphs(name) for word in check.needs()}
    chosen = []
    for table in reversed(paragraphs(PREPARED)):
        if table.name in wanted:
            wanted |= table.needs()
            chosen.append(table)
    return chosen[::-1]


def _prepare(connection: duckdb.DuckDBPyConnection, table: Check) -> list[Finding]:
    import duckdb

    try:
        connection.execute(f"CREATE TEMP TABLE {table.name} AS {table.sql}")
    except duckdb.Error as error:
        return [_damaged(error)]
    return []


def _failing(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[Check]:
    """Those that find something: one query for all; where it cannot be run, all of them."""
    import duckdb

    counts = " UNION ALL ".join(
        f"SELECT {place}, count(*) FROM ({check.sql}) AS wrong"
        for place, check in enumerate(checks)
    )
    try:
        numbers = dict(connection.execute(counts).fetchall()) if checks else {}
    except duckdb.Error:
        return list(checks)
    return [check for place, check in enumerate(checks) if numbers[place]]


def _details(connection: duckdb.DuckDBPyConnection, check: Check) -> list[Finding]:
    """What one check finds, with the first places in the order of their names."""
    import duckdb

    sql = (
        f"SELECT here, detail, count(*) OVER () AS number FROM ({check.sql}) AS wrong"
        f" ORDER BY here, detail LIMIT {EXAMPLES}"
    )
    try:
        rows = connection.execute(sql).fetchall()
    except duckdb.Error as error:
        return [_damaged(error)]
    examples = tuple(short(" ".join(str(v) for v in row[:2] if v is not None)) for row in rows)
    return [Finding(check.name, check.says, rows[0][2], examples)] if rows else []


def _damaged(error: Exception) -> Finding:
    return Finding("table-damaged", "a table cannot be read", 1, (short(str(error)),))


def _once(found: Sequence[Finding]) -> list[Finding]:
    """One finding a check: a damaged table makes many fail."""
    return list({finding.check: finding for finding in reversed(found)}.values())[::-1]


def _register_schema(connection: duckdb.DuckDBPyConnection) -> None:
    labels, relations = node_types(), relation_types()
    kinds = [(n.label, kind) for n in labels.values() for kind in n.kinds]
    ends = [(r.name, *pair) for r in relations.values() for pair in r.ends]
    tables = {
        "schema_labels": {"label": list(labels)},
        "schema_entities": {"label": [label for label in labels if label not in _NO_ENTITY]},
        "schema_kinds": _columns(("label", "kind"), kinds),
        "schema_ends": _columns(("type", "source", "target"), ends),
        "schema_relations": {
            "type": list(relations),
            "fact": [r.fact for r in relations.values()],
            "symmetric": [r.symmetric for r in relations.values()],
        },
    }
    for name, columns in tables.items():
        connection.register(name, pa.table(columns))


def _register_decisions(connection: duckdb.DuckDBPyConnection, decisions: Applied) -> None:
    merges = sorted(decisions.merges.items())
    tables = {
        "decision_wrong": {"fact": sorted(decisions.wrong)},
        "decision_right": {"fact": sorted(decisions.right)},
        "decision_merges": _columns(("node", "into_node"), merges),
    }
    for name, columns in tables.items():
        arrays = {key: pa.array(values, pa.string()) for key, values in columns.items()}
        connection.register(name, pa.table(arrays))


def _columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}

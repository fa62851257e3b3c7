"""CSV files for ``neo4j-admin database import``: the fastest way to fill an empty Neo4j.

The folder holds a file of nodes for each label and of edges for each relation type, ``import.sh``
with the command, and ``schema.cypher`` with constraints and indexes for afterwards. Members of
lists are divided by U+001F, which no text holds: one that does loses it. What is imported bears
the marks of :mod:`kg.store.labelled`, so that ``kg load neo4j`` knows it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from kg.data.schema import node_types, relation_types
from kg.graph import GraphTables
from kg.store import graph as rows_of
from kg.store.labelled import BUILD, HASH, marked
from kg.store.neo4j_schema import constraints, indexes
from kg.tables import SCHEMAS

Row = dict[str, Any]
# Ids of the ends, none for a node, and the properties.
Cells = tuple[tuple[str, ...], Row]

_DIVIDER = "\x1f"
_LIST = "string[]"
_SCRIPT, _SCHEMA = "import.sh", "schema.cypher"
_SENTENCE = {"id": "string", "text": "string", "start": "long", "end": "long"}
_MARKS = {HASH: "long", BUILD: "string"}


def _node_file(label: str) -> str:
    return f"nodes-{label}.csv"


def _edge_file(name: str) -> str:
    return f"edges-{name}.csv"


FILES = (
    *map(_node_file, node_types()),
    *map(_edge_file, relation_types()),
    _SCRIPT,
    _SCHEMA,
)


def write(graph: GraphTables, target: Path) -> None:
    """Fill the folder ``target``."""
    build = str(graph.info.get("id", ""))
    for label in node_types():
        # The id is a property too, and the one by which edges find their ends.
        columns = {**_node_columns(label), "id": "ID"}
        _begin(target / _node_file(label), (), columns)
    for name in relation_types():
        _begin(target / _edge_file(name), (":START_ID", ":END_ID"), _edge_columns(name))
    for part in rows_of.vertices(graph):
        rows = (((), marked(row, build)) for row in part.rows)
        _append(target / _node_file(part.label), _node_columns(part.label), rows)
    for edges in rows_of.edges(graph):
        ends = zip(edges.sources, edges.targets, strict=True)
        pairs = ((pair, marked(row, build)) for pair, row in zip(ends, edges.rows, strict=True))
        _append(target / _edge_file(edges.type), _edge_columns(edges.type), pairs)
    (target / _SCRIPT).write_text(_script(), encoding="utf-8", newline="\n")
    statements = [*constraints().values(), *_empty_lists(), *indexes().values()]
    text = "".join(f"{statement};\n" for statement in statements)
    (target / _SCHEMA).write_text(text, encoding="utf-8", newline="\n")


def command() -> list[str]:
    """The import command without its first word, to be run inside the folder."""
    return [
        "database", "import", "full", "neo4j", "--overwrite-destination=true",
        "--array-delimiter=U+001F", "--multiline-fields=true", "--trim-strings=false",
        *(f"--nodes={label}={_node_file(label)}" for label in node_types()),
        *(f"--relationships={name}={_edge_file(name)}" for name in relation_types()),
    ]  # fmt: skip


def _script() -> str:
    lines = " \\\n  ".join(["exec neo4j-admin", *command(), '"$@"'])
    return (
        "#!/bin/sh\n"
        "# Fills the database neo4j with the files beside this script and replaces what it held.\n"
        "# 用本目录的文件填充数据库 neo4j，原有内容会被替换。\n"
        "# Stop the server, run this, start it, then: cypher-shell -f schema.cypher\n"
        "# 先停止服务器，运行本脚本，再启动服务器，最后执行：cypher-shell -f schema.cypher\n"
        'cd "$(dirname "$0")" || exit 1\n'
        f"{lines}\n"
    )


def _node_columns(label: str) -> dict[str, str]:
    if label == "Sentence":
        return {**_SENTENCE, **_MARKS}
    schema = SCHEMAS["nodes"]
    columns = {name: _type(schema.field(name).type) for name in schema.names if name != "label"}
    return {**columns, **_MARKS}


def _edge_columns(name: str) -> dict[str, str]:
    schema = SCHEMAS["edges"]
    columns = {column: _type(schema.field(column).type) for column in rows_of.edge_columns(name)}
    return {**columns, **_MARKS}


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return _LIST
    names = {"string": "string", "int64": "long", "double": "double", "bool": "boolean"}
    return names[str(kind)]


def _begin(path: Path, ends: tuple[str, ...], columns: dict[str, str]) -> None:
    heads = [f"{name}:{kind}" for name, kind in columns.items()]
    path.write_text(",".join([*ends, *heads]) + "\n", encoding="utf-8", newline="\n")


def _append(path: Path, columns: dict[str, str], rows: Iterable[Cells]) -> None:
    with path.open("a", encoding="utf-8", newline="\n") as file:
        for ends, row in rows:
            cells = [*ends, *(row.get(name) for name in columns)]
            file.write(",".join(map(_cell, cells)) + "\n")


def _cell(value: Any) -> str:
    """Texts and lists are quoted, so that an empty text is one; what is not known is nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return _quoted(_DIVIDER.join(member.replace(_DIVIDER, "") for member in value))
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _empty_lists() -> Iterator[str]:
    """The import takes an empty list for none at all; these statements bring it back."""
    for label in node_types():
        yield from _emptied(f"(n:{label})", _node_columns(label))
    for name in relation_types():
        yield from _emptied(f"()-[n:{name}]->()", _edge_columns(name))


def _emptied(pattern: str, columns: dict[str, str]) -> Iterator[str]:
    lists = [name for name, kind in columns.items() if kind == _LIST]
    if lists:
        missing = " OR ".join(f"n.{name} IS NULL" for name in lists)
        given = ", ".join(f"n.{name} = coalesce(n.{name}, [])" for name in lists)
        yield (
            f"MATCH {pattern} WHERE {missing} "
            f"CALL (n) {{ SET {given} }} IN TRANSACTIONS OF 10000 ROWS"
        )

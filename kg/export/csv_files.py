"""A folder of CSV files for Excel: UTF-8 with BOM, no cell that a spreadsheet would run.

A program that reads the files may want the texts to the letter: ``raw`` leaves out the apostrophe.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.export.flat import LISTS, join, split
from kg.graph import GraphTables, Row, described, to_networkx

if TYPE_CHECKING:
    import networkx as nx

FILES = ("nodes.csv", "edges.csv", "facts.csv", "indicators.csv", "documents.csv")

_NODES = ("id", "label", "name", "kind", "aliases", "adcode", "code", "lat", "lon", "support",
          "mentions", "value", "unit", "year")  # fmt: skip
_EDGES = ("id", "source", "source_name", "type", "target", "target_name", "status", "stages",
          "support", "confidence", "first_seen", "last_seen", "background", "triggers", "rules",
          "evidence")  # fmt: skip
_FACTS = ("id", "head_name", "type", "tail_name", "status", "stage", "evidence", "trigger",
          "title", "publisher", "published", "path", "confidence", "implicit", "rule", "head",
          "tail", "document", "start", "end")  # fmt: skip
_INDICATORS = ("id", "subject_name", "name", "value", "unit", "year", "status", "evidence",
               "title", "publisher", "published", "path", "confidence", "implicit", "rule",
               "subject", "document", "start", "end")  # fmt: skip
_DOCUMENTS = ("id", "name", "path", "title", "publisher", "published", "chars", "home_region",
              "home_how", "home_evidence", "sha256", "cluster")  # fmt: skip

_NUMBERS = {"support": int, "mentions": int, "year": int,
            "lat": float, "lon": float, "value": float, "confidence": float}  # fmt: skip

# A text cell that begins so is a formula to some spreadsheet; an apostrophe in front makes it
# text again. One that begins with an apostrophe gets another, so that reading is unambiguous.
_RISKY = tuple("=+-@\t\r\n＝＋－＠'")


def write(graph: GraphTables, target: Path, *, raw: bool = False) -> None:
    """Fill the folder ``target`` with nodes, edges, facts, indicators and documents.

    With ``raw`` a text that a spreadsheet would take for a formula stays as it is.
    """
    save = _saver(raw)
    names = {row["id"]: row["name"] for row in graph.rows("nodes", ["id", "name"])}
    documents = {row["id"]: row for row in described(graph)}
    network = to_networkx(graph)
    save(target / "nodes.csv", _NODES, ({"id": key, **row} for key, row in network.nodes.items()))
    save(target / "edges.csv", _EDGES, _edge_rows(network, names))
    facts = _stated(graph.rows("facts"), names, documents, ("head", "tail"))
    save(target / "facts.csv", _FACTS, facts)
    indicators = _stated(graph.rows("indicators"), names, documents, ("subject",))
    save(target / "indicators.csv", _INDICATORS, indicators)
    save(target / "documents.csv", _DOCUMENTS, documents.values())


def read(target: Path) -> nx.MultiDiGraph:
    """Read ``nodes.csv`` and ``edges.csv`` of a folder that :func:`write` filled."""
    import networkx as nx

    graph = nx.MultiDiGraph()
    for row in _load(target / "nodes.csv"):
        graph.add_node(row.pop("id"), **row)
    for row in _load(target / "edges.csv"):
        ends = row.pop("source"), row.pop("target")
        row = {key: value for key, value in row.items() if not key.endswith("_name")}
        graph.add_edge(*ends, key=row.pop("id"), **row)
    return graph


def _edge_rows(network: nx.MultiDiGraph, names: dict[str, str]) -> Iterator[Row]:
    for source, target, key, row in network.edges(keys=True, data=True):
        ends = {"source_name": names.get(source), "target_name": names.get(target)}
        yield {"id": key, "source": source, "target": target, **ends, **row}


def _stated(
    rows: list[Row], names: dict[str, str], documents: dict[str, Row], ends: tuple[str, ...]
) -> Iterator[Row]:
    """Statements with the names of their ends and what is known of their document."""
    for row in rows:
        document = documents.get(row["document"], {})
        source = {key: document.get(key) for key in ("title", "publisher", "path")}
        yield {**row, **source, **{f"{end}_name": names.get(row[end]) for end in ends}}


def _saver(raw: bool) -> Callable[[Path, tuple[str, ...], Iterable[Row]], None]:
    return partial(_write_table, cell=_plain if raw else _cell)


def _write_table(
    path: Path, columns: tuple[str, ...], rows: Iterable[Row], *, cell: Callable[[Any], Any]
) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([cell(row.get(column)) for column in columns] for row in rows)


def _load(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: _value(key, cell) for key, cell in row.items() if cell or key in LISTS}


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return join(value) if isinstance(value, list) else value


def _cell(value: Any) -> Any:
    text = _plain(value)
    return f"'{text}" if isinstance(text, str) and text.startswith(_RISKY) else text


def _value(column: str, cell: str) -> Any:
    if column in _NUMBERS:
        return _NUMBERS[column](cell)
    if column == "background":
        return cell == "true"
    text = cell[1:] if cell.startswith("'") else cell
    return split(text) if column in LISTS else text

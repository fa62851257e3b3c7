"""Attribute values for formats that know only text and numbers, and the way back.

Lists become text joined with ``|`` (a ``|`` inside a member is written ``｜``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

LISTS = frozenset({"aliases", "stages", "triggers", "rules", "evidence", "sentences"})

# GEXF and yEd show an element's `label`, and GEXF reads `type` as directed or not, so those two
# carry what a person expects and ours go by other names.
_NODE_NAMES = {"label": "category", "name": "label"}
_EDGE_NAMES = {"type": "label"}

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def join(members: list[str]) -> str:
    """One cell for a list."""
    return "|".join(member.replace("|", "｜") for member in members)


def split(cell: str) -> list[str]:
    """The list of a cell."""
    return cell.split("|") if cell else []


def flatten(graph: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """``graph`` with scalar attributes that XML can hold (illegal control characters go)."""
    import networkx as nx

    flat = nx.MultiDiGraph(**{key: _scalar(value) for key, value in graph.graph.items()})
    for node, row in graph.nodes(data=True):
        flat.add_node(_scalar(node), **_renamed(row, _NODE_NAMES))
    for source, target, key, row in graph.edges(keys=True, data=True):
        ends = _scalar(source), _scalar(target)
        flat.add_edge(*ends, key=_scalar(key), **_renamed(row, _EDGE_NAMES))
    return flat


def unflatten(flat: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """What :func:`flatten` was given, as far as a file brings it back."""
    import networkx as nx

    graph = nx.MultiDiGraph(**flat.graph)
    nodes = {new: old for old, new in _NODE_NAMES.items()}
    edges = {new: old for old, new in _EDGE_NAMES.items()}
    for node, row in flat.nodes(data=True):
        graph.add_node(node, **_restored(row, nodes))
    for source, target, key, row in flat.edges(keys=True, data=True):
        graph.add_edge(source, target, key=row.pop("id", key), **_restored(row, edges))
    return graph


def _renamed(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {names.get(key, key): _scalar(value) for key, value in row.items()}


def _restored(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    plain = {names.get(key, key): value for key, value in row.items()}
    return {key: split(value) if key in LISTS else value for key, value in plain.items()}


def _scalar(value: Any) -> Any:
    if isinstance(value, list):
        value = join(value)
    return _NOT_XML.sub("", value) if isinstance(value, str) else value

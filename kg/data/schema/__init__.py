"""The graph schema as data: node and relation types from ``nodes.toml`` and ``relations.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.data import read_text
from kg.errors import DataError


@dataclass(frozen=True, slots=True)
class NodeType:
    """A node label: names in both languages, look in the viewer, allowed kinds."""

    label: str
    zh: str
    en: str
    color: str
    shape: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RelationTypeInfo:
    """A relation type: names in both languages, allowed (head, tail) labels, nature."""

    name: str
    zh: str
    en: str
    ends: tuple[tuple[str, str], ...]
    fact: bool
    symmetric: bool = False


@cache
def node_types() -> dict[str, NodeType]:
    """Label to node type, in display order."""
    return {
        label: NodeType(label=label, **{**row, "kinds": tuple(row["kinds"])})
        for label, row in _table("nodes", {"zh", "en", "color", "shape", "kinds"}, set()).items()
    }


@cache
def relation_types() -> dict[str, RelationTypeInfo]:
    """Name to relation type, in display order."""
    rows = _table("relations", {"zh", "en", "ends", "fact"}, {"symmetric"})
    return {
        name: RelationTypeInfo(name=name, **{**row, "ends": tuple((h, t) for h, t in row["ends"])})
        for name, row in rows.items()
    }


def _table(name: str, required: set[str], optional: set[str]) -> dict[str, dict[str, Any]]:
    file = f"schema/{name}.toml"
    table: dict[str, dict[str, Any]] = tomllib.loads(read_text(file))
    for key, row in table.items():
        unknown, missing = set(row) - required - optional, required - set(row)
        if unknown or missing:
            raise DataError(
                f"{file}: [{key}] unknown {sorted(unknown)}, missing {sorted(missing)}",
                f"allowed keys: {', '.join(sorted(required | optional))}",
            )
    return table

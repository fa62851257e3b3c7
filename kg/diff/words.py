"""Changes in words: one line each, for people who read either language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from kg.data.schema import node_types, relation_types
from kg.diff.compare import Change

# Columns whose values say nothing to people: only that they differ.
OPAQUE = ("sha256", "text", "texts")
_NAMED = ("kind", "status", "stages", "background")
SIGNS = {"appeared": "+", "vanished": "-", "changed": "~"}


@cache
def words() -> dict[str, dict[str, tuple[str, str]]]:
    """Chinese and English words by group and name."""
    text = files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return {
        group: {name: (zh, en) for name, (zh, en) in rows.items()}
        for group, rows in tomllib.loads(text).items()
    }


def value(column: str, found: Any) -> str:
    """A value of a row as people read it."""
    if found is None or found == []:
        return "—"
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, float):
        return f"{found:.10g}"
    if isinstance(found, list):
        return "、".join(str(item) for item in found)
    return str(found)


def in_both(column: str, text: str) -> tuple[str, str]:
    """A value from :func:`value` in Chinese and English, where it is a word of the schema."""
    if column not in _NAMED:
        return text, text
    parts = [words()["values"].get(part, (part, part)) for part in text.split("、")]
    return "、".join(zh for zh, _ in parts), ", ".join(en for _, en in parts)


def name(change: Change) -> tuple[str, ...]:
    """What a change is about: parts such as source, relation in both languages and target."""
    row = change.row
    if change.section == "edges":
        info = relation_types().get(row["type"])
        relation = f"{info.en} {info.zh}" if info else str(row["type"])
        return row["source"], relation, row["target"]
    if change.section == "nodes":
        label = node_types().get(row["label"])
        kind = f"{label.en} {label.zh}" if label else str(row["label"])
        return row["name"], kind, row["adcode"]
    if change.section == "indicators":
        year = "" if row["year"] is None else str(row["year"])
        figure = f"{value('value', row['value'])} {row['unit'] or ''}".strip()
        return row["subject"], row["name"], figure, year
    if change.section == "mentions":
        return row["node"], row["document"]
    return row["path"], row["title"] or "", row["published"] or ""


def facts(change: Change) -> list[tuple[str, str, str]]:
    """What is said of a change: column, and the old and new value where it changed.

    Of a row that is in one build only the old value is empty.
    """
    if change.old is not None and change.new is not None:
        return [
            (column, value(column, change.old[column]), value(column, change.new[column]))
            for column in change.fields
        ]
    columns: tuple[str, ...] = {
        "edges": ("status", "stages", "support", "confidence", "first_seen", "last_seen"),
        "nodes": ("kind", "support", "mentions"),
        "indicators": ("status", "support", "confidence", "first_seen", "last_seen"),
        "mentions": ("support",),
        "documents": ("publisher", "home", "original"),
    }[change.section]
    row = change.row
    if row.get("background"):
        columns = ("background",)
    return [(c, "", value(c, row[c])) for c in columns if row[c] is not None and row[c] != []]


def line(change: Change) -> str:
    """A change in one line, without its quotes."""
    parts = [part for part in name(change) if part]
    about = " · ".join(parts) if change.section in ("documents", "mentions") else " ".join(parts)
    said = []
    for column, old, new in facts(change):
        called = words()["columns"][column][1]
        if change.kind == "changed":
            said.append(called if column in OPAQUE else f"{called} {old} → {new}")
        else:
            said.append(f"{called} {new}")
    return f"{SIGNS[change.kind]} {about}" + (f"  ({', '.join(said)})" if said else "")

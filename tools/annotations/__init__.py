"""Wider annotations: texts annotated once, by a language model that read the annotation guide.

They widen what the network and the models learn from; nothing is ever scored against them.
``broadcasts.jsonl.gz`` annotates items of the unannotated corpus and holds no sentence of it:
names, and for each fact the place of its evidence in title and text. ``own.jsonl.gz`` holds texts
written for this project, with their annotations.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.model import Document

HERE = Path(__file__).parent
Annotated = tuple[str, dict[str, Any], Document]


def texts(corpus: Path) -> Iterator[Annotated]:
    """Name, annotation in the form of the gold files, and document of every annotated text."""
    rows = {row["doc"]: row for row in _rows(HERE / "broadcasts.jsonl.gz")}
    for item in _rows(corpus):
        row = rows.get(item["id"])
        if row is not None:
            document = make_document(item["id"], f"{item['title']}\n{item['text']}", item["date"])
            yield row["doc"], _restored(row, document.text), document
    for row in _rows(HERE / "own.jsonl.gz"):
        document = make_document(row["doc"], row["text"], row.get("date"))
        yield row["doc"], _restored(row, document.text), document


def make_document(name: str, text: str, date: str | None) -> Document:
    """A document of the training set; its id is its name."""
    return Document(name, name, name, text, name, title=text.split("\n")[0], published=date)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.exists():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _restored(row: dict[str, Any], text: str) -> dict[str, Any]:
    """The annotation with its evidence read from the text."""
    out = {**row, "relations": [], "indicators": []}
    for kind in ("relations", "indicators"):
        for fact in row[kind]:
            start, end = fact["span"]
            out[kind].append({**fact, "evidence": text[start:end]})
    return out

"""Extractions as rows of the tables of extraction, in Arrow: nothing here reads or writes a file.

:func:`to_tables` serves whoever has some extractions at hand (a worker of ``kg build``, a task of
another engine); :class:`Rows` gathers them one by one, so that a caller decides how many rows stay
in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa

from kg.model import Document, Extraction, Fact, IndicatorFact, Sentence
from kg.records import counting, named
from kg.resolve.signature import signature, text_hash
from kg.tables import SCHEMAS

Row = tuple[Any, ...]

EXTRACTED = ("documents", "sentences", "mentions", "entities", "facts", "indicators")
"""The tables that extraction fills; nodes and edges are made of these."""


def to_tables(extractions: Iterable[Extraction]) -> dict[str, pa.Table]:
    """One Arrow table for each name of :data:`EXTRACTED`, with its schema of :data:`SCHEMAS`.

    Rows stand in the order of the extractions, those of one document together. A document that
    comes twice gives its rows twice.
    """
    rows = Rows()
    for extraction in extractions:
        rows.add(extraction)
    return {name: rows.take(name) for name in EXTRACTED}


class Rows:
    """Rows of the tables of extraction that wait to be taken as Arrow tables."""

    def __init__(self) -> None:
        """Begin without a row."""
        self._rows: dict[str, list[Row]] = {name: [] for name in EXTRACTED}

    def add(self, extraction: Extraction) -> None:
        """Add what one document gave to all tables."""
        for name, rows in self._rows.items():
            rows.extend(_MAKERS[name](extraction))

    def waiting(self, name: str) -> int:
        """How many rows of one table wait."""
        return len(self._rows[name])

    def take(self, name: str) -> pa.Table:
        """The waiting rows of one table, which wait no longer."""
        rows, self._rows[name] = self._rows[name], []
        return _table(rows, SCHEMAS[name])


def _table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    if not rows:
        return schema.empty_table()
    columns = zip(*rows, strict=True)
    arrays = [pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _sentence_id(document: Document, index: int) -> str:
    return f"{document.id}#{index}"


# Each row has its values in the order of the schema's columns.


def _documents(extraction: Extraction) -> Iterator[Row]:
    d, home = extraction.document, extraction.home
    told = (home.region.id, home.how, home.evidence) if home else (None, None, None)
    yield (
        d.id, d.name, d.path, d.title, d.publisher, d.published, d.sha256, text_hash(d.text),
        signature(_body(extraction)), len(d.text), *told,
    )  # fmt: skip


def _body(extraction: Extraction) -> str:
    """The text without page furniture."""
    text = extraction.document.text
    kept = (s for s in extraction.sentences if s.kind != "boilerplate")
    return "".join(text[s.start : s.end] for s in kept)


def _sentences(extraction: Extraction) -> Iterator[Row]:
    d = extraction.document
    for s in extraction.sentences:
        if s.kind != "boilerplate":
            text = d.text[s.start : s.end]
            yield (
                _sentence_id(d, s.index), d.id, s.index, s.start, s.end, s.kind, text,
                list(s.headings),
            )  # fmt: skip


def _mentions(extraction: Extraction) -> Iterator[Row]:
    d = extraction.document
    sentences: dict[int, Sentence] = {s.index: s for s in extraction.sentences}
    for m in counting(extraction, extraction.facts):
        start, end = sentences[m.sentence].span(m.start, m.end)
        yield (
            d.id, _sentence_id(d, m.sentence), start, end, m.text, m.entity.id, m.entity.type,
            m.implied,
        )  # fmt: skip


def _entities(extraction: Extraction) -> Iterator[Row]:
    mentions = counting(extraction, extraction.facts)
    for e in named(mentions, extraction.facts, extraction.indicators):
        yield e.id, e.type, e.name, e.kind, extraction.document.id


def _facts(extraction: Extraction) -> Iterator[Row]:
    d = extraction.document
    for f in extraction.facts:
        yield (
            f.id, d.id, _sentence_id(d, f.sentence), f.head.id, f.type, f.tail.id, f.status,
            f.stage, f.trigger, f.rule, f.confidence, f.implicit, f.background, *_evidence(d, f),
        )  # fmt: skip


def _indicators(extraction: Extraction) -> Iterator[Row]:
    d = extraction.document
    for i in extraction.indicators:
        yield (
            i.id, d.id, _sentence_id(d, i.sentence), i.subject.id, i.name, i.value, i.unit, i.year,
            i.status, i.rule, i.confidence, i.implicit, *_evidence(d, i),
        )  # fmt: skip


def _evidence(document: Document, stated: Fact | IndicatorFact) -> Row:
    return stated.start, stated.end, stated.evidence, document.published


_MAKERS: dict[str, Callable[[Extraction], Iterator[Row]]] = {
    "documents": _documents,
    "sentences": _sentences,
    "mentions": _mentions,
    "entities": _entities,
    "facts": _facts,
    "indicators": _indicators,
}

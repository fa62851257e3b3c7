"""Extractions to Parquet, one document at a time.

The writer holds at most ``_FLUSH_ROWS`` rows of each table, so its memory does not grow with the
corpus (but for eight bytes a document, to know a copy when it comes again).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.model import Document, Entity, Extraction, Fact, IndicatorFact, Sentence
from kg.tables import SCHEMAS

_FLUSH_ROWS = 20_000
_WRITTEN = ("documents", "sentences", "mentions", "entities", "facts", "indicators")

Row = dict[str, Any]


class TableWriter(AbstractContextManager["TableWriter"]):
    """Writes what extraction found as the tables that :func:`kg.resolve.aggregate` reads.

    Use as a context manager. Tables appear under their final names when the block ends without an
    error; until then they are ``<name>.parquet.part`` and are removed when it ends with one.
    """

    def __init__(self, directory: str | Path) -> None:
        """Write into ``directory``, which is made when it is missing."""
        self._directory = Path(directory)
        self._directory.mkdir(parents=True, exist_ok=True)
        self._seen: set[int] = set()
        self._rows: dict[str, list[Row]] = {name: [] for name in _WRITTEN}
        self._writers = {
            name: pq.ParquetWriter(self._part(name), SCHEMAS[name], compression="zstd")
            for name in _WRITTEN
        }

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Finish the tables, or remove what was begun when the block failed."""
        if kind is None:
            self._flush(minimum=1)
        for name, writer in self._writers.items():
            writer.close()
            if kind is None:
                self._part(name).replace(self._directory / f"{name}.parquet")
            else:
                self._part(name).unlink(missing_ok=True)

    def add(self, extraction: Extraction) -> bool:
        """Write one document's result; False when this very document was written before.

        Documents are the same when their ids, that is their source bytes, are.
        """
        key = int.from_bytes(
            hashlib.blake2b(extraction.document.id.encode(), digest_size=8).digest()
        )
        if key in self._seen:
            return False
        self._seen.add(key)
        for name, rows in _tables(extraction).items():
            self._rows[name].extend(rows)
        self._flush(minimum=_FLUSH_ROWS)
        return True

    def _part(self, name: str) -> Path:
        return self._directory / f"{name}.parquet.part"

    def _flush(self, minimum: int) -> None:
        for name, rows in self._rows.items():
            if len(rows) >= minimum:
                self._writers[name].write_table(pa.Table.from_pylist(rows, schema=SCHEMAS[name]))
                rows.clear()


def text_hash(text: str) -> str:
    """Hash of the letters and digits of ``text``: copies in another layout have the same one."""
    letters = "".join(char for char in text if char.isalnum())
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _tables(extraction: Extraction) -> dict[str, Iterator[Row]]:
    return {
        "documents": _documents(extraction),
        "sentences": _sentences(extraction),
        "mentions": _mentions(extraction),
        "entities": _entities(extraction),
        "facts": _facts(extraction),
        "indicators": _indicators(extraction),
    }


def _sentence_id(document: Document, index: int) -> str:
    return f"{document.id}#{index}"


def _documents(extraction: Extraction) -> Iterator[Row]:
    document, home = extraction.document, extraction.home
    yield {
        "id": document.id,
        "name": document.name,
        "path": document.path,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "sha256": document.sha256,
        "text_hash": text_hash(document.text),
        "chars": len(document.text),
        "home_region": home.region.id if home else None,
        "home_how": home.how if home else None,
        "home_evidence": home.evidence if home else None,
    }


def _sentences(extraction: Extraction) -> Iterator[Row]:
    document = extraction.document
    for sentence in extraction.sentences:
        if sentence.kind != "boilerplate":
            yield {
                "id": _sentence_id(document, sentence.index),
                "document": document.id,
                "index": sentence.index,
                "start": sentence.start,
                "end": sentence.end,
                "kind": sentence.kind,
                "text": document.text[sentence.start : sentence.end],
                "headings": list(sentence.headings),
            }


def _mentions(extraction: Extraction) -> Iterator[Row]:
    document = extraction.document
    sentences: dict[int, Sentence] = {s.index: s for s in extraction.sentences}
    for mention in extraction.mentions:
        start, end = sentences[mention.sentence].span(mention.start, mention.end)
        yield {
            "document": document.id,
            "sentence": _sentence_id(document, mention.sentence),
            "start": start,
            "end": end,
            "text": mention.text,
            "node": mention.entity.id,
            "type": mention.entity.type,
            "implied": mention.implied,
        }


def _entities(extraction: Extraction) -> Iterator[Row]:
    found: dict[str, Entity] = {}
    for mention in extraction.mentions:
        found.setdefault(mention.entity.id, mention.entity)
    for fact in extraction.facts:
        found.setdefault(fact.head.id, fact.head)
        found.setdefault(fact.tail.id, fact.tail)
    for indicator in extraction.indicators:
        found.setdefault(indicator.subject.id, indicator.subject)
    for entity in found.values():
        yield {
            "id": entity.id,
            "type": entity.type,
            "name": entity.name,
            "kind": entity.kind,
            "document": extraction.document.id,
        }


def _facts(extraction: Extraction) -> Iterator[Row]:
    for fact in extraction.facts:
        yield {
            **_statement(extraction.document, fact),
            "head": fact.head.id,
            "type": fact.type,
            "tail": fact.tail.id,
            "stage": fact.stage,
            "trigger": fact.trigger,
            "background": fact.background,
        }


def _indicators(extraction: Extraction) -> Iterator[Row]:
    for indicator in extraction.indicators:
        yield {
            **_statement(extraction.document, indicator),
            "subject": indicator.subject.id,
            "name": indicator.name,
            "value": indicator.value,
            "unit": indicator.unit,
            "year": indicator.year,
        }


def _statement(document: Document, stated: Fact | IndicatorFact) -> Row:
    """What both kinds of statements have."""
    return {
        "id": stated.id,
        "document": document.id,
        "sentence": _sentence_id(document, stated.sentence),
        "status": stated.status,
        "rule": stated.rule,
        "confidence": stated.confidence,
        "implicit": stated.implicit,
        "start": stated.start,
        "end": stated.end,
        "evidence": stated.evidence,
        "published": document.published,
    }

"""The order of things: the only module that composes the stages."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from kg import facts, mentions, text
from kg.model import Document, Extraction, Fact, Mention


def extract_document(document: Document) -> Extraction:
    """Everything that one document states. A pure function of the document."""
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    stated, indicators = facts.read(document, sentences, found.mentions, found.home)
    own = tuple(m for m in found.mentions if m.entity.kind != mentions.FOREIGN)
    return Extraction(document, sentences, own, stated, indicators, found.home)


def to_record(extraction: Extraction) -> dict[str, Any]:
    """One document's result as the JSON line of ``kg extract``."""
    document = extraction.document
    return {
        "doc": document.name,
        "title": document.title,
        "published": document.published,
        "home_region": extraction.home.region.name if extraction.home else None,
        "entities": _entities(extraction.mentions),
        "relations": _relations(extraction.facts),
        "indicators": [],
    }


def _entities(found: tuple[Mention, ...]) -> list[dict[str, Any]]:
    names: dict[str, Counter[str]] = defaultdict(Counter)
    entities = {}
    for m in found:
        entities[m.entity.id] = m.entity
        if not m.implied:
            names[m.entity.id][m.text] += 1
    return [
        {
            "type": e.type, "name": e.name, "kind": e.kind, "id": e.id,
            "aliases": [n for n, _ in names[e.id].most_common() if n != e.name],
        }
        for e in entities.values()
    ]  # fmt: skip


def _relations(stated: tuple[Fact, ...]) -> list[dict[str, Any]]:
    best: dict[tuple[str, str, str], Fact] = {}
    for f in stated:
        key = (f.head.id, f.type, f.tail.id)
        if key not in best or best[key].confidence < f.confidence:
            best[key] = f
    return [
        {
            "head": f.head.name, "head_type": f.head.type, "type": f.type, "tail": f.tail.name,
            "tail_type": f.tail.type, "status": f.status, "stage": f.stage,
            "implicit": f.implicit, "background": f.background, "evidence": f.evidence,
            "start": f.start, "end": f.end, "trigger": f.trigger, "rule": f.rule,
            "confidence": round(f.confidence, 3),
        }
        for f in best.values()
    ]  # fmt: skip

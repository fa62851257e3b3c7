"""One document's result as plain JSON: a line of ``kg extract``."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from kg.model import Entity, Extraction, Fact, IndicatorFact, Mention

Record = dict[str, Any]
# The tagger's probability from which a name counts although no fact speaks of it; industries are
# often named in passing. From cross-validation: entities .793 to .810 (industries .791 to .824).
SURE = {"Industry": 0.8, "Strategy": 0.6, "Organization": 0.6, "Project": 0.6}


def to_record(extraction: Extraction) -> Record:
    """``doc``, ``title``, ``home_region``, ``entities``, ``relations``, ``indicators`` and so on.
    ``restricted`` has the shape of relations: what a text bans or cuts is no development.

    Entities, relations and indicators come once a document, with the place of their most confident
    statement: ``start`` and ``end`` are character offsets into the document's text.
    """
    document = extraction.document
    home = extraction.home
    return {
        "doc": document.name,
        "id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "home_region": home.region.name if home else None,
        "home_evidence": f"{home.how}: {home.evidence}" if home else None,
        "entities": entities(extraction),
        "relations": [_relation(f) for f in _best(_stated(extraction), _relation_key)],
        "restricted": [_relation(f) for f in _best(_restricted(extraction), _relation_key)],
        "indicators": [_indicator(f) for f in _best(extraction.indicators, _indicator_key)],
    }


def entities(extraction: Extraction, everyone: bool = False) -> list[Record]:
    """Entities that a fact speaks of, regions named, names that are sure; aliases by frequency.

    ``everyone`` takes in every entity mentioned.
    """
    names: dict[str, Counter[str]] = defaultdict(Counter)
    stated = _stated(extraction)
    mentions = extraction.mentions if everyone else counting(extraction, stated)
    for m in mentions:
        names[m.entity.id][m.text] += 1
    return [
        {
            "type": e.type,
            "name": e.name,
            "aliases": [n for n, _ in names[e.id].most_common() if n != e.name],
            "kind": e.kind,
            "id": e.id,
        }
        for e in named(mentions, stated, extraction.indicators)
    ]


def named(
    mentions: Iterable[Mention], facts: Iterable[Fact], indicators: Iterable[IndicatorFact]
) -> list[Entity]:
    """Every entity once: those mentioned, then ends of facts and subjects of figures."""
    ends = (e for f in facts for e in (f.head, f.tail))
    every = (*(m.entity for m in mentions), *ends, *(i.subject for i in indicators))
    found: dict[str, Entity] = {}
    for entity in every:
        found.setdefault(entity.id, entity)
    return list(found.values())


def counting(extraction: Extraction, facts: Iterable[Fact]) -> list[Mention]:
    """Mentions of what one of ``facts`` or a figure speaks of, of regions, of names that are sure.

    A name that is sure in one place counts wherever the document has it. Others are noise more
    often than not: a graph of all of them would be full of what nobody calls a project.
    """
    ids = {e.id for f in facts for e in (f.head, f.tail)}
    ids |= {f.subject.id for f in extraction.indicators}
    ids |= {m.entity.id for m in extraction.mentions if _counts_alone(m)}
    return [m for m in extraction.mentions if m.entity.id in ids]


def _stated(extraction: Extraction) -> list[Fact]:
    return [f for f in extraction.facts if f.stage != "restricted"]


def _restricted(extraction: Extraction) -> list[Fact]:
    return [f for f in extraction.facts if f.stage == "restricted"]


def _counts_alone(mention: Mention) -> bool:
    """Whether a name counts although no fact speaks of it; 中国 does not."""
    entity = mention.entity
    if mention.implied or entity.kind == "country":
        return False
    return entity.type == "Region" or mention.score >= SURE[entity.type]


def _best(facts: Iterable[Any], key: Any) -> list[Any]:
    best: dict[Any, Any] = {}
    for fact in facts:
        k = key(fact)
        if k not in best or best[k].confidence < fact.confidence:
            best[k] = fact
    return list(best.values())


def _relation_key(f: Fact) -> tuple[str, str, str]:
    return f.head.id, f.type, f.tail.id


def _indicator_key(f: IndicatorFact) -> tuple[str, float, str, int | None]:
    return f.subject.id, f.value, f.unit, f.year


def _relation(f: Fact) -> Record:
    return {
        "head": f.head.name, "head_type": f.head.type, "type": f.type, "tail": f.tail.name,
        "tail_type": f.tail.type, "status": f.status, "stage": f.stage, "implicit": f.implicit,
        "background": f.background, "evidence": f.evidence, "start": f.start, "end": f.end,
        "sentence": f.sentence, "trigger": f.trigger, "rule": f.rule,
        "confidence": round(f.confidence, 3), "id": f.id,
    }  # fmt: skip


def _indicator(f: IndicatorFact) -> Record:
    return {
        "subject": f.subject.name, "subject_type": f.subject.type, "name": f.name,
        "value": f.value, "unit": f.unit, "year": f.year, "status": f.status,
        "implicit": f.implicit, "evidence": f.evidence, "start": f.start, "end": f.end,
        "sentence": f.sentence, "rule": f.rule, "confidence": round(f.confidence, 3), "id": f.id,
    }  # fmt: skip

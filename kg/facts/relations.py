"""The seven relations of one sentence, from rules, subjects and nesting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.facts.engine import Candidate, all_pairs, decide, pairs
from kg.facts.frame import Frame, Item
from kg.facts.rules import Rule
from kg.facts.subjects import Subject, Subjects
from kg.model import Entity, Mention

NESTED = Rule(id="nested", relation="", confidence=0.85)


def relations(frame: Frame, subjects: Subjects) -> Iterator[Candidate]:
    """Candidates of every relation in the current sentence of ``subjects``."""
    yield from _develops(frame, subjects)
    yield from _covers(frame, subjects)
    yield from _promotes(frame)
    yield from _located(frame, subjects)
    yield from _engages(frame)
    yield from _paired(frame, "PART_OF")
    yield from _cooperates(frame)


def _develops(frame: Frame, subjects: Subjects) -> Iterator[Candidate]:
    for item, mention in _everywhere(frame, "Industry"):
        found = decide(frame, item, "DEVELOPS") if item.type == "Industry" else (NESTED, "")
        if found is None:
            continue
        subject = _inside(item, "Region") or subjects.at(item.at)
        for region in subject.entities:
            yield _candidate(frame, "DEVELOPS", region, mention.entity, item, found, subject)


def _covers(frame: Frame, subjects: Subjects) -> Iterator[Candidate]:
    for item in frame.of("Strategy"):
        found = decide(frame, item, "COVERS")
        if found is None:
            continue
        inside = _inside(item, "Region")
        subject = inside or subjects.at(item.at)
        for region in subject.entities:
            for strategy in item.entities:
                yield _candidate(frame, "COVERS", strategy, region, item, found, subject)
    yield from _paired(frame, "COVERS")


def _promotes(frame: Frame) -> Iterator[Candidate]:
    for item in frame.of("Strategy"):
        for mention in item.inner:
            if mention.entity.type == "Industry":
                yield _candidate(
                    frame, "PROMOTES", item.entities[0], mention.entity, item, (NESTED, "")
                )
    yield from _paired(frame, "PROMOTES")


def _located(frame: Frame, subjects: Subjects) -> Iterator[Candidate]:
    settled: set[str] = set()
    for c in _paired(frame, "LOCATED_IN"):
        settled.add(c.head.id)
        yield c
    for item, mention in [*_everywhere(frame, "Organization"), *_everywhere(frame, "Project")]:
        found = decide(frame, item, "LOCATED_IN") if item.type == mention.entity.type else (NESTED, "")
        if found is None or mention.entity.id in settled:
            continue
        subject = _inside(item, "Region") or subjects.at(item.at)
        for region in subject.entities:
            if region.kind != "country":
                yield _candidate(frame, "LOCATED_IN", mention.entity, region, item, found, subject)


def _engages(frame: Frame) -> Iterator[Candidate]:
    for item in frame.items:
        industries = [m.entity for m in item.inner if m.entity.type == "Industry"]
        orgs = [m.entity for m in item.inner if m.entity.type == "Organization"]
        if item.type == "Organization":
            orgs = item.entities
        for org in orgs:
            for industry in industries:
                yield _candidate(frame, "ENGAGES_IN", org, industry, item, (NESTED, ""))
    yield from _paired(frame, "ENGAGES_IN")


def _cooperates(frame: Frame) -> Iterator[Candidate]:
    for rule, head, tail, m in pairs(frame, "COOPERATES_WITH"):
        entities = _entities([*head, *tail])
        for a, b in all_pairs([e for e in entities if e.kind != "country"]):
            at = (tail or head)[-1].at
            yield Candidate(a, "COOPERATES_WITH", b, rule, at, m.start(), m.end(), _word(m), False)
    for item in frame.of("Strategy"):
        inner = [m.entity for m in item.inner if m.entity.type == "Region"]
        if item.entities[0].kind == "mechanism" or "协作" in item.entities[0].name:
            for a, b in all_pairs(inner):
                yield _candidate(frame, "COOPERATES_WITH", a, b, item, (NESTED, ""))


def _paired(frame: Frame, relation: str) -> Iterator[Candidate]:
    for rule, head, tail, m in pairs(frame, relation):
        for h in _entities(head):
            for t in _entities(tail):
                if h.id != t.id:
                    at = tail[-1].at if tail else head[-1].at
                    yield Candidate(h, relation, t, rule, at, m.start(), m.end(), _word(m), False)


def _word(m: object) -> str:
    groups = getattr(m, "groupdict")()
    return groups.get("t") or ""


def _entities(items: Iterable[Item]) -> list[Entity]:
    return [e for i in items for e in i.entities]


def _everywhere(frame: Frame, kind: str) -> list[tuple[Item, Mention]]:
    """Mentions of a type, outermost and nested, each with its item."""
    out = []
    for item in frame.items:
        out += [(item, m) for m in [*item.mentions, *item.inner] if m.entity.type == kind]
    return out


def _inside(item: Item, kind: str) -> Subject | None:
    """The regions that an item's own name holds, as its subject."""
    inner = [m.entity for m in item.inner if m.entity.type == kind and m.entity.kind != "foreign"]
    if item.type == "Region":
        inner = item.entities
    return Subject(tuple(dict.fromkeys(inner)), "clause") if inner else None


def _candidate(
    frame: Frame,
    relation: str,
    head: Entity,
    tail: Entity,
    item: Item,
    found: tuple[Rule, str],
    subject: Subject | None = None,
) -> Candidate:
    rule, trigger = found
    start, end = frame.clause(item.at)
    implicit = bool(subject and subject.implicit)
    if subject is not None and subject.item is not None:
        start = min(start, subject.item.at)
    return Candidate(head, relation, tail, rule, item.at, start, end, trigger, implicit)

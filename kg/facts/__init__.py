"""Mentions -> facts and indicators, sentence by sentence in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.facts.engine import EVIDENCE, Candidate
from kg.facts.frame import Frame, make_frame
from kg.facts.relations import relations
from kg.facts.status import stage_of, status_of
from kg.facts.subjects import Subjects
from kg.model import Document, Fact, Home, IndicatorFact, Mention, Sentence


def read(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    home: Home | None,
) -> tuple[tuple[Fact, ...], tuple[IndicatorFact, ...]]:
    """Facts and indicators of one document; ``mentions`` sorted by sentence and start."""
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for m in mentions:
        by_sentence[m.sentence].append(m)
    subjects = Subjects(home)
    stated: dict[tuple[str, str, str, int], Fact] = {}
    for sentence in sentences:
        if sentence.kind == "boilerplate" or not sentence.view:
            continue
        frame = make_frame(sentence, by_sentence.get(sentence.index, []))
        subjects.enter(frame)
        for candidate in relations(frame, subjects):
            fact = _fact(document, frame, candidate, report=home is not None)
            key = (fact.head.id, fact.type, fact.tail.id, fact.sentence)
            if key not in stated or stated[key].confidence < fact.confidence:
                stated[key] = fact
    return tuple(stated.values()), ()


def _fact(document: Document, frame: Frame, c: Candidate, report: bool) -> Fact:
    status = status_of(frame, c.at, report)
    start, end = _evidence(document, frame, c)
    head, tail = c.head, c.tail
    if c.type == "COOPERATES_WITH" and tail.id < head.id:
        head, tail = tail, head
    return Fact(
        document=document.id, sentence=frame.sentence.index, head=head, type=c.type, tail=tail,
        status=status, stage=stage_of(frame, c.at, status), trigger=c.trigger, rule=c.rule.id,
        confidence=c.rule.confidence, start=start, end=end, evidence=document.text[start:end],
        implicit=c.implicit,
    )  # fmt: skip


def _evidence(document: Document, frame: Frame, c: Candidate) -> tuple[int, int]:
    """Document span of the evidence: from head to the end of the clause, cut to what fits."""
    a, b = frame.view_at(min(c.start, c.at)), frame.view_at(max(c.end, c.at + 1))
    if b - a > EVIDENCE:
        a, b = (frame.view_at(x) for x in frame.clause(c.at))
    if b - a > EVIDENCE:
        anchor = frame.view_at(c.at)
        a = max(a, anchor - EVIDENCE // 2)
        b = min(b, a + EVIDENCE)
    view = frame.sentence.view
    while a < b - 1 and view[a] in "，。；、：！？ 　":
        a += 1
    while b > a + 1 and view[b - 1] in "，。；、：！？ 　":
        b -= 1
    return frame.sentence.span(a, b)

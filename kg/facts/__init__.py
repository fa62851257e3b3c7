"""Mentions -> facts and indicators, sentence by sentence in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.facts.candidates import Candidate, candidates
from kg.facts.indicators import Context, read_indicators
from kg.facts.frame import Frame, make_frame
from kg.facts.model import logistic
from kg.facts.status import Manner, manner_of, stage_of, status_of
from kg.facts.subjects import Subjects
from kg.model import Document, Fact, Home, IndicatorFact, Mention, Sentence

EVIDENCE = 60  # characters at most
EDGE = "，。；、：！？ \n"


def read(
    document: Document,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    home: Home | None,
) -> tuple[tuple[Fact, ...], tuple[IndicatorFact, ...]]:
    """Facts and indicators of one document; ``mentions`` sorted by sentence and start."""
    manner = manner_of(sentences, report=home is not None)
    stated: dict[tuple[str, str, str, int], Fact] = {}
    for frame, candidate in propose(sentences, mentions, home):
        confidence = _confidence(candidate)
        if confidence is None:
            continue
        fact = _fact(document, frame, candidate, confidence, manner)
        key = (fact.head.id, fact.type, fact.tail.id, fact.sentence)
        if key not in stated or stated[key].confidence < fact.confidence:
            stated[key] = fact
    year = int(document.published[:4]) if document.published else None
    found = read_indicators(sentences, mentions, Context(document, home, year))
    return tuple(stated.values()), tuple(found)


def propose(
    sentences: Sequence[Sentence], mentions: Sequence[Mention], home: Home | None
) -> Iterator[tuple[Frame, Candidate]]:
    """Every candidate relation of a document with its sentence's frame."""
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for m in mentions:
        by_sentence[m.sentence].append(m)
    manner = manner_of(sentences, home is not None)
    subjects = Subjects(home, f"{manner.orders // 2}{manner.results // 3}")
    for sentence in sentences:
        if sentence.kind == "boilerplate" or not sentence.view:
            continue
        frame = make_frame(sentence, by_sentence.get(sentence.index, []))
        subjects.enter(frame)
        for candidate in candidates(frame, subjects):
            yield frame, candidate


def _confidence(candidate: Candidate) -> float | None:
    """The candidate's confidence when it counts as stated, else None."""
    model = logistic(candidate.type)
    if model is None:
        return candidate.rule.confidence if candidate.default else None
    probability = model.probability(candidate.features)
    return probability if probability >= model.threshold else None


def _fact(
    document: Document, frame: Frame, c: Candidate, confidence: float, manner: Manner
) -> Fact:
    status = status_of(frame, c.at, manner)
    start, end = _evidence(frame, c)
    return Fact(
        document=document.id, sentence=frame.sentence.index, head=c.head, type=c.type, tail=c.tail,
        status=status, stage=stage_of(frame, c.at, status), trigger=c.trigger, rule=c.rule.id,
        confidence=round(confidence, 4), start=start, end=end, evidence=document.text[start:end],
        implicit=c.implicit,
    )  # fmt: skip


def _evidence(frame: Frame, c: Candidate) -> tuple[int, int]:
    """Document span of the evidence: from head to the end of the clause, cut to what fits."""
    a, b = frame.view_at(min(c.start, c.at)), frame.view_at(max(c.end, c.at + 1))
    if b - a > EVIDENCE:
        a, b = (frame.view_at(x) for x in frame.clause(c.at))
    if b - a > EVIDENCE:
        a = max(a, frame.view_at(c.at) - EVIDENCE // 2)
        b = min(b, a + EVIDENCE)
    view = frame.sentence.view
    while a < b - 1 and view[a] in EDGE:
        a += 1
    while b > a + 1 and view[b - 1] in EDGE:
        b -= 1
    return frame.sentence.span(a, b)

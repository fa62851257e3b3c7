"""Mentions -> facts and indicators, sentence by sentence in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.facts.candidates import Candidate, candidates
from kg.facts.discourse import Discourse
from kg.facts.evidence import LONGEST, cut, fits
from kg.facts.frame import Frame, make_frame
from kg.facts.indicators import Context, read_indicators
from kg.facts.manner import Manner, manner_of
from kg.facts.model import logistic, probability
from kg.facts.programmes import Programmes
from kg.facts.status import stage_of, status_of, supposes
from kg.facts.subjects import Subjects
from kg.model import Document, Fact, Home, IndicatorFact, Mention, Sentence

RIVAL = 0.8  # share of the likeliest region's probability that another needs beside it
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
    for frame, proposed in propose(sentences, mentions, home, manner):
        for candidate, confidence in judge(proposed):
            fact = _fact(document, frame, candidate, confidence, manner)
            key = (fact.head.id, fact.type, fact.tail.id, fact.sentence)
            if key not in stated or stated[key].confidence < fact.confidence:
                stated[key] = fact
    year = int(document.published[:4]) if document.published else None
    found = read_indicators(sentences, mentions, Context(document, home, year))
    return tuple(stated.values()), tuple(found)


def propose(
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    home: Home | None,
    manner: Manner | None = None,
) -> Iterator[tuple[Frame, list[Candidate]]]:
    """The frame of every sentence that is read, with its candidate relations.

    ``manner`` is that of the sentences, where it is known already.
    """
    by_sentence: dict[int, list[Mention]] = defaultdict(list)
    for m in mentions:
        by_sentence[m.sentence].append(m)
    manner = manner or manner_of(sentences, home is not None)
    told = f"{manner.orders // 2}{manner.results // 3}"
    subjects = Subjects(home, told, Discourse.of(sentences, by_sentence))
    programmes = Programmes()
    for sentence in sentences:
        if sentence.kind != "boilerplate" and sentence.view:
            frame = make_frame(sentence, by_sentence.get(sentence.index, []))
            subjects.enter(frame)
            programmes.enter(frame)
            speaks = frame.items and not supposes(frame)
            yield frame, list(candidates(frame, subjects, programmes.carried())) if speaks else []


def judge(proposed: Sequence[Candidate]) -> Iterator[tuple[Candidate, float]]:
    """Candidates of one sentence that count as stated, each with its confidence.

    Of the regions that may govern one item, only the likeliest counts, and those as likely.
    """
    rated = [(c, p, c.item) for c, p in rate(proposed) if p > 0.0]
    best: dict[tuple[str, int, str], float] = defaultdict(float)
    for _, p, item in rated:
        best[item] = max(best[item], p)
    for c, p, item in rated:
        model = logistic(c.type)
        if p >= (model.threshold if model else 0.0) and p >= RIVAL * best[item]:
            yield c, p


def rate(proposed: Sequence[Candidate]) -> Iterator[tuple[Candidate, float]]:
    """Each candidate's probability: the model's, or without one its rule's (0: not by default)."""
    for c in proposed:
        model = logistic(c.type)
        if model is not None and c.rule.stage is None:
            score = model.score(c.own)
            for part in c.shared:
                score += part.weigh(model)
            yield c, probability(score)
        else:
            yield c, c.rule.confidence if c.default else 0.0


def _fact(
    document: Document, frame: Frame, c: Candidate, confidence: float, manner: Manner
) -> Fact:
    status = status_of(frame, c.at, manner)
    start, end = _evidence(frame, c)
    return Fact(
        document=document.id, sentence=frame.sentence.index, head=c.head, type=c.type, tail=c.tail,
        status=status, stage=c.rule.stage or stage_of(frame, c.at, status),
        trigger=c.trigger, rule=c.rule.id,
        confidence=round(confidence, 4), start=start, end=end, evidence=document.text[start:end],
        implicit=c.implicit,
    )  # fmt: skip


def _evidence(frame: Frame, c: Candidate) -> tuple[int, int]:
    """Document span of the evidence: from head to the end of the clause, cut to what fits."""
    sentence, at = frame.sentence, frame.view_at(c.at)
    a, b = frame.view_at(min(c.start, c.at)), frame.view_at(max(c.end, c.at + 1))
    if not fits(sentence, a, b):
        a, b = (frame.view_at(x) for x in frame.clause(c.at))
    if not fits(sentence, a, b):
        a = max(a, at - LONGEST // 2)
    a, b = cut(sentence, a, b, (at, at + 1))
    while a < b - 1 and sentence.view[a] in EDGE:
        a += 1
    while b > a + 1 and sentence.view[b - 1] in EDGE:
        b -= 1
    return sentence.span(a, b)

"""Numeric facts: a subject, what was measured, its value with unit, and the year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from collections import Counter
from itertools import groupby

from kg.facts.indicator_rules import rules
from kg.facts.indicator_subjects import NEWS, Tracker, dominant
from kg.facts.numbers import Quantity
from kg.facts.time import guess_year, time_marks
from kg.model import Document, Home, IndicatorFact, Mention, Sentence

_CLAUSE_END = re.compile(r"[，；。：！？]")
MAX_EVIDENCE = 60


@dataclass(frozen=True, slots=True)
class Context:
    """What a document as a whole contributes: home region and year of publication."""

    document: Document
    home: Home | None
    year: int | None


def read_indicators(
    sentences: Sequence[Sentence], mentions: Sequence[Mention], context: Context
) -> list[IndicatorFact]:
    """Indicators of a document in order of place."""
    by_sentence = {
        index: list(group) for index, group in groupby(mentions, key=lambda m: m.sentence)
    }
    tracker = Tracker(context.home, dominant(mentions), bool(NEWS.search(context.document.text)))
    year=None
    import os
    SC=os.environ.get('SC','par')
    pub=context.year or guess_year(context.document.text)
    facts: list[IndicatorFact] = []
    par=-1
    for s in sentences:
        if s.kind=='boilerplate': continue
        if s.paragraph!=par: par=s.paragraph; year=year if re.match('——|其中|此外|同时|另外|与此同时',s.view) else None
        tracker.enter(s, by_sentence.get(s.index, []))
        cl=clauses(s.view)
        qs=rules().quantities(s.view, cl) if s.kind=='body' else []
        marks=list(time_marks(s.view, pub))
        for q in qs:
            c=next(x for x in cl if q.start<x[1])
            y=year if SC!='sent' else None
            for mk in marks:
                if mk.position<q.start: y=mk.year
            for sub in tracker.subjects(q,c,[x for x in qs if c[0]<=x.start<c[1]]):
                a,b=s.span(q.start,q.end)
                facts.append(IndicatorFact(context.document.id,s.index,sub.entity,s.view[c[0]:q.start],q.value,q.unit,y,'existing','r',.5,a,b,context.document.text[a:b],sub.implicit))
        if marks: year=marks[-1].year
        tracker.leave()
    return facts


def clauses(view: str) -> list[tuple[int, int]]:
    """Spans between clause marks, together covering the sentence."""
    out, start = [], 0
    for m in _CLAUSE_END.finditer(view):
        out.append((start, m.end()))
        start = m.end()
    out.append((start, len(view) + 1))
    return out

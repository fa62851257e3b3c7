"""Numeric facts: a subject, what was measured, its value with unit, and the year."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.facts.evidence import cut
from kg.facts.formula import plain
from kg.facts.indicator_names import name_of, sets_tasks, status_of
from kg.facts.indicator_options import Option, options
from kg.facts.indicator_rules import rules
from kg.facts.indicator_subjects import Tracker, dominant, reporting
from kg.facts.model import logistic
from kg.facts.numbers import Quantity
from kg.facts.time import TimeMark, guess_year, time_marks
from kg.model import Document, Home, IndicatorFact, Mention, Sentence, Status

_CLAUSE_END = re.compile(r"[，；。：！？]")
# A paragraph that opens like this goes on with the time of the one before.
_GOES_ON = re.compile(r"——|其中|此外|同时|另外|与此同时")
# How sure a subject is that was found this way: its share of right figures on annotated texts.
_CONFIDENCE = {
    "respective": 0.95, "home": 0.95, "named": 0.75, "inside": 0.7, "carried": 0.65,
    "topic": 0.4, "fallback": 0.5, "main": 0.4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """What a document as a whole contributes: home region and year of publication."""

    document: Document
    home: Home | None
    year: int | None


def read_indicators(
    sentences: Sequence[Sentence], mentions: Sequence[Mention], context: Context
) -> list[IndicatorFact]:
    """Indicators of a document, in order of place.

    ``mentions`` are sorted by sentence and start. Figures without a subject of their own belong to
    the home region, or in a text without one to what it is mostly about.
    """
    document = context.document
    found = (
        f for p in propose_indicators(sentences, mentions, context) for f in _facts(document, p)
    )
    # What one stretch of text says twice of one subject (分别增长5%和5%) is one statement.
    return list({f.id: f for f in found}.values())


def propose_indicators(
    sentences: Sequence[Sentence], mentions: Sequence[Mention], context: Context
) -> Iterator[Proposed]:
    """Every figure with the subjects it may belong to, in order of place."""
    reader = _Reader(sentences, mentions, context)
    for sentence in sentences:
        if sentence.kind != "boilerplate":
            yield from reader.read(sentence)


def _facts(document: Document, p: Proposed) -> Iterator[IndicatorFact]:
    """The figure as facts of whoever it most likely belongs to."""
    model = logistic("indicator")
    rated = [(model.probability(o.features) if model else float(o.chosen), o) for o in p.options]
    if not rated:
        return
    probability, best = max(rated, key=lambda r: r[0])
    if probability < (model.threshold if model else 0.5):
        return
    start, end = p.span
    for subject in best.subjects:
        yield IndicatorFact(
            document.id, p.sentence.index, subject.entity, p.name, p.quantity.value,
            p.quantity.unit, p.year, p.status, f"indicator.{p.quantity.kind}.{subject.how}",
            round(probability, 4) if model else _CONFIDENCE[subject.how], start, end,
            document.text[start:end], subject.implicit,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposed:
    """A figure of a sentence: what, when, existing or planned, document span, whose it may be."""

    sentence: Sentence
    quantity: Quantity
    name: str
    year: int | None
    status: Status
    span: tuple[int, int]
    options: list[Option]


class _Reader:
    """Reads the sentences of one document in order."""

    def __init__(
        self, sentences: Sequence[Sentence], mentions: Sequence[Mention], context: Context
    ) -> None:
        self._document = context.document
        self._year = context.year or guess_year(context.document.text)
        home = reporting(context.home, context.document.text)
        self._tracker = Tracker(home, dominant(mentions))
        self._mentions: dict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            self._mentions[mention.sentence].append(mention)
        self._tasks = _tasks(sentences) if home else {}
        self._paragraph = -1
        self._carried: int | None = None
        # Sentences without figures since the last one with some: looked at only when one follows.
        self._waiting: list[Sentence] = []

    def read(self, sentence: Sentence) -> Iterator[Proposed]:
        """Indicators of the next sentence."""
        if sentence.paragraph != self._paragraph:
            self._paragraph = sentence.paragraph
            if not _GOES_ON.match(sentence.view):
                self._carried = None
                self._waiting.clear()
        view = sentence.view
        if "$" in view:
            view = plain(sentence, ())[0].view
        found = rules().scanner.scan(view) if sentence.kind == "body" else []
        if not found:
            self._waiting.append(sentence)
            return
        for earlier in self._waiting:
            self._facts(earlier, [])
        self._waiting.clear()
        yield from self._facts(sentence, found)

    def _facts(self, sentence: Sentence, found: Sequence[Quantity]) -> list[Proposed]:
        """Facts of a sentence with these quantities; what it is about carries over."""
        mentions = self._mentions.get(sentence.index, [])
        if "$" in sentence.view:
            sentence, mentions = plain(sentence, mentions)
        self._tracker.enter(sentence, mentions)
        marks = time_marks(sentence.view, self._year)
        facts = list(self._stated(sentence, mentions, found, marks)) if found else []
        if marks:
            self._carried = marks[-1].year
        self._tracker.leave()
        return facts

    def _stated(
        self, sentence: Sentence, mentions: Sequence[Mention], found: Sequence[Quantity],
        marks: Sequence[TimeMark],
    ) -> Iterator[Proposed]:  # fmt: skip
        view = sentence.view
        spans = clauses(view)
        quantities = rules().indicators(view, found, spans)
        named: list[tuple[Quantity, str]] = []
        for q in quantities:
            clause = next(span for span in spans if q.start < span[1])
            series = [x for x in quantities if clause[0] <= x.start < clause[1]]
            name = name_of(view, clause, named, q, mentions)
            named.append((q, name))
            status = status_of(view, clause, q, self._tasks.get(sentence.paragraph, False))
            start, end = sentence.span(*evidence_span(sentence, clause, q))
            chosen = self._tracker.subjects(q, clause, series)
            whose = options(self._tracker, q, clause, chosen, name)
            yield Proposed(
                sentence, q, name, self._year_of(q, view, marks), status, (start, end), whose
            )

    def _year_of(self, q: Quantity, view: str, marks: Sequence[TimeMark]) -> int | None:
        note = _NOTED_YEAR.match(view, q.end)
        if note:
            return int(note[1])
        before = [mark for mark in marks if mark.position < q.start]
        return before[-1].year if before else self._carried


_NOTED_YEAR = re.compile(r"[^，。；]{0,8}（((?:19|20)\d{2})年(?:底|末)?(?:数据)?）")


def clauses(view: str) -> list[tuple[int, int]]:
    """Spans between clause marks, together covering the sentence."""
    out: list[tuple[int, int]] = []
    start = 0
    for m in _CLAUSE_END.finditer(view):
        out.append((start, m.end()))
        start = m.end()
    out.append((start, len(view) + 1))
    return out


def evidence_span(sentence: Sentence, clause: tuple[int, int], q: Quantity) -> tuple[int, int]:
    """The clause without its end mark, cut around the quantity to what evidence may hold."""
    view = sentence.view
    start, end = clause[0], min(clause[1], len(view))
    while end > q.end and view[end - 1] in "，；。：！？”":
        end -= 1
    while start < q.start and view[start] in "“”‘’（）、 ":
        start += 1
    return cut(sentence, start, end, (q.start, q.end))


def _tasks(sentences: Sequence[Sentence]) -> dict[int, bool]:
    texts: dict[int, list[str]] = defaultdict(list)
    for sentence in sentences:
        texts[sentence.paragraph].append(sentence.view)
    return {paragraph: sets_tasks("".join(views)) for paragraph, views in texts.items()}

"""From an answer to mentions and facts: only what the text bears out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.data.schema import relation_types
from kg.llm.answer import Answer, SaidRelation
from kg.llm.chunks import Chunk, shown
from kg.llm.names import Names
from kg.model import Document, Entity, Fact, Mention, Sentence

RULE = "llm"
# The model says nothing useful of its own certainty, and nobody has measured it here: the same for
# all of its facts, in the middle, and not calibrated.
CONFIDENCE = 0.5
LONGEST = 60  # characters of evidence at most, as everywhere
REFERENCE = re.compile(r"[我全本该此这当两三四五六七八九十其]")

NOT_VERBATIM = "evidence not in the text"
NO_ENTITY = "entity not in the text"
WRONG_ENDS = "ends that do not fit"
NOT_THERE = "neither end in the sentence"


@dataclass(frozen=True, slots=True)
class Seen:
    """An entity with its forms that do stand in the chunk."""

    entity: Entity
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of an answer, and how many of its relations were dropped for which reason."""

    mentions: tuple[Mention, ...]
    facts: tuple[Fact, ...]
    dropped: Counter[str]


def read_answer(document: Document, chunk: Chunk, answer: Answer, names: Names) -> Reading:
    """Mentions and facts of ``answer``, all anchored in the sentences of ``chunk``."""
    seen = _seen(chunk, answer, names)
    dropped: Counter[str] = Counter()
    facts: list[Fact] = []
    for said in answer.relations:
        made = _fact(document, chunk, said, seen)
        if isinstance(made, Fact):
            facts.append(made)
        else:
            dropped[made] += 1
    mentions = tuple(m for s in chunk.sentences for m in _mentions(s, seen.values()))
    return Reading(mentions, tuple(facts), dropped)


def _seen(chunk: Chunk, answer: Answer, names: Names) -> dict[tuple[str, str], Seen]:
    """Entities by type and the name the model uses; those that no text bears out are missing."""
    text = "\n".join(shown(s) for s in chunk.sentences)
    found: dict[tuple[str, str], Seen] = {}
    for said in answer.entities:
        entity = names.entity(said)
        if entity is None:
            continue
        forms = dict.fromkeys(f for f in (said.name, *said.forms) if len(f) > 1 and f in text)
        if forms or entity.id in names.ids:
            found.setdefault((said.type, said.name), Seen(entity, tuple(forms)))
    return found


def _fact(
    document: Document, chunk: Chunk, said: SaidRelation, seen: Mapping[tuple[str, str], Seen]
) -> Fact | str:
    """The fact, or the reason why there is none."""
    ends = _ends(said, seen)
    if isinstance(ends, str):
        return ends
    head, tail = ends
    at = anchor(chunk, document, said.sentence, said.evidence)
    if at is None:
        return NOT_VERBATIM
    sentence, a, b = at
    keep = _first(shown(sentence), (*tail.forms, *head.forms), a, b)
    if not any(form in shown(sentence) for form in (*tail.forms, *head.forms)):
        return NOT_THERE
    start, end = sentence.span(*_short(sentence, a, b, keep))
    return Fact(
        document=document.id, sentence=sentence.index, head=head.entity, type=said.type,
        tail=tail.entity, status=said.status, stage=said.stage,
        trigger=said.trigger if said.trigger in shown(sentence) else "", rule=RULE,
        confidence=CONFIDENCE, start=start, end=end, evidence=document.text[start:end],
        implicit=head.entity.type == "Region" and not _written(chunk, head),
    )  # fmt: skip


def _ends(said: SaidRelation, seen: Mapping[tuple[str, str], Seen]) -> tuple[Seen, Seen] | str:
    for head_type, tail_type in relation_types()[said.type].ends:
        head, tail = seen.get((head_type, said.head)), seen.get((tail_type, said.tail))
        if head and tail and head.entity.id != tail.entity.id:
            return head, tail
    named = {name for _, name in seen}
    return WRONG_ENDS if said.head in named and said.tail in named else NO_ENTITY


def anchor(
    chunk: Chunk, document: Document, number: int, evidence: str
) -> tuple[Sentence, int, int] | None:
    """Sentence and view span in which ``evidence`` stands word for word, or None.

    The sentence ``number`` is looked at first; models miscount, so another one will do when it is
    the only one that has these words.
    """
    if len(evidence) < 2:
        return None
    hits = [(s, *span) for s in chunk.sentences if (span := _within(s, document, evidence))]
    stated = [hit for hit in hits if hit[0].index == number]
    if stated:
        return stated[0]
    return hits[0] if len(hits) == 1 else None


def _within(sentence: Sentence, document: Document, words: str) -> tuple[int, int] | None:
    """View span of ``words``, written as in the document or as the model was shown it."""
    at = document.text.find(words, sentence.start, sentence.end)
    if at >= 0:
        span = tuple(bisect_left(sentence.offsets, x) for x in (at, at + len(words)))
        return (span[0], span[1]) if span[0] < span[1] else None
    at = shown(sentence).find(words)
    return (at, at + len(words)) if at >= 0 else None


def _first(view: str, forms: Iterable[str], a: int, b: int) -> tuple[int, int]:
    """Span of the first of ``forms`` inside ``view[a:b]``, or the span's beginning."""
    for form in forms:
        at = view.find(form, a, b)
        if at >= 0:
            return at, at + len(form)
    return a, a + 1


def _short(sentence: Sentence, a: int, b: int, keep: tuple[int, int]) -> tuple[int, int]:
    """``view[a:b]`` cut to what may be evidence, on the right first, ``keep`` last."""

    def long() -> bool:
        first, last = sentence.span(a, b)
        return last - first > LONGEST

    while b > keep[1] and long():
        b -= 1
    while a < keep[0] and long():
        a += 1
    while b > a + 1 and long():
        b -= 1
    return a, b


def _written(chunk: Chunk, seen: Seen) -> bool:
    """Whether the passage itself names the entity, by more than a reference such as 我省."""
    bodies = [shown(s) for s in chunk.sentences if s.kind == "body"]
    own = [form for form in seen.forms if not _refers(form, seen.entity)]
    return any(form in body for form in own for body in bodies)


def _refers(form: str, entity: Entity) -> bool:
    """Whether ``form`` means a region by context only: 我省, 该市, 三地, but not 本溪."""
    return entity.type == "Region" and form not in entity.name and bool(REFERENCE.match(form))


def _mentions(sentence: Sentence, seen: Iterable[Seen]) -> Iterator[Mention]:
    """Where the forms stand, longer ones first; one inside another of its type is none."""
    view = shown(sentence)
    spans = [
        (m.start(), m.end(), one.entity)
        for one in seen
        for form in one.forms
        for m in re.finditer(re.escape(form), view)
    ]
    taken: list[tuple[int, int, str]] = []
    for start, end, entity in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if any(a < end and start < b and kind == entity.type for a, b, kind in taken):
            continue
        taken.append((start, end, entity.type))
        text = sentence.view[start:end]
        implied = _refers(text, entity)
        yield Mention(
            sentence.index, start, end, text, entity, implied, source=RULE, score=CONFIDENCE
        )

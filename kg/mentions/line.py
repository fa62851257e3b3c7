"""One sentence with what the dictionaries find in it, as far as its words let that stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.mentions.lexicon import matchers
from kg.mentions.matcher import Hit
from kg.mentions.opennames import name_rules
from kg.mentions.places import Gazetteer
from kg.mentions.span import Span
from kg.mentions.tokens import Tokens
from kg.model import Sentence
from kg.neural import Reading

FOREIGN = "foreign"
SITED = ("Project", "Organization")  # types of names that begin with where they are


@dataclass(slots=True)
class Line:
    """A sentence at work."""

    sentence: Sentence
    tokens: Tokens
    spans: list[Span]
    matches: list[tuple[int, int, str]]

    def reading(self) -> Reading:
        """What the tagger reads: lexicon names count where they are whole words."""
        tokens, edges = self.tokens, self.tokens.edges
        whole = [m for m in self.matches if m[0] in edges and m[1] in edges]
        return Reading(self.sentence.view, tokens.words, tokens.tags, whole)


def read_line(sentence: Sentence, gaz: Gazetteer) -> Line:
    """A sentence with what the dictionaries find in it."""
    view = sentence.view
    (places, foreign, names, industries, matches), hidden = matchers().layers.find(view)
    line = Line(sentence, Tokens(view), [], matches)
    tokens = line.tokens
    sites = {a: b for a, b, term in names if term.type in SITED} if places else {}
    line.spans = _places(line, places, hidden, gaz, sites) if places else []
    line.spans += [
        Span(start, end, "Region", name, FOREIGN)
        for start, end, name in foreign
        if tokens.whole(start, end)
    ]
    line.spans += [
        Span(start, end, term.type, term.name, term.kind, weak=term.weak)
        for found in (names, industries)
        for start, end, term in found
        if start in tokens.edges or end in tokens.edges
    ]
    return line


def _places(
    line: Line, found: Sequence[Hit], hidden: Sequence[Hit], gaz: Gazetteer, sites: dict[int, int]
) -> list[Span]:
    """The place names of a sentence, ``hidden`` ones where what hides them is none.

    ``sites`` are where known projects and organizations start and end: 天津港 is one word, and at
    天津.
    """
    view = line.sentence.view
    kept: list[Span] = []
    lost: list[Span] = []
    run: tuple[int, int] = (0, 0)
    for number, hit in enumerate(found):
        if hit[0] >= run[1]:
            run = (hit[0], _run_end(found, number, sites))
        span = _region(view, hit)
        (kept if _stands(span, line, gaz, run) else lost).append(span)
    for hit in hidden if lost else ():
        span = _region(view, hit)
        over = any(s.start < span.end and span.start < s.end for s in lost)
        free = not any(s.start < span.end and span.start < s.end for s in kept)
        if over and free and _stands(span, line, gaz, (span.start, span.end)):
            kept.append(span)
    return kept


def _region(view: str, hit: Hit) -> Span:
    start, end, form = hit
    return Span(start, end, "Region", view[start:end], places=form.places, weak=form.weak)


def _run_end(found: Sequence[Hit], number: int, sites: dict[int, int]) -> int:
    """Where places that follow one another without a gap end: 湖南岳阳, 山东|烟台万华.

    What is known to be at the last of them goes with it, and what is named after one of them.
    """
    end = furthest = found[number][0]
    while number < len(found) and found[number][0] == end:
        start, end, form = found[number]
        site = sites.get(start, 0) if form.places[0].level != "country" else 0
        furthest = max(furthest, end, site)
        number += 1
    return max(furthest, sites.get(end, 0))


def _stands(span: Span, line: Line, gaz: Gazetteer, run: tuple[int, int]) -> bool:
    """Whether a place name is one here; shortens 深圳市|场 to 深圳.

    ``run`` are the bounds of the places that touch one another there.
    """
    view, tokens = line.sentence.view, line.tokens
    text = view[span.start : span.end]
    if text[-1] in "市区县" and view[span.end : span.end + 1] in tuple("场值况域块间别"):
        form = gaz.forms.get(text[:-1])
        if form is None or form.weak:
            return False
        span.end, span.name, span.places = span.end - 1, text[:-1], form.places
        return True
    form = gaz.forms[text]
    if form.guard == "never":
        return False
    if text == span.places[0].entity.name and len(text) > 2:
        if len(text) == 3 and text.endswith("城市"):
            return span.start in tokens.edges  # not 滨|海城市
        return span.start in tokens.edges or span.end in tokens.edges
    if view.startswith(name_rules().not_after, span.end):
        return False
    whole = tokens.whole(span.start, span.end)
    return whole or (form.guard != "word" and tokens.whole(*run))

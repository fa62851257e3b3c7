"""Whose words a quotation is: the place that the quoted official speaks for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.data import rules
from kg.model import Entity, Mention, Sentence

QUOTED = re.compile(r"“([^”]*)(?:”|$)")
# What follows the name of its speaker to the end of the paragraph: 即墨市卫生局副局长毛天训：…
OPENED = re.compile(r"^[^，。；：“”！？]{4,40}：(?!“)")
SPOKEN = re.compile(r"[，。；！？]")
NEAR = 40  # characters after a quotation within which its speaker is named


@dataclass(frozen=True, slots=True)
class _Rules:
    titled: re.Pattern[str]
    named: re.Pattern[str]
    shortest: int


@cache
def _rules() -> _Rules:
    table = rules.table("speakers")
    titles, verbs = ("|".join(sorted(table[k], key=len, reverse=True)) for k in ("titles", "verbs"))
    names = rf"(?P<name>[\u4e00-\u9fff]{{2,4}}?)(?=(?:{verbs})|[，：“（]|在|对|给|向)"
    return _Rules(
        re.compile(rf"[^，。；：“”、！？]{{0,{table['between']}}}?(?:{titles})(?:{names})?"),
        re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2,4}}?)(?:{verbs})"),
        table["shortest"],
    )


@dataclass(slots=True)
class _Paragraph:
    """The text of a paragraph; ``starts`` is where each sentence begins in it."""

    sentences: list[Sentence]
    starts: list[int]
    text: str


def speakers(
    sentences: Sequence[Sentence], mentions: Mapping[int, Sequence[Mention]]
) -> dict[int, Entity]:
    """The place spoken for, by the index of each sentence that stands in a spoken quotation.

    ``mentions`` are those of each sentence by its index.
    """
    paragraphs = [(p, _quotes(p.text)) for p in _paragraphs(sentences)]
    if not any(quotes for _, quotes in paragraphs):
        return {}
    persons: dict[str, Entity] = {}
    found: dict[int, Entity] = {}
    for paragraph, quotes in paragraphs:
        officials = list(_officials(paragraph, mentions, persons))
        for start, end in quotes:
            place = _speaker(start, end, officials) or _known(paragraph.text, start, end, persons)
            if place is not None:
                found.update(dict.fromkeys(_inside(paragraph, start, end), place))
    return found


def _paragraphs(sentences: Iterable[Sentence]) -> Iterator[_Paragraph]:
    groups: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        if sentence.kind != "boilerplate":
            groups[sentence.paragraph].append(sentence)
    for group in groups.values():
        starts, size = [], 0
        for sentence in group:
            starts.append(size)
            size += len(sentence.view)
        yield _Paragraph(group, starts, "".join(s.view for s in group))


def _quotes(text: str) -> list[tuple[int, int]]:
    """Bounds of what somebody says; an unclosed quotation goes on to the paragraph's end."""
    opened = OPENED.match(text)
    said = [] if opened is None else [(opened.end(), len(text))]
    return said + [
        m.span(1)
        for m in QUOTED.finditer(text)
        if len(m.group(1)) >= _rules().shortest and SPOKEN.search(m.group(1))
    ]


def _officials(
    paragraph: _Paragraph, mentions: Mapping[int, Sequence[Mention]], persons: dict[str, Entity]
) -> Iterator[tuple[int, Entity]]:
    """Where an official of a place is named, with the place; names are kept in ``persons``."""
    for sentence, start in zip(paragraph.sentences, paragraph.starts, strict=True):
        for m in mentions.get(sentence.index, ()):
            if m.entity.type != "Region" or m.entity.kind in ("country", "foreign"):
                continue
            title = _rules().titled.match(sentence.view, m.end)
            if title is not None:
                if title.group("name"):
                    persons[title.group("name")] = m.entity
                yield start + m.end, m.entity


def _speaker(start: int, end: int, officials: Sequence[tuple[int, Entity]]) -> Entity | None:
    """The last official named before a quotation, or the first one named right after it."""
    before = [place for at, place in officials if at <= start]
    after = [place for at, place in officials if end <= at <= end + NEAR]
    return after[0] if after else before[-1] if before else None


def _known(text: str, start: int, end: int, persons: Mapping[str, Entity]) -> Entity | None:
    """The place of somebody whose title an earlier paragraph has told."""
    for stretch in (text[end : end + NEAR], text[max(0, start - NEAR) : start]):
        for m in _rules().named.finditer(stretch):
            name = m.group("name")
            for tail in (name[i:] for i in range(len(name) - 1)):
                if tail in persons:
                    return persons[tail]
    return None


def _inside(paragraph: _Paragraph, start: int, end: int) -> Iterator[int]:
    """Indices of the sentences that a stretch of the paragraph touches."""
    for sentence, at in zip(paragraph.sentences, paragraph.starts, strict=True):
        if at < end and start < at + len(sentence.view):
            yield sentence.index

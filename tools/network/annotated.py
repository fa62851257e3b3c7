"""Annotated documents as the network learns from them: sentences, names in place, related pairs.

Annotations name entities of a document, not places in it, and give a verbatim stretch for each
relation. A name counts as mentioned wherever one of its forms stands, longest forms first; a
relation joins the mentions that are nearest its evidence.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import rjieba

from kg.mentions.names import Token, lexicon_matcher
from kg.model import Document
from kg.read import read_path
from kg.text import sentences
from tools.network.pairs import TYPES

ZONE = re.compile(
    "(新区|开发区|高新区|园|园区|谷|科学城|科技城|大学城|新城|港|自贸区|自由贸易试验区|试验区|实验区|示范区|"
    "合作区|保税区|综保区|产业区|工业区|集聚区|基地|城市群|都市圈|经济圈|经济带|经济区|走廊|湾区|创新区|片区|"
    "商务区|旅游区|物流区|度假区|产业带|功能区|港区|社区|城)$"
)
PLAIN = re.compile("(省|市|县|旗|盟|州|镇|乡|村|街道|地区|全国|自治区)$")
LEVEL = re.compile(
    "(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市|地区|盟|区|县|旗|镇|乡)$"
)
TAIL = re.compile("(产业|行业)$")
DROPPED = re.compile(r"[\s\"'“”‘’《》〈〉「」『』·]")
SIGNATURES = {
    "DEVELOPS": ("Region", "Industry"), "COVERS": ("Strategy", "Region"),
    "PROMOTES": ("Strategy", "Industry"), "COOPERATES_WITH": ("Region", "Region"),
    "ENGAGES_IN": ("Organization", "Industry"),
}  # fmt: skip
"""Types of the ends of a relation, where they are fixed."""

BACK = 3  # sentences before the evidence in which an end of a relation is looked for


class Name(NamedTuple):
    """One mention: characters of the joined sentences, type, number of the entity."""

    start: int
    end: int
    type: int
    entity: int


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: its tokens, and its lexicon names as start, end, class letter and name."""

    view: str
    tokens: list[Token]
    names: list[tuple[int, int, str, str]]


@dataclass(frozen=True, slots=True)
class Example:
    """A document to learn from.

    ``starts`` are the places of the lines in their text joined by line breaks. ``stated`` has a
    pair of mention numbers (-1: the text names that end nowhere near) and a relation for each
    annotated fact, with 1 for planned and 0 for existing; ``related`` the relations of each pair of
    entities, wherever stated.
    """

    name: str
    lines: list[Line]
    starts: list[int]
    names: list[Name]
    stated: dict[tuple[int, int, str], int]
    related: dict[tuple[int, int], set[str]]


def read_line(view: str) -> Line:
    """A sentence with its tokens and the lexicon names that lie on whole words."""
    tokens = rjieba.tag(view)
    edges = set(accumulate((len(word) for word, _ in tokens), initial=0))
    names = [
        (start, end, letter, view[start:end])
        for start, end, letter in lexicon_matcher().find(view)
        if start in edges and end in edges
    ]
    return Line(view, tokens, names)


def read_examples(gold: Path, only: Iterable[str] | None, folders: Sequence[Path]) -> list[Example]:
    """Examples of the annotation files in ``gold``, texts from ``folders``; ``only`` limits them
    to documents of these names."""
    wanted = None if only is None else set(only)
    out = []
    for path in sorted(gold.glob("*.json")):
        annotation = json.loads(path.read_text(encoding="utf-8"))
        name = Path(annotation["doc"]).name
        if wanted is None or name in wanted:
            out.append(example(name, annotation, _document(name, folders)))
    return out


def _document(name: str, folders: Sequence[Path]) -> Document:
    source = next(folder / name for folder in folders if (folder / name).exists())
    document = next(iter(read_path(source)))
    if not isinstance(document, Document):
        raise document
    return document


def example(name: str, annotation: dict[str, Any], document: Document) -> Example:
    """One annotated document, ready to learn from."""
    lines = [read_line(s.view) for s in sentences(document) if s.kind != "boilerplate" and s.view]
    starts = [0, *accumulate(len(line.view) + 1 for line in lines)][: len(lines)]
    text = "\n".join(line.view for line in lines)
    names = list(_names(text, annotation["entities"], _edges(lines, starts)))
    placed = _Placed(text, starts, names)
    stated, related = placed.relations(annotation)
    return Example(name, lines, starts, names, stated, related)


def _edges(lines: Sequence[Line], starts: Sequence[int]) -> set[int]:
    return {
        start + edge
        for line, start in zip(lines, starts, strict=True)
        for edge in accumulate((len(word) for word, _ in line.tokens), initial=0)
    }


def _plain(text: str) -> tuple[str, list[int]]:
    """Text without blanks and quotes, in normal form, and where each character stood."""
    out, places = [], []
    for i, char in enumerate(text):
        for one in unicodedata.normalize("NFKC", char).lower():
            if not DROPPED.match(one):
                out.append(one)
                places.append(i)
    return "".join(out), places


def _forms(entity: dict[str, Any]) -> set[str]:
    forms = {_plain(n)[0] for n in (entity["name"], *entity.get("aliases", []))}
    if entity["type"] == "Region":
        forms |= {short for f in forms if len(short := LEVEL.sub("", f)) >= 2}
    if entity["type"] == "Industry":
        forms |= {short for f in forms if len(f) > 4 and (short := TAIL.sub("", f))}
    return {f for f in forms if len(f) > 1}


def _names(text: str, entities: Sequence[dict[str, Any]], edges: set[int]) -> Iterator[Name]:
    """Mentions in order, those of one type without overlap."""
    plain, places = _plain(text)
    found = set()
    for number, entity in enumerate(entities):
        for form in _forms(entity):
            for match in re.finditer(re.escape(form), plain):
                start, end = places[match.start()], places[match.end() - 1] + 1
                whole = start in edges and end in edges
                if "\n" not in text[start:end] and (len(form) > 2 or whole):
                    found.add(Name(start, end, TYPES.index(entity["type"]), number))
    taken: dict[int, set[int]] = defaultdict(set)
    kept = []
    for name in sorted(found, key=lambda n: (n.start - n.end, n)):
        stretch = range(name.start, name.end)
        if taken[name.type].isdisjoint(stretch):
            taken[name.type].update(stretch)
            kept.append(name)
    yield from sorted(kept)


class _Placed:
    """Finds the mentions that each annotated relation joins."""

    def __init__(self, text: str, starts: Sequence[int], names: Sequence[Name]) -> None:
        self._plain, self._places = _plain(text)
        self._starts = starts
        self._names = names
        self._of: dict[int, list[int]] = defaultdict(list)
        for i, name in enumerate(names):
            self._of[name.entity].append(i)

    def relations(
        self, annotation: dict[str, Any]
    ) -> tuple[dict[tuple[int, int, str], int], dict[tuple[int, int], set[str]]]:
        """Stated pairs of mentions, and related entities."""
        number: dict[tuple[str, str | None], int] = {}
        for i, entity in enumerate(annotation["entities"]):
            number.setdefault((entity["name"], entity["type"]), i)
            number.setdefault((entity["name"], None), i)
        stated: dict[tuple[int, int, str], int] = {}
        related: dict[tuple[int, int], set[str]] = defaultdict(set)
        for row in annotation["relations"]:
            kinds = SIGNATURES.get(row["type"], (row.get("head_type"), row.get("tail_type")))
            head, tail = (
                number.get((row[e], k)) for e, k in zip(("head", "tail"), kinds, strict=True)
            )
            if head is None or tail is None:
                continue
            related[head, tail].add(row["type"])
            if row["type"] == "COOPERATES_WITH":
                related[tail, head].add(row["type"])
            ends = None if row.get("optional") else self._ends(head, tail, row.get("evidence"))
            if ends is not None:
                stated[(*ends, row["type"])] = int(row.get("status") == "planned")
        return stated, dict(related)

    def _ends(self, head: int, tail: int, evidence: str | None) -> tuple[int, int] | None:
        """Mentions of both ends nearest the evidence; -1 for one that is not near."""
        wanted = _plain(evidence or "")[0]
        at = self._plain.find(wanted) if wanted else -1
        if at < 0:
            return None
        start, end = self._places[at], self._places[at + len(wanted) - 1] + 1
        first, last = self._line(start), self._line(end - 1)
        one = self._nearest(head, first, last, start, end)
        other = self._nearest(tail, first, last, start, end)
        if one is None and other is not None:
            place = self._names[other].start
            one = self._nearest(head, first - BACK, last, place, place + 1)
        if other is None and one is not None:
            place = self._names[one].start
            other = self._nearest(tail, first - BACK, last, place, place + 1)
        if one == other:
            return None
        return (-1 if one is None else one), (-1 if other is None else other)

    def _nearest(self, entity: int, first: int, last: int, start: int, end: int) -> int | None:
        middle = (start + end) // 2
        names = self._names
        return min(
            (i for i in self._of[entity] if first <= self._line(names[i].start) <= last),
            key=lambda i: (not start <= names[i].start < end, abs(names[i].start - middle)),
            default=None,
        )

    def _line(self, place: int) -> int:
        return bisect_right(self._starts, place) - 1


def is_zone(name: str) -> bool:
    """Whether a region's name is for the tagger: a zone or functional region, no division."""
    return len(name) >= 4 and not PLAIN.search(name) and ZONE.search(name) is not None

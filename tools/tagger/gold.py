"""Annotated documents as labelled sentences for the tagger.

The annotations name entities of a document, not places in it: a label is put wherever one of an
entity's names stands in the text, longest names first, on whole words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import rjieba

from kg.mentions.features import Match, Token, lexicon_matcher, split_tokens
from kg.model import Document
from kg.read import read_path
from kg.text import sentences

ZONE = re.compile(
    "(新区|开发区|高新区|园|园区|谷|科学城|科技城|大学城|新城|港|自贸区|自由贸易试验区|试验区|实验区|示范区|"
    "合作区|保税区|综保区|产业区|工业区|集聚区|基地|城市群|都市圈|经济圈|经济带|经济区|走廊|湾区|创新区|片区|"
    "商务区|旅游区|物流区|度假区|产业带|功能区|港区|社区|城)$"
)
PLAIN = re.compile("(省|市|县|旗|盟|州|镇|乡|村|街道|地区|全国|自治区)$")
QUOTES = '“”"《》‘’'
SLACK = 2
"""Characters a label may grow to end on whole words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: tokens, their edges in characters, whole-token lexicon matches with names."""

    view: str
    tokens: list[Token]
    edges: list[int]
    matches: list[tuple[Match, str]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A document with its annotation."""

    name: str
    annotation: dict[str, Any]
    document: Document
    lines: list[Line]


def load(gold: Path) -> list[Labelled]:
    """The extra documents and the develop part of the others; the test part is not opened."""
    develop = json.loads((gold / "split.json").read_text(encoding="utf-8"))["develop"]
    annotations = sorted((gold / "extra" / "annotations").glob("*.json"))
    annotations += [gold / "annotations" / f"{Path(name).stem}.json" for name in develop]
    folders = (gold / "extra" / "documents", gold / "documents", gold.parent / "seeds")
    return [_labelled(path, folders) for path in annotations]


def _labelled(path: Path, folders: Sequence[Path]) -> Labelled:
    annotation = json.loads(path.read_text(encoding="utf-8"))
    name = Path(annotation["doc"]).name
    source = next(folder / name for folder in folders if (folder / name).exists())
    document = next(iter(read_path(source)))
    if not isinstance(document, Document):
        raise document
    lines = [_line(s.view) for s in sentences(document) if s.kind != "boilerplate"]
    return Labelled(name, annotation, document, lines)


def _line(view: str) -> Line:
    tokens = split_tokens(rjieba.tag(view))
    edges = list(accumulate((len(word) for word, _ in tokens), initial=0))
    at = {edge: i for i, edge in enumerate(edges)}
    matches = [
        ((at[start], at[end], letter), view[start:end])
        for start, end, letter in lexicon_matcher().find(view)
        if start in at and end in at
    ]
    return Line(view, tokens, edges, matches)


def is_zone(name: str) -> bool:
    """Whether a region's name is for the tagger: a zone or functional region, no division."""
    return len(name) >= 4 and not PLAIN.search(name) and ZONE.search(name) is not None


def labels(line: Line, annotation: dict[str, Any], types: Collection[str]) -> list[str]:
    """B-Type, I-Type and O for each token; only entities of these types."""
    out = ["O"] * len(line.tokens)
    at = {edge: i for i, edge in enumerate(line.edges)}
    for start, end, kind in sorted(
        _found(line, annotation, types, at), key=lambda m: (m[0] - m[1], m)
    ):
        if all(label == "O" for label in out[start:end]):
            out[start:end] = [f"I-{kind}"] * (end - start)
            out[start] = f"B-{kind}"
    return out


def _found(
    line: Line, annotation: dict[str, Any], types: Collection[str], at: dict[int, int]
) -> set[tuple[int, int, str]]:
    """Token spans of all names, also overlapping ones."""
    found = set()
    for entity in annotation["entities"]:
        if entity["type"] not in types or not _taggable(entity["type"], entity["name"]):
            continue
        for name in {n.strip(QUOTES) for n in (entity["name"], *entity["aliases"])}:
            if not name or (entity["type"] == "Region" and len(name) < 4):
                continue
            for match in re.finditer(re.escape(name), line.view):
                span = _on_words(match.start(), match.end(), at)
                if span is not None:
                    found.add((*span, entity["type"]))
    return found


def _taggable(kind: str, name: str) -> bool:
    return kind != "Region" or is_zone(name)


def _on_words(start: int, end: int, at: dict[int, int]) -> tuple[int, int] | None:
    """Tokens of a stretch, grown to whole words; short names must be whole words already."""
    first, last = start, end
    while first not in at:
        first -= 1
    while last not in at:
        last += 1
    grown = (last - first) - (end - start)
    if grown > (0 if end - start <= 2 else SLACK):
        return None
    return at[first], at[last]

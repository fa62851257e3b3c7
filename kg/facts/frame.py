"""A sentence as the rules see it: mentions folded into single signs, clauses, places of words.

``Frame.skeleton`` is the sentence's view in which every outermost mention is one sign of its type
(:data:`SIGNS`), so that a rule reads "R 与 R 共建" whatever the names are. Mentions inside others
(京津冀 in 京津冀协同发展) hang on their item as ``inner``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.model import Entity, Mention, Sentence

SIGNS = {
    "Region": "\ue000",
    "Industry": "\ue001",
    "Strategy": "\ue002",
    "Organization": "\ue003",
    "Project": "\ue004",
    "Foreign": "\ue005",
}
CLAUSE_END = re.compile(r"[，；。：！？…]+|——")
TAIL = re.compile(r"”?(?:产业集群|产业链|产业|行业|集群|领域|板块)")


@dataclass(slots=True)
class Item:
    """One or more mentions that share a stretch (三地), as one sign of the skeleton.

    ``start``/``end`` are view positions, ``at`` the skeleton position, ``inner`` the mentions
    nested in it.
    """

    start: int
    end: int
    type: str
    mentions: list[Mention]
    inner: list[Mention] = field(default_factory=list)
    at: int = 0

    @property
    def entities(self) -> list[Entity]:
        """The entities meant, in text order."""
        return [m.entity for m in self.mentions]


@dataclass(slots=True)
class Frame:
    """One sentence with its items, skeleton and clause bounds (skeleton positions)."""

    sentence: Sentence
    items: list[Item]
    skeleton: str
    starts: list[int]
    clauses: list[int]

    def clause(self, at: int) -> tuple[int, int]:
        """Skeleton bounds of the clause that holds skeleton position ``at``."""
        i = bisect_right(self.clauses, at) - 1
        end = self.clauses[i + 1] if i + 1 < len(self.clauses) else len(self.skeleton)
        return self.clauses[i], end

    def view_at(self, at: int) -> int:
        """View position of skeleton position ``at`` (its end for the end of the skeleton)."""
        return self.starts[at] if at < len(self.starts) else len(self.sentence.view)

    def of(self, kind: str) -> list[Item]:
        """Items of one type, in order."""
        return [i for i in self.items if i.type == kind]


def make_frame(sentence: Sentence, mentions: Sequence[Mention]) -> Frame:
    """Fold a sentence's mentions (sorted by start, longest first) into a frame."""
    items = _items(mentions)
    pieces: list[str] = []
    starts: list[int] = []
    position = 0
    view = sentence.view
    for item in items:
        pieces.append(view[position : item.start])
        starts.extend(range(position, item.start))
        item.at = len(starts)
        pieces.append(SIGNS[item.type])
        starts.append(item.start)
        position = item.end
        if item.type == "Industry":
            tail = TAIL.match(view, position)
            if tail:
                position = tail.end()
    pieces.append(view[position:])
    starts.extend(range(position, len(view)))
    skeleton = "".join(pieces)
    clauses = [0, *(m.end() for m in CLAUSE_END.finditer(skeleton) if m.end() < len(skeleton))]
    return Frame(sentence, items, skeleton, starts, clauses)


def _items(mentions: Sequence[Mention]) -> list[Item]:
    items: list[Item] = []
    for m in mentions:
        last = items[-1] if items else None
        if last and m.start == last.start and m.end == last.end and _type(m) == last.type:
            last.mentions.append(m)
        elif last and m.start < last.end:
            last.inner.append(m)
        else:
            items.append(Item(m.start, m.end, _type(m), [m]))
    return items


def _type(mention: Mention) -> str:
    return "Foreign" if mention.entity.kind == "foreign" else mention.entity.type

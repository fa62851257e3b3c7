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
from typing import Any

from kg.model import Entity, Mention, Sentence

SIGNS = {
    "Region": "\ue000",
    "Industry": "\ue001",
    "Strategy": "\ue002",
    "Organization": "\ue003",
    "Project": "\ue004",
    "Foreign": "\ue005",
}
JOINT = "(?:[、和与及]|以及)"  # what stands between the members of a list, as a pattern
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
    """One sentence with its items and skeleton; ``starts`` are view positions of the skeleton's.

    ``notes`` keep what is asked of it more than once.
    """

    sentence: Sentence
    items: list[Item]
    skeleton: str
    starts: Sequence[int]
    _clauses: list[int] | None = None
    _bounds: dict[int, tuple[int, int]] = field(default_factory=dict)
    notes: dict[tuple[str, int], Any] = field(default_factory=dict)
    _by_type: dict[str, list[tuple[Item, Mention]]] | None = None

    @property
    def clauses(self) -> list[int]:
        """Where clauses begin (skeleton positions)."""
        if self._clauses is None:
            size = len(self.skeleton)
            ends = [m.end() for m in CLAUSE_END.finditer(self.skeleton)]
            self._clauses = [0, *(end for end in ends if end < size)]
        return self._clauses

    def clause(self, at: int) -> tuple[int, int]:
        """Skeleton bounds of the clause that holds skeleton position ``at``."""
        if at not in self._bounds:
            clauses = self.clauses
            i = bisect_right(clauses, at)
            end = clauses[i] if i < len(clauses) else len(self.skeleton)
            self._bounds[at] = clauses[i - 1], end
        return self._bounds[at]

    def view_at(self, at: int) -> int:
        """View position of skeleton position ``at`` (its end for the end of the skeleton)."""
        return self.starts[at] if at < len(self.starts) else len(self.sentence.view)

    @property
    def by_type(self) -> dict[str, list[tuple[Item, Mention]]]:
        """Mentions by their type, outermost and nested, each with its item, in order."""
        if self._by_type is None:
            self._by_type = {}
            for item in self.items:
                for m in (*item.mentions, *item.inner):
                    self._by_type.setdefault(m.entity.type, []).append((item, m))
        return self._by_type


def make_frame(sentence: Sentence, mentions: Sequence[Mention]) -> Frame:
    """Fold a sentence's mentions (sorted by start, longest first) into a frame."""
    if not mentions:
        return Frame(sentence, [], sentence.view, range(len(sentence.view)))
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
    return Frame(sentence, items, skeleton, starts)


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

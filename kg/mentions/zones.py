"""What 高新区, 该园区 and 新区 point back to: a zone named before by its full name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.mentions.places import Place
from kg.mentions.span import Span, implied
from kg.model import Entity

LATEST = re.compile(r"(?:该|这个)(?:园区|新区)")
ONLY = re.compile(
    r"(?:(?<=[，。；：、！？（“”\s在从把以和与对将由向到及使让是])|^)"
    r"(高新区|经开区|开发区|新区|园区|合作区|自贸区|自贸港|保税区|综保区)(?![\u4e00-\u9fff]{0,2}(?:、|等))"
)
# What the full names end in of the zones that one word means.
FULL = {"高新区": ("高新区", "高新技术产业开发区"), "经开区": ("经开区", "经济技术开发区"),
        "自贸区": ("自贸区", "自由贸易试验区"), "自贸港": ("自由贸易港",),
        "综保区": ("综保区", "综合保税区"), "园区": ("区", "园")}  # fmt: skip


class Zones:
    """The zones of one document, sentence by sentence in reading order."""

    def __init__(self) -> None:
        """None has been named yet."""
        self._seen: dict[str, Place] = {}  # the latest named last

    def read(self, view: str, spans: Sequence[Span]) -> list[Span]:
        """Implied spans of one sentence; ``spans`` are its names, resolved.

        该园区 is the zone named last, a bare 园区 the only one that can be meant.
        """
        named = sorted((s for s in spans if s.type == "Region"), key=lambda s: s.end)
        found, number = [], 0
        for match in sorted(_pointers(view), key=re.Match.start):
            while number < len(named) and named[number].end <= match.start():
                self._see(named[number])
                number += 1
            bare = match.lastindex
            if bare and any(s.start <= match.start() < s.end for s in spans):
                continue  # part of a name
            place = self._only(match[1]) if bare else next(reversed(self._seen.values()), None)
            if place:
                found.append(implied(*match.span(bare or 0), place))
        for span in named[number:]:
            self._see(span)
        return found

    def _see(self, span: Span) -> None:
        place = _zone(span)
        if place is not None:
            self._seen.pop(place.entity.id, None)
            self._seen[place.entity.id] = place

    def _only(self, word: str) -> Place | None:
        """The one zone named before that a word can mean."""
        ends = FULL.get(word, (word,))
        meant = [p for p in self._seen.values() if p.entity.name.endswith(ends)]
        return meant[0] if len(meant) == 1 else None


def _pointers(view: str) -> list[re.Match[str]]:
    return [*LATEST.finditer(view), *ONLY.finditer(view)] if "区" in view or "港" in view else []


def _zone(span: Span) -> Place | None:
    """The zone that a span names, as a place; many stand in no gazetteer."""
    if span.place is None and span.kind == "zone":
        return Place(Entity(f"region:{span.name}", "Region", span.name, span.kind), "zone")
    return span.place if span.place and span.place.level == "zone" else None

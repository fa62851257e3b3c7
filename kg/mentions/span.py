"""Spans: mentions in the making, before they are tied to an entity."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.mentions.places import Place
from kg.model import EntityType


@dataclass(slots=True)
class Span:
    """A stretch of a view that is a name of some type.

    ``name`` is the canonical name where a lexicon knows it, else the text cut to the name.
    ``source`` tells who found it: ``lexicon``, ``pattern``, ``list``, ``tagger``, ``reference``.
    ``places`` holds what a region name may mean until the document decides.
    """

    start: int
    end: int
    type: EntityType
    name: str
    kind: str = ""
    source: str = "lexicon"
    weak: bool = False
    places: tuple[Place, ...] = ()
    place: Place | None = None
    implied: bool = False
    score: float = -1.0

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def crosses(self, other: Span) -> bool:
        """Whether the two overlap without one lying in the other."""
        overlap = self.start < other.end and other.start < self.end
        return overlap and not self.covers(other) and not other.covers(self)


def implied(start: int, end: int, place: Place) -> Span:
    """The span of words that mean a region without naming it."""
    return Span(
        start, end, "Region", place.entity.name, place.entity.kind, "reference",
        places=(place,), place=place, implied=True,
    )  # fmt: skip


def settle(spans: Iterable[Span]) -> list[Span]:
    """Spans without crossings and without two of one type inside one another.

    Longer spans win; spans of different types may nest (京津冀 in 京津冀协同发展).
    """
    spans = list(spans)
    if len(spans) < 2:
        return spans
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.source != "lexicon", s.start)):
        if not any(_excludes(other, span) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: (s.start, -s.end))


def _excludes(kept: Span, new: Span) -> bool:
    if kept.crosses(new):
        return True
    same_place = kept.start == new.start and kept.end == new.end
    return kept.covers(new) and (same_place or (kept.type == new.type and kept.type != "Region"))

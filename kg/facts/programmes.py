"""Strategies that a sentence leans on without naming them: of earlier sentences, of headings."""

from __future__ import annotations

from typing import NamedTuple

from kg.facts.frame import Frame
from kg.model import Entity


class Programme(NamedTuple):
    """A strategy of an earlier sentence of the paragraph, or of a heading, and what went before it.

    ``at`` is its skeleton position there; ``since`` counts sentences.
    """

    entity: Entity
    lead: str
    at: int
    since: int
    how: str


class Programmes:
    """Follows the strategies of one document, sentence by sentence in order."""

    def __init__(self) -> None:
        """Of none yet."""
        self._stated: list[tuple[Programme, int, int]] = []
        self._heads: dict[str, list[Programme]] = {}
        self._frame: Frame | None = None

    def enter(self, frame: Frame) -> None:
        """Make ``frame`` the current sentence."""
        if self._frame is not None:
            self._keep(self._frame)
        self._frame = frame

    def _keep(self, frame: Frame) -> None:
        named = [
            Programme(
                item.entities[0], frame.skeleton[max(0, item.at - 2) : item.at], item.at, 0, ""
            )
            for item in frame.items
            if item.type == "Strategy"
        ]
        if frame.sentence.kind == "heading":
            self._heads[frame.sentence.view] = named
        elif named:
            place = frame.sentence.paragraph, frame.sentence.index
            self._stated = [(p, *place) for p in (*named[:1], *named[1:][-1:])]

    def carried(self) -> list[Programme]:
        """Strategies that earlier sentences of the paragraph, or the headings, speak of."""
        if self._frame is None:
            return []
        here = self._frame.sentence
        out = [
            p._replace(since=min(here.index - index, 5), how="earlier")
            for p, paragraph, index in self._stated
            if paragraph == here.paragraph
        ]
        for depth, heading in enumerate(reversed(here.headings)):
            out += [p._replace(since=depth, how="heading") for p in self._heads.get(heading, ())]
        return out

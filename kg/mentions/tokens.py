"""Word tokens of one sentence, with the boundary questions that names ask.

Tokens come from rjieba (jieba's dictionary and algorithm, compiled), tagged with jieba's parts of
speech.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

import rjieba


class Tokens:
    """Tokens of one ``Sentence.view``: words, tags and their boundaries in characters."""

    __slots__ = ("bounds", "edges", "tags", "words")

    def __init__(self, view: str) -> None:
        """Tag ``view``; ``bounds[i]`` is where word ``i`` starts, the last entry its length."""
        pairs: list[tuple[str, str]] = rjieba.tag(view)
        words, tags = zip(*pairs, strict=True) if pairs else ((), ())
        self.words: Sequence[str] = words
        self.tags: Sequence[str] = tags
        self.bounds: list[int] = list(accumulate(map(len, self.words), initial=0))
        self.edges: set[int] = set(self.bounds)

    def whole(self, start: int, end: int) -> bool:
        """Whether a word starts at ``start`` and a word ends at ``end``."""
        return start in self.edges and end in self.edges

    def index(self, position: int) -> int:
        """Number of the word that holds character ``position`` (or ends the sentence)."""
        i = bisect_left(self.bounds, position)
        return i if i < len(self.bounds) and self.bounds[i] == position else i - 1

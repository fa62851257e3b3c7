"""Dictionary matching: one automaton over every known name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

T = TypeVar("T")


class Matcher(Generic[T]):
    """Leftmost-longest matches of many surface forms in one pass.

    ``forms`` maps a surface form to whatever it stands for.
    """

    def __init__(self, forms: Mapping[str, T]) -> None:
        """Build the automaton; forms must not be empty strings."""
        self._forms = list(forms)
        self._values = list(forms.values())
        self._automaton = AhoCorasick(self._forms, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Non-overlapping ``(start, end, value)`` from left to right, longest first."""
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self._values[number]

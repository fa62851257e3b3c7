"""Dictionary matching: automatons over every known name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

T = TypeVar("T")
Hit = tuple[int, int, Any]
# Of the library's three kinds the one that is made and searched fastest with 43,000 names: what it
# would choose by itself takes half as long again for both.
KIND = Implementation.ContiguousNFA


class Matcher(Generic[T]):
    """Leftmost-longest matches of many surface forms in one pass.

    ``forms`` maps a surface form to whatever it stands for.
    """

    def __init__(self, forms: Mapping[str, T]) -> None:
        """Build the automaton; forms must not be empty strings."""
        self._forms = list(forms)
        self._values = list(forms.values())
        self._automaton = AhoCorasick(
            self._forms, matchkind=MatchKind.LeftmostLongest, implementation=KIND
        )

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Non-overlapping ``(start, end, value)`` from left to right, longest first."""
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self._values[number]


class Layers:
    """Leftmost-longest matches of several dictionaries, each by itself, in one pass for all.

    A dictionary maps surface forms to whatever they stand for.
    """

    def __init__(self, dictionaries: Sequence[Mapping[str, Any]]) -> None:
        """Build the automaton; forms must not be empty strings."""
        self._count = len(dictionaries)
        meanings: dict[str, list[tuple[int, Any]]] = {}
        for layer, forms in enumerate(dictionaries):
            for form, value in forms.items():
                if form in meanings:
                    meanings[form].append((layer, value))
                else:
                    meanings[form] = [(layer, value)]
        self._meanings = list(meanings.values())
        self._automaton = AhoCorasick(
            list(meanings), matchkind=MatchKind.Standard, implementation=KIND
        )

    def find(self, text: str) -> tuple[list[list[Hit]], list[Hit]]:
        """For each dictionary non-overlapping ``(start, end, value)`` from left to right.

        And what of the first these hide: 长沙 behind the 天长 of 今天长沙.
        """
        found: list[list[Hit]] = [[] for _ in range(self._count)]
        hidden: list[Hit] = []
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        if not hits:
            return found, hidden
        reached = [0] * self._count
        for start, before_end, number in sorted([(a, -b, number) for number, a, b in hits]):
            for layer, value in self._meanings[number]:
                if start >= reached[layer]:
                    reached[layer] = -before_end
                    found[layer].append((start, -before_end, value))
                elif layer == 0:
                    hidden.append((start, -before_end, value))
        return found, hidden

"""What the network sees of a sentence, as arrays with one row a character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.int8]

CLASSES = "SIOFDP"
"""Classes of lexicon names: strategy, industry, organization, functional region, division, and
project."""

PLACES = "BMES"
"""Place in a word or name: first, middle, last, single."""

Token = tuple[str, str]
Match = tuple[int, int, str]
"""Start and end in characters, class letter."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: code points, place in the word (0 to 3), the word's tag, lexicon marks.

    ``codes`` and ``places`` have a number a character, ``tags`` a tag a character, ``marks`` a row
    a character and a column for each class and place.
    """

    codes: Ints
    places: Ints
    tags: list[str]
    marks: Bytes


def read_line(view: str, tokens: Sequence[Token], matches: Sequence[Match]) -> Line:
    """``tokens`` are (word, tag) pairs that make up ``view``; ``matches`` lie on whole words."""
    import numpy as np

    codes = np.frombuffer(view.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    places = np.ones(len(view), np.int64)
    tags: list[str] = []
    at = 0
    for word, tag in tokens:
        end = at + len(word)
        places[end - 1] = 2
        places[at] = 3 if end == at + 1 else 0
        tags += [tag] * len(word)
        at = end
    marks = np.zeros((len(view), len(CLASSES) * len(PLACES)), np.int8)
    for start, end, letter in matches:
        column = CLASSES.index(letter) * len(PLACES)
        if end == start + 1:
            marks[start, column + 3] = 1
            continue
        marks[start, column] = 1
        marks[start + 1 : end - 1, column + 1] = 1
        marks[end - 1, column + 2] = 1
    return Line(codes, places, tags, marks)

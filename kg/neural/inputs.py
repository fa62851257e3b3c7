"""What the network sees of sentences, as arrays with one row a character.

:func:`read_line` is one sentence, as training takes it; :func:`lay_out` is documents side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kg.neural.layers import ALIGN, APART

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Bytes = NDArray[np.int8]
    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float32]

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


class Reading(NamedTuple):
    """A sentence: its view, its words and their tags, and the lexicon names that lie on words."""

    view: str
    words: Sequence[str]
    tags: Sequence[str]
    matches: Sequence[Match]


@dataclass(frozen=True, slots=True)
class Page:
    """Documents side by side, with a break after each sentence and idle rows between documents.

    ``codes`` has a code point a row (0 for breaks and idle rows). Rows are ``real`` (characters;
    ``places`` and ``marks`` have a number for each of these: the place in the word, and the mark's
    class times four plus place plus one, or 0) and ``alive`` (1.0 for characters and breaks).
    ``lengths`` and ``tags`` are those of the words; ``breaks`` and ``begins`` rows of breaks and
    of documents' first characters.
    """

    codes: Ints
    real: Bools
    alive: Floats
    places: Ints
    marks: Ints
    lengths: Ints
    tags: list[str]
    breaks: Ints
    begins: Ints


def lay_out(documents: Sequence[Sequence[Reading]]) -> Page:
    """The page of these documents, none of them empty."""
    import numpy as np

    sentences = list(chain.from_iterable(documents))
    sizes = np.array([len(s.view) for s in sentences])
    rests = np.ones(len(sizes), np.int64)
    last = np.cumsum([len(d) for d in documents]) - 1
    widths = np.add.reduceat(sizes + 1, last + 1 - [len(d) for d in documents])
    rests[last] += APART + (-widths - APART) % ALIGN
    ends = np.cumsum(sizes + rests)
    breaks = ends - rests
    real = np.repeat(np.tile([True, False], len(sizes)), np.ravel(np.column_stack((sizes, rests))))
    alive = real.astype(np.float32)
    alive[breaks] = 1.0
    codes = np.zeros(len(real), np.int64)
    text = "".join([s.view for s in sentences])
    codes[real] = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.array(list(map(len, chain.from_iterable([s.words for s in sentences]))))
    return Page(
        codes, real, alive, _places(lengths), _marks(sentences, sizes), lengths,
        list(chain.from_iterable([s.tags for s in sentences])), breaks,
        np.append(0, ends[last[:-1]]),
    )  # fmt: skip


def _places(lengths: Ints) -> Ints:
    """Places of the characters of words of these lengths."""
    import numpy as np

    ends = np.cumsum(lengths)
    places = np.ones(int(ends[-1]), np.int64)
    places[ends - 1] = 2
    places[ends - lengths] = np.where(lengths == 1, 3, 0)
    return places


def _marks(sentences: Sequence[Reading], sizes: Ints) -> Ints:
    """The mark of each character of all sentences."""
    import numpy as np

    marks = np.zeros(int(sizes.sum()), np.int64)
    at = 0
    spans = []
    for sentence in sentences:
        spans += [(at + a, b - a, CLASSES.index(letter)) for a, b, letter in sentence.matches]
        at += len(sentence.view)
    if spans:
        starts, lengths, classes = np.array(spans).T
        rows = np.arange(lengths.sum()) + np.repeat(starts - np.cumsum(lengths) + lengths, lengths)
        marks[rows] = 1 + np.repeat(classes * len(PLACES), lengths) + _places(lengths)
    return marks

"""Evidence: verbatim stretches of the document, short enough to be read at a glance."""

from __future__ import annotations

from kg.model import Sentence

LONGEST = 60  # characters of the document at most


def fits(sentence: Sentence, start: int, end: int) -> bool:
    """Whether ``view[start:end]`` is short enough in the document, breaks and spaces counted."""
    first, last = sentence.span(start, end)
    return last - first <= LONGEST


def cut(sentence: Sentence, start: int, end: int, keep: tuple[int, int]) -> tuple[int, int]:
    """``view[start:end]`` cut on the right, then on the left, down to what fits.

    ``keep`` is the stretch that the evidence is for; it is cut into only when it does not fit.
    """
    while end > keep[1] and not fits(sentence, start, end):
        end -= 1
    while start < keep[0] and not fits(sentence, start, end):
        start += 1
    while end > start + 1 and not fits(sentence, start, end):
        end -= 1
    return start, end

"""Shared by formats with pages: running heads and feet that interrupt the text are removed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_EDGE = 2
_MIN_PAGES = 3
_SHARE = 0.5
_LONGEST = 80
_FIGURES = re.compile(r"\d+|[ivxlc]{1,6}(?=\W*$)")


def join_pages(pages: Sequence[str]) -> str:
    """Pages as one text, one line end between them, without what repeats at their edges.

    Only the first and last two lines of a page count, and only when the same line (page numbers
    aside) stands there on at least half of three or more pages.
    """
    split = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    counts = Counter(key for lines in split for key in {_key(x) for x in _edges(lines)})
    limit = max(_MIN_PAGES, _SHARE * len(split))
    repeated = {key for key, count in counts.items() if count >= limit}
    return "\n".join("\n".join(_without(lines, repeated)) for lines in split if lines)


def _edges(lines: list[str]) -> list[str]:
    return [x for x in (*lines[:_EDGE], *lines[_EDGE:][-_EDGE:]) if len(x) <= _LONGEST]


def _key(line: str) -> str:
    return _FIGURES.sub("#", line).replace(" ", "")


def _without(lines: list[str], repeated: set[str]) -> list[str]:
    last = len(lines) - _EDGE
    return [
        line
        for number, line in enumerate(lines)
        if not (number < _EDGE or number >= last) or _key(line) not in repeated
    ]

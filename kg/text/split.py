"""Sentence ends inside one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MAX_SENTENCE = 600
"""Longer sentences are cut at ； or ， to bound the work of later stages (characters)."""

_CLOSERS = '”’」』）】〕"'
_END = re.compile(
    rf"(?:[。！？]+|…+)(?:[\s]*[{_CLOSERS}])*(?!\s*[》，、；：])"
    r"|(?<=[A-Za-z0-9)])[.!?](?=\s+[A-Z“\"'])"
)
_SOFT_CUTS = ("；", "，", "、", " ", "\n")


def ends(
    norm: str, start: int, end: int, cuts: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[int, int]]:
    """Spans of the sentences in ``norm[start:end]``, white space around them left out.

    No sentence ends inside one of ``cuts``, stretches that do not belong to the paragraph.
    """
    position = start
    for match in _END.finditer(norm, start, end):
        if cuts and any(a <= match.start() < b for a, b in cuts):
            continue
        stop = _without_opening_quote(norm, start, end, match)
        yield from _pieces(norm, position, stop)
        position = stop
    yield from _pieces(norm, position, end)


def _without_opening_quote(norm: str, start: int, end: int, match: re.Match[str]) -> int:
    """A straight quote after a full stop closes only what one opened before in the paragraph."""
    stop = match.end()
    if stop < end and norm[stop - 1] == '"' and norm.count('"', start, stop) % 2:
        return match.start() + len(norm[match.start() : stop - 1].rstrip())
    return stop


def _pieces(norm: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    start, end = strip(norm, start, end)
    while end - start > MAX_SENTENCE:
        cut = _soft_cut(norm, start, start + MAX_SENTENCE)
        yield strip(norm, start, cut)
        start, end = strip(norm, cut, end)
    if start < end:
        yield start, end


def _soft_cut(norm: str, start: int, limit: int) -> int:
    for mark in _SOFT_CUTS:
        at = norm.rfind(mark, start + MAX_SENTENCE // 3, limit)
        if at > 0:
            return at + 1
    return limit


def strip(norm: str, start: int, end: int) -> tuple[int, int]:
    """Span without white space and invisible characters at both ends."""
    piece = norm[start:end]
    left = len(piece) - len(piece.lstrip(" \n\u200b"))
    if left == len(piece):
        return end, end
    return start + left, start + len(piece.rstrip(" \n\u200b"))

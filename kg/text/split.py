"""Sentence ends inside one paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

MAX_SENTENCE = 600
"""Longer sentences are cut at ； or ， to bound the work of later stages (characters)."""

_CLOSERS = '”’」』）)】〕"'
# One character class first, so that the search skips quickly; possessive, so that …… before a
# comma is not an end after its first half either.
_END = re.compile(
    r"[。！？….!?]"
    rf"(?:(?<=[。！？…])[。！？…]*+(?:\s*[{_CLOSERS}])*+(?!\s*[》，、；：])"
    r"|(?<!Co\.)(?<!No\.)(?<!Ltd\.)(?<!Inc\.)(?<!Dr\.)(?<!Mr\.)(?<=[A-Za-z0-9)][.!?])(?=\s+[A-Z“\"']))"
)
_BLANK = " \n\u200b"
_SOFT_CUTS = ("；", "，", "、", " ", "\n")


def ends(
    norm: str, start: int, end: int, cuts: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Spans of the sentences in ``norm[start:end]``, white space around them left out.

    No sentence ends inside one of ``cuts``, stretches that do not belong to the paragraph.
    """
    spans: list[tuple[int, int]] = []
    position = start
    quotes = 0
    for match in _END.finditer(norm, start, end):
        if cuts and any(a <= match.start() < b for a, b in cuts):
            continue
        stop = match.end()
        quotes += norm.count('"', position, stop)
        if norm[stop - 1] == '"' and quotes % 2 and stop < end:
            # It opens the next sentence: nothing in this paragraph is left to be closed by it.
            quotes -= 1
            stop = match.start() + len(norm[match.start() : stop - 1].rstrip())
        _add(spans, norm, position, stop)
        position = stop
    if position < end:
        _add(spans, norm, position, end)
    return spans


def _add(spans: list[tuple[int, int]], norm: str, start: int, end: int) -> None:
    """Append the span without white space around it, in pieces when it is too long."""
    start, end = strip(norm, start, end)
    while end - start > MAX_SENTENCE:
        cut = _soft_cut(norm, start, start + MAX_SENTENCE)
        spans.append(strip(norm, start, cut))
        start, end = strip(norm, cut, end)
    if start < end:
        spans.append((start, end))


def _soft_cut(norm: str, start: int, limit: int) -> int:
    for mark in _SOFT_CUTS:
        at = norm.rfind(mark, start + MAX_SENTENCE // 3, limit)
        if at > 0:
            return at + 1
    return limit


def strip(norm: str, start: int, end: int) -> tuple[int, int]:
    """Span without white space and invisible characters at both ends."""
    while start < end and norm[start] in _BLANK:
        start += 1
    while start < end and norm[end - 1] in _BLANK:
        end -= 1
    return start, end

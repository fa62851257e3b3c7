"""The non-blank lines of a text, as the later steps judge and join them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LineKind = Literal["body", "heading", "boilerplate"]

_LINE = re.compile(r"[^\n]+")
_BLANK = " \u200b"
TERMINAL = '。！？；：…”’」』）)】》.!?;:"'
"""A line that ends with one of these may be complete."""


@dataclass(slots=True)
class Line:
    """A stretch of one line without the white space around it.

    ``indent`` counts the spaces before it, ``gap`` tells that blank lines stand before it,
    ``level`` is the depth of a heading (0 for other lines).
    """

    start: int
    end: int
    text: str
    indent: int
    gap: bool
    kind: LineKind = "body"
    level: int = 0

    @property
    def ended(self) -> bool:
        """Whether the line stops where a sentence or clause may stop."""
        return self.text[-1] in TERMINAL


def split_lines(norm: str) -> list[Line]:
    """Non-blank lines of normalized text in order."""
    lines: list[Line] = []
    last_end = -1
    for match in _LINE.finditer(norm):
        raw = match[0]
        text = raw.strip(_BLANK)
        if not text:
            continue
        begin = match.start()
        indent = len(raw) - len(raw.lstrip(_BLANK))
        start = begin + indent
        lines.append(Line(start, start + len(text), text, indent, begin > last_end + 1))
        last_end = match.end()
    return lines

"""Formulas of scanned papers (``$50 . 9 \\%$``) in plain writing, so that numbers are read."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Mention, Sentence

_FORMULA = re.compile(r"\$([^$]{1,80})\$")
# What carries no meaning inside a formula: spaces, braces, commands other than the times sign.
_DROP = re.compile(r"\\times|\\(?=%)|\\[a-zA-Z]+|[\\{}\s]")


def plain(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Sentence, list[Mention]]:
    """The sentence without formula marks, and its mentions at their places in it."""
    kept = array("I")
    view = sentence.view
    position = 0
    for m in _FORMULA.finditer(view):
        kept.extend(range(position, m.start()))
        inner = m.start(1)
        for drop in _DROP.finditer(view, m.start(1), m.end(1)):
            kept.extend(range(inner, drop.start()))
            if drop[0] == "\\times":
                kept.append(drop.start())
            inner = drop.end()
        kept.extend(range(inner, m.end(1)))
        position = m.end()
    kept.extend(range(position, len(view)))
    text = "".join("×" if view[i] == "\\" else view[i] for i in kept)
    offsets = [sentence.offsets[i] for i in kept]
    moved = [
        replace(m, start=bisect_left(kept, m.start), end=bisect_left(kept, m.end)) for m in mentions
    ]
    return replace(sentence, view=text, offsets=offsets), moved

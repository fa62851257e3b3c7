"""Whether a sentence is the one that shows a fact, by the evidence of its annotation."""

from __future__ import annotations

import re

LEAST = 6  # characters of evidence that must stand in a sentence


def shows(view: str, evidence: str) -> bool:
    """Whether half of the evidence stands in a sentence; facts without evidence may be anywhere."""
    text, wanted = (re.sub(r"[\W_]+", "", part) for part in (view, evidence))
    size = max(LEAST, len(wanted) // 2)
    if len(wanted) <= size:
        return wanted in text
    return any(wanted[i : i + size] in text for i in range(len(wanted) - size + 1))

"""Lines that are no part of the text: navigation, credits, lists of other articles."""

from __future__ import annotations

import re
from functools import cache

from kg.data import read_tsv
from kg.text.lines import Line

_LONGEST = 200
_PARAGRAPH = 30
_CRUMB = 15
_SHORT = 60
# What a longer line must hold to be worth the slow look.
_NOTICE = re.compile(
    r"版权|著作权|权利|声明|提示|opyright|reserved|©|ICP|网安|!\[|主办|承办|Notice|<"
)
_NAVIGATION = ("首页", "网站首页", "主页")


def mark_boilerplate(lines: list[Line]) -> None:
    """Set ``kind`` of boilerplate lines. A long line with a full stop is always kept."""
    tail = False
    for line in lines:
        if len(line.text) > _LONGEST:
            tail = False
            continue
        scope = boilerplate_scope(line.text)
        tail = scope == "tail" or (tail and not _is_paragraph(line.text))
        if scope or tail:
            line.kind = "boilerplate"
    _mark_crumbs(lines)


def boilerplate_scope(text: str) -> str:
    """``line`` or ``tail`` when the whole of ``text`` is boilerplate, else an empty string."""
    if len(text) > _SHORT and not _NOTICE.search(text):
        return ""
    match = _patterns().fullmatch(text.replace(" ", ""))
    return (match.lastgroup or "") if match else ""


def _is_paragraph(text: str) -> bool:
    return len(text) >= _PARAGRAPH and "。" in text


def _mark_crumbs(lines: list[Line]) -> None:
    """A page path written one step per line: 首页 and the short lines under it, up to the title."""
    for number, line in enumerate(lines[:10]):
        if line.text not in _NAVIGATION:
            continue
        block = [line]
        for later in lines[number + 1 :]:
            if later.gap or len(block) > 6:
                break
            block.append(later)
        for crumb in block[1:-1]:
            if len(crumb.text) <= _CRUMB and not crumb.ended:
                crumb.kind = "boilerplate"


@cache
def _patterns() -> re.Pattern[str]:
    """All patterns as one expression; its outermost group that matched is the scope."""
    rows = list(read_tsv("text/boilerplate.tsv", ("pattern", "scope", "why")))
    return re.compile(
        "|".join(
            f"(?P<{scope}>{'|'.join(r['pattern'] for r in rows if r['scope'] == scope)})"
            for scope in ("line", "tail")
        )
    )

"""Lines that were one paragraph: hard wraps at a width, columns broken mid-sentence."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise

from kg.text.lines import Line

_MIN_WIDTH = 16
_WINDOW = 0.84
_MIN_LINES = 3
_LONG = 20
_LOOK_AHEAD = 3

_COMPLETE = '。！？；：…”’」』）)】》.!?;:"'
_INNER = re.compile("[，、。；：]")
_CANNOT_START = "的地得了着过之们，。、；：！？”’）】》%％"
_NEEDS_MORE = "的和与及或在对向从以把被将于由至并而则但使让为，、“‘（《—"
_NUMBERING = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十\d]{1,3}[章节条]"
    r"|[一二三四五六七八九十]是|——|[-*•●■◆▪#>|①-⑳△★▲]|!\["
)
_FIRST_SENTENCE = re.compile(r"[^。！？]*[。！？]?")
_INCOMPLETE_TAGS = ("p", "c", "u", "d", "ad", "b", "uj", "ul", "uz", "ug", "mq")
_OPEN_CLOSE = (("“", "”"), ("（", "）"), ("《", "》"))
_JOIN_AT = 2
_STRONG = 3
_MIN_BREAKS = 3


def wrap_width(lines: list[Line]) -> int:
    """Width in cells (Chinese characters count two) at which lines were wrapped; 0 when not.

    A text is wrapped when most lines that stop mid-sentence are about equally long, have
    punctuation inside like running text, and hardly any line is longer.
    """
    bodies = [line for line in lines if line.kind != "boilerplate"]
    open_lines = [(cells(line.text), line) for line in bodies if not line.ended]
    widths = sorted(width for width, _ in open_lines if width >= _MIN_WIDTH)
    if len(widths) < _MIN_LINES:
        return 0
    best = max(set(widths), key=lambda w: (_between(widths, w * _WINDOW, w), w))
    inside = [line for width, line in open_lines if best * _WINDOW <= width <= best]
    longer = sum(cells(line.text) > best * 1.1 for line in bodies)
    running = sum(bool(_INNER.search(line.text)) for line in inside)
    enough = len(inside) >= max(_MIN_LINES, 0.5 * len(widths)) and running >= 0.35 * len(inside)
    return best if enough and longer <= 0.1 * len(bodies) else 0


def _between(widths: list[int], low: float, high: float) -> int:
    """How many of the sorted widths lie in ``low..high``."""
    return bisect_right(widths, high) - bisect_left(widths, low)


def cells(text: str) -> int:
    """Display width: two for a Chinese character, one for a Latin one."""
    return len(text.encode("gb18030", "replace"))


def is_full(line: Line, width: int) -> bool:
    """Whether a line of a text wrapped at ``width`` cells (0: not wrapped) fills it."""
    return width > 0 and cells(line.text) >= width * _WINDOW


def join(lines: list[Line], width: int) -> list[list[Line]]:
    """Group lines into paragraphs; the body lines of one group are one running text.

    Lines of another kind inside a group (an inserted heading, a page number) are to be cut out.
    """
    bonus = 1 if width else 2 * _is_broken(lines)
    groups: list[list[Line]] = []
    number = 0
    while number < len(lines):
        group = [lines[number]]
        number += 1
        while follower := _follower(lines, number, group[-1], width, bonus):
            group += lines[number : number + follower]
            number += follower
        groups.append(group)
    return groups


def _is_broken(lines: list[Line]) -> bool:
    """Whether columns of this text break off mid-sentence again and again."""
    strong = 0
    for last, line in pairwise(lines):
        if _may_run_on(last) and last.kind == line.kind == "body" and line.gap:
            strong += continuation(last.text, line.text) >= _STRONG
    return strong >= _MIN_BREAKS


def _may_run_on(line: Line) -> bool:
    return line.text[-1] not in _COMPLETE and len(line.text) >= _LONG


def _follower(lines: list[Line], number: int, last: Line, width: int, bonus: int) -> int:
    """How many of the next lines continue the paragraph: 0, or 1 plus those to cut out."""
    if last.kind != "body":
        return 0
    for skipped, line in enumerate(lines[number : number + _LOOK_AHEAD]):
        if line.kind == "body":
            return skipped + 1 if _continues(last, line, width, bonus, skipped) else 0
    return 0


def _continues(last: Line, line: Line, width: int, bonus: int, skipped: int) -> bool:
    adjacent = not line.gap and not skipped
    if adjacent and is_full(last, width):
        fresh = line.indent > last.indent + 1 or bool(_NUMBERING.match(line.text))
        return not fresh if last.text[-1] in _COMPLETE else not line.indent > last.indent + 1
    if not (_may_run_on(last) or (adjacent and last.text[-1] in "，、")):
        return False
    score = continuation(last.text, line.text)
    if skipped:
        return score >= _STRONG
    return score + (max(bonus, adjacent) if score >= 0 else 0) >= _JOIN_AT


def continuation(before: str, after: str) -> int:
    """Evidence that ``after`` goes on where ``before`` stops mid-sentence; 2 is enough.

    Counted: a word that runs over the break, a quotation or bracket opened before and closed
    after, a beginning no sentence has, an ending that asks for more, a short rest of a sentence;
    against it: numbering, a quotation left open, a word that breaks off and is not completed.
    """
    if _NUMBERING.match(after):
        return -3
    score = 3 if after[0] in _CANNOT_START else 0
    score += _quotes(before, after)
    first = _FIRST_SENTENCE.match(after)
    if first and len(first[0]) <= 10 and first[0][-1:] in ("。", "！", "？"):
        score += 2
    return score + _word(before, after)


def _quotes(before: str, after: str) -> int:
    for opening, closing in _OPEN_CLOSE:
        if before.count(opening) <= before.count(closing):
            continue
        closes, opens = after.find(closing), after.find(opening)
        return 3 if closes >= 0 and (opens < 0 or closes < opens) else -3
    return 0


def _word(before: str, after: str) -> int:
    """Whether a dictionary word crosses the break, and else how the last word ends."""
    import rjieba

    tail, head = before[-6:], after[:6]
    position = 0
    for word in rjieba.cut(tail + head, False):
        if position < len(tail) < position + len(word):
            return 3
        position += len(word)
    if before[-1] in _NEEDS_MORE:
        return 2
    word, tag = rjieba.tag(tail, False)[-1]
    if tag in _INCOMPLETE_TAGS:
        return 2
    return -2 if len(word) == 1 and tag not in ("m", "q", "f", "x") else 0

"""Which lines are headings, how deep, and the stack of headings above a sentence."""

from __future__ import annotations

import re

from kg.text.lines import Line
from kg.text.wraps import continuation, is_full

_MARKDOWN = re.compile(r"(#{1,6}) *(?=[^\s#])")
_NUMBERED: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"第[一二三四五六七八九十百零〇\d]{1,4}[编篇]"), 20),
    (re.compile(r"第[一二三四五六七八九十百零〇\d]{1,4}章"), 21),
    (re.compile(r"第[一二三四五六七八九十百零〇\d]{1,4}节"), 22),
    (re.compile(r"[一二三四五六七八九十]{1,3} *[、.．]"), 30),
    (re.compile(r"（[一二三四五六七八九十]{1,3}）"), 31),
    (re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}(?![\d%万亿])"), 40),
    (re.compile(r"\d{1,2} *[、.．](?!\d)"), 50),
    (re.compile(r"（\d{1,2}）|[①-⑳]"), 51),
)
_PLAIN_LEVEL = 90
_LONGEST_NUMBERED = 70
_LONGEST_ITEM = 30
_LONGEST_PLAIN = 40
_MAY_RUN_ON = 12
_RUNS_ON = 3
_WORDY = 4
_BELOW = 8
_BULLET = re.compile(r"[-*+•●■◆▪○◇□→>|]\s*\S|[\u2460-\u2473]")
_CJK = re.compile(r"[\u3400-\u9fff]")
_NOT_ENDED = "，、；：,;:（(“‘《"
_DIGIT = re.compile(r"\d")
_LABEL = re.compile(r"(?:图|表|附图|附表|注|附件)\s*\d|关键词|摘要|基金项目|收稿日期|DOI")
_TABLE = re.compile(r"\|| {4,}|(?:\S+ +){4,}")


def mark_headings(lines: list[Line], width: int = 0) -> None:
    """Set ``kind`` and ``level`` of heading lines; the marks of Markdown leave the span.

    ``width`` is that of :func:`kg.text.wraps.wrap_width`: a line that fills it goes on below.
    """
    for number, line in enumerate(lines):
        if line.kind != "body":
            continue
        markdown = _MARKDOWN.match(line.text)
        if markdown:
            _strip_marks(line, markdown.end())
        line.level = heading_level(line.text, len(markdown[1]) if markdown else 0)
        if line.level == _PLAIN_LEVEL and not _stands_alone(lines, number, width):
            line.level = 0
        if line.level:
            line.kind = "heading"


def heading_level(text: str, markdown: int = 0) -> int:
    """Depth of ``text`` as a heading, outermost smallest; 0 when it is none.

    ``markdown`` is the number of # marks before it.
    """
    ended = text[-1] in "。；…" or "。" in text
    if markdown:
        return 0 if "。" in text[:-1] else 10 + _depth(text, markdown)
    for pattern, level in _NUMBERED:
        if pattern.match(text):
            longest = _LONGEST_NUMBERED if level < 50 else _LONGEST_ITEM
            fits = not ended and len(text) <= longest and text[-1] not in _NOT_ENDED
            return level if fits and not (level >= 50 and "，" in text) else 0
    return _PLAIN_LEVEL if _is_plain_heading(text) else 0


def _depth(text: str, markdown: int) -> int:
    """Depth by the numbering after the marks (2.3.1 is 3), else by the number of marks."""
    numbering = re.match(r"\d{1,2}((?:\.\d{1,2})*)", text)
    return 1 + numbering[1].count(".") if numbering else markdown


def _is_plain_heading(text: str) -> bool:
    if len(text) > _LONGEST_PLAIN or text[-1] in "。；…" + _NOT_ENDED or "。" in text:
        return False
    if text.count("“") != text.count("”") or (text[0] == "“" and text[-1] == "”"):
        return False
    chinese = len(_CJK.findall(text))
    if chinese < max(2, len(text) // 3) or (chinese < _WORDY and _DIGIT.search(text)):
        return False
    return not (_BULLET.match(text) or _LABEL.match(text) or _TABLE.search(text))


def _stands_alone(lines: list[Line], number: int, width: int) -> bool:
    """A line without numbering is a heading only above other text, when it neither runs on into
    that text nor goes on from the line before."""
    line = lines[number]
    below = [later for later in lines[number + 1 : number + _BELOW] if later.kind == "body"]
    if not below or is_full(line, width):
        return False
    before = lines[number - 1] if number and not line.gap else None
    if before and _runs_on(before, line, width):
        return False
    if len(line.text) < _MAY_RUN_ON:
        return True
    needed = _RUNS_ON - 1 if not below[0].gap and "，" in line.text else _RUNS_ON
    if continuation(line.text, below[0].text) >= needed:
        return False
    inserted = len(below) > 1 and heading_level(below[0].text) and "，" in line.text
    return not (inserted and continuation(line.text, below[1].text) >= _RUNS_ON)


def _runs_on(before: Line, line: Line, width: int) -> bool:
    if before.kind != "body" or before.ended:
        return False
    return is_full(before, width) or continuation(before.text, line.text) >= _RUNS_ON


def _strip_marks(line: Line, length: int) -> None:
    line.start += length
    line.text = line.text[length:]


class HeadingStack:
    """Headings that hold at a point of the text, outermost first."""

    def __init__(self) -> None:
        """Start above the first line."""
        self._open: list[tuple[int, str]] = []
        self._fresh = 0
        self.current: tuple[str, ...] = ()

    def push(self, level: int, text: str) -> None:
        """A heading ends those of its depth and below, save those it follows without text between.

        Two lines of one heading (成都都市圈 / 建强主引擎) thus both hold; a title said twice, or
        once more with the name of the site behind it, holds once.
        """
        kept = [
            item
            for number, item in enumerate(self._open)
            if not item[1].startswith(text)
            and (item[0] < level or (number >= len(self._open) - self._fresh and item[0] == level))
        ]
        self._fresh = min(self._fresh, len(kept)) + 1
        self._open = [*kept, (level, text)]
        self.current = tuple(text for _, text in self._open)

    def body(self) -> None:
        """Text came: the next heading of the same depth replaces the last ones."""
        self._fresh = 0

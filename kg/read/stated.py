"""Title, publisher and date as the first lines of a text state them; None when unsure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEAD_LINES = 15
_HEAD_CHARS = 2000
_LONGEST_TITLE = 60
_SHORTEST_TITLE = 7
_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")

_YMD = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})(?!\d))?|(?=\s*年|$))"
)
_CHINESE_YEAR = re.compile(r"[一二][〇○零一二三四五六七八九]{3}年")
_CHINESE_NUMBER = re.compile(r"([一二三]?)十([一二三四五六七八九]?)(?=[月日])")
_NAME_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")

_LABELLED_DATE = re.compile(
    r"(?:发布时间|发布日期|发表时间|发文日期|成文日期|更新时间|时间|日期)\s*[:：]\s*(.{4,24})"
)
_DATE_LINE = re.compile(
    r"\s*[(（]?((?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)"
    r"(?:\s+\d{1,2}:\d\d(?::\d\d)?)?[)）]?(?:\s+\S{2,20})?\s*"
)
_LABELLED_SOURCE = re.compile(
    r"(?:^|[\s|）)])(?:来源|稿源|信息来源|文章来源|发布单位|发布机构|发文机关)"
    r"\s*[:：]\s*([^\s,，;；|()（）:：]{2,30})"
)
_NO_TITLE = re.compile(
    r"[。；;…:：，,、]\s*$|[>›»]|正文$|\d\d:\d\d|字体|字号|(?:时间|日期|作者|编辑)\s*[:：]"
    r"|^(?:首页|当前位置|您的位置|分享|来源|摘要|关键词|发布|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])"
)
_NUMBERED = re.compile(r"(?!\d+[年月日])\d{1,2}(?:\.\d{1,2})*\s*(?=[\u4e00-\u9fff“])")
_MARKDOWN = re.compile(r"^#{1,6}\s+")
_CJK = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a text says about itself."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None


def stated(text: str) -> Stated:
    """Read the first lines of ``text``; each field is None when they do not clearly say it."""
    lines = [line.strip() for line in text[:_HEAD_CHARS].split("\n")]
    return stated_in([line for line in lines if line][:_HEAD_LINES])


def stated_in(lines: list[str]) -> Stated:
    """Read these lines, which stand at the head of a text."""
    return Stated(_title(lines), _publisher(lines), _published(lines))


def iso_date(text: str) -> str | None:
    """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` of the first date in ``text``, else None.

    Understands 2025年2月10日, 2011/8/7, 二〇二五年三月; an impossible month or day is dropped.
    """
    match = _YMD.search(_arabic(text))
    if match is None:
        return date_of_name(text) if text.strip().isdigit() else None
    return _join(match[1], match[2], match[3])


def date_of_name(name: str) -> str | None:
    """Date written as eight digits (or with separators) in a file name, else None."""
    match = _NAME_DATE.search(name)
    if match is None or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return None
    return _join(match[1], match[2], match[3])


def _join(year: str, month: str | None, day: str | None) -> str:
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _arabic(text: str) -> str:
    """Chinese figures of a written-out date as digits: 二〇二五年十二月三日 -> 2025年12月3日."""
    if not _CHINESE_YEAR.search(text):
        return text
    text = _CHINESE_NUMBER.sub(lambda m: (m[1] or "一") + (m[2] or "〇"), text)
    return text.translate(_DIGITS)


def _published(lines: list[str]) -> str | None:
    for line in lines:
        match = _LABELLED_DATE.search(line) or _DATE_LINE.fullmatch(line)
        if match and (date := iso_date(match[1])):
            return date
    return None


def _publisher(lines: list[str]) -> str | None:
    for line in lines:
        if match := _LABELLED_SOURCE.search(line):
            return match[1].strip('“”"《》 ') or None
    return None


def _title(lines: list[str]) -> str | None:
    """A short line before the first paragraph that is no navigation, nor a numbered section.

    A line that comes twice (in the page path and above the text) is taken first.
    """
    top: list[str] = []
    for number, line in enumerate(lines[:8]):
        if len(line) > _LONGEST_TITLE or line.endswith(("。", "：", ":")):
            break
        if _MARKDOWN.match(line) or any(map(_is_text, lines[number + 1 :])):
            top.append(_MARKDOWN.sub("", line).strip(" #*"))
    candidates = [line for line in top if looks_like_title(line)]
    twice = [line for line in candidates if top.count(line) > 1]
    return next(iter(twice or candidates), None)


def _is_text(line: str) -> bool:
    return len(line) > _LONGEST_TITLE or "。" in line


def looks_like_title(line: str) -> bool:
    """Whether a line reads as a headline: long enough, no navigation, no numbered section."""
    if _NO_TITLE.search(line) or _NUMBERED.match(line):
        return False
    return len(_CJK.findall(line)) >= _SHORTEST_TITLE

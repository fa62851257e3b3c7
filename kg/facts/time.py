"""The year a figure belongs to: explicit years, 去年 and 今年 by the publication year."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Explicit years; 今年 and its like, which need the year of publication; parts of a year; and words
# that take a figure out of any single year (十年来, 未来5年, “十四五”期间, 目前).
# The first line looks at one character only, to pass over text fast.
_TIME = re.compile(
    r"(?=[0-9今去明前本上下一二三四五六七八九十近过这未“\"目如现至迄])(?:"
    r"(?P<year>(?:19|20)\d{2})(?:[-—–~～至]{1,2}(?P<last>(?:19|20)\d{2}))?年(?!代)"
    r"|(?P<relative>今年|去年|明年|前年|本年|上年|上一年|过去的?一年)"
    r"|(?P<part>上半年|下半年|前?[一二三四1-4]季度|前三季度|前(?:\d+|[一二三四五六七八九十]+)个月|1[-—至]\d+月)"
    r"|(?P<span>(?:[近前过这]|未来|过去|今后)?(?:\d+|[一二三四五六七八九十]+)多?年(?:来|以来|间|内|后)"
    r"|(?:近|未来|过去|今后)(?:\d+|[一二三四五六七八九十]+)年"
    r"|[“\"]?十[一二三四五六七八九]五[”\"]?(?:期间|时期|以来)"
    r"|目前|如今|现在|至今(?!年)|迄今))"
)
_GATE = ("年", "季度", "月", "五", "目前", "如今", "现在", "今")
_SHIFT = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "上一年": -1, "明年": 1, "前年": -2,
          "过去一年": -1, "过去的一年": -1}  # fmt: skip
# A year after these words is a baseline or the date of another event, not the figure's own.
_BASELINE = re.compile(r"(?:比|较|是|与|同|自|从|于|超|过|由)$")
_PAST_YEAR = re.compile(r"(?<![到至—-])((?:19|20)\d{2})年(?!代|行动|规划|远景)")
_BEGUN = re.compile(
    r"((?:19|20)\d{2})年(?:开年|伊始|以来|(?:经济)?工作|春节|新年"
    r"|\d{1,2}月(?:\d{1,2}日|[初底上中下]旬?)?[，,]?记者)"
)


@dataclass(frozen=True, slots=True)
class TimeMark:
    """From ``position`` on, figures belong to ``year``; None when no single year is meant."""

    position: int
    year: int | None


def time_marks(text: str, published: int | None) -> list[TimeMark]:
    """Time expressions of a sentence in order; ``published`` resolves 今年 and 去年."""
    marks: list[TimeMark] = []
    if not any(word in text for word in _GATE):
        return marks
    end = 0
    for m in _TIME.finditer(text):
        if _BASELINE.search(text, max(0, m.start() - 2), m.start()):
            continue
        if m["part"]:
            said = bool(marks) and m.start() <= end + 1  # 2010年前三季度, 去年上半年
            if published is not None and not said:
                marks.append(TimeMark(m.start(), published))
        else:
            marks.append(TimeMark(m.start(), _year(m, published)))
        end = m.end()
    return marks


def _year(m: re.Match[str], published: int | None) -> int | None:
    if m["year"]:
        return int(m["last"] or m["year"])
    shift = _SHIFT.get(m["relative"] or "")
    return None if shift is None or published is None else published + shift


def guess_year(text: str) -> int | None:
    """Year in which a text without a date speaks; None when it does not show.

    The text shows it where it speaks of a year as begun (2025年开年, 2025年工作), where its
    reporter comes in (2025年3月，记者走进…), or where it says 去年 and never 今年: then its latest
    year, targets aside, is last year.
    """
    begun = _BEGUN.search(text)
    if begun:
        return int(begun[1])
    if "去年" not in text or "今年" in text:
        return None
    years = [int(m[1]) for m in _PAST_YEAR.finditer(text)]
    return max(years) + 1 if years else None

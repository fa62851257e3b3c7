"""The matching form of a text, character by character: same length, so positions carry over."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from functools import cache

DROP = "\u200b"
"""Stands for a character that a view leaves out without a trace (soft hyphen, zero width)."""

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\u180e" + (
    "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10))))
)
_SPACES = "\t\r\xa0\u1680\u202f\u205f\u3000\u2800" + "".join(map(chr, range(0x2000, 0x200B)))
_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"

# Variants of one mark, to the mark that rules and lexicons are written with.
_MARKS = {
    variant: mark
    for mark, variants in {
        "。": "｡﹒",
        "、": "､﹑",
        "，": "﹐",
        "；": "﹔",
        "：": "﹕∶︰",
        "？": "﹖",
        "！": "﹗",
        "（": "﹙",
        "）": "﹚",
        "“": "｢「〝",
        "”": "｣」〞",
        "‘": "『",
        "’": "』",
        "·": "‧・･•∙⋅",
        "—": "─―━",
        "-": "‐‑‒–−",
        "~": "〜∼",
        "%": "﹪",
    }.items()
    for variant in variants
}
# Shapes of radicals that PDF fonts put in place of characters, where Unicode gives no mapping.
_RADICALS = dict(
    zip(
        "⻄⻓⻔⻅⻋⻛⻜⻢⻥⻩⻬⻰⻉⻚⻘⺠⻆⻁⻝⻣⺟⻮⻦⻨⻤",
        "西长门见车风飞马鱼黄齐龙贝页青民角虎食骨母齿鸟麦鬼",
        strict=True,
    )
)
_KEEP_FULL_WIDTH = "，；：？！（）"

_TRADITIONAL = re.compile(
    "[國發經濟產業區這個動時來對與現開實設資東關會規說長門問間無電車書話總體應從後過還點當種"
    "為導戰協調進農財務縣廣灣節際創聯產權億場構聲務單據條環離轉輸運達週級組織統維編縱續"
    "課請談論證識議護變讓買費貿賽輕較載輪邊遠適選鄉醫釋銷鋼錢錄鎮陸階難電領頭顯養馬驗體]"
)
_TRADITIONAL_SHARE = 0.02

_CHINESE = re.compile("[\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’…—·]")
_TO_FULL = str.maketrans(",;:?!()", "，；：？！（）")
_ASCII_MARKS = re.compile("[,;:?!()]+")
_LEADING_NUMBER = re.compile(r"(?:^|\n)[\s（(]*[一二三四五六七八九十百]+$")
_FULL_STOP = re.compile(r"\.(?=[\s”’\"]|$)")
_BEFORE_STOP = re.compile(r"[\u3400-\u9fff”’）%]")
# Straight quotes around something Chinese; not inches (42"、55").
_QUOTED = re.compile(
    '"(?![、，。；：）\\s])(?=[^"\n]*[\u3400-\u9fff])([^"\n]{1,80})(?<![，、（：\\s])"'
)
_GAP = re.compile(f"[ \n{DROP}]+")


def normalize(text: str) -> str:
    """Matching form of the same length: simplified characters, uniform marks, plain spaces.

    White space other than line ends becomes a space, invisible characters :data:`DROP`.
    """
    traditional = _is_traditional(text)
    table = _table(traditional)
    norm = _variants(traditional).sub(lambda m: m[0].translate(table), text)
    if '"' in norm:
        norm = _QUOTED.sub(r"“\1”", norm)
    norm = _ASCII_MARKS.sub(_full_width, norm)
    return _FULL_STOP.sub(_full_stop, norm)


def view(norm: str, spans: Sequence[tuple[int, int]]) -> tuple[str, Sequence[int]]:
    """View of the spans of normalized text, with the position of each of its characters.

    Spaces and line ends are left out, except one between two Latin words or numbers.
    """
    if len(spans) == 1:
        start, end = spans[0]
        piece = norm[start:end]
        if not (" " in piece or "\n" in piece or DROP in piece):
            return piece, range(start, end)
    parts: list[str] = []
    offsets = array("I")
    last = ""
    for start, end in spans:
        position = start
        for gap in _GAP.finditer(norm, start, end):
            last = _add(norm, position, gap.start(), parts, offsets, last)
            if _keeps_space(norm, gap.start(), gap.end(), end, last):
                parts.append(" ")
                offsets.append(gap.start())
                last = " "
            position = gap.end()
        last = _add(norm, position, end, parts, offsets, last)
    return "".join(parts), offsets


def _add(norm: str, start: int, end: int, parts: list[str], offsets: array[int], last: str) -> str:
    if start == end:
        return last
    parts.append(norm[start:end])
    offsets.extend(range(start, end))
    return norm[end - 1]


def _keeps_space(norm: str, start: int, end: int, limit: int, last: str) -> bool:
    """Between two Latin words; a number broken by a line end is one number."""
    if not last or end >= limit or not ("!" <= last <= "~" and "!" <= norm[end] <= "~"):
        return False
    gap = norm[start:end]
    if gap.strip(DROP) == "":
        return False
    return not ("\n" in gap and last.isdigit() and norm[end].isdigit())


def _full_width(match: re.Match[str]) -> str:
    """ASCII marks beside Chinese become Chinese ones, those of numbers and Latin text stay.

    A comma or semicolon between Latin words without a space after it (5G,6G) is Chinese typing.
    """
    text, start, end = match.string, match.start(), match.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    listed = match[0] in ",;" and not (after.isspace() or after in "/") and not before.isspace()
    between_digits = before.isdigit() and after.isdigit()
    if _CHINESE.match(before) or _CHINESE.match(after) or (listed and not between_digits):
        return match[0].translate(_TO_FULL)
    return match[0]


def _full_stop(match: re.Match[str]) -> str:
    """A full stop typed as a dot after Chinese; that of a numbering (一. ) stays."""
    start = match.start()
    before = match.string[max(0, start - 8) : start]
    if not _BEFORE_STOP.match(before[-1:]) or _LEADING_NUMBER.search(before):
        return "."
    return "。"


def _is_traditional(text: str) -> bool:
    """Whether the text is written in traditional characters, judged by its first part."""
    sample = text[:20_000]
    return len(_TRADITIONAL.findall(sample)) > _TRADITIONAL_SHARE * len(sample)


@cache
def _variants(traditional: bool) -> re.Pattern[str]:
    """Runs of characters that the table changes: far faster to seek than to translate all."""
    return re.compile(f"[{re.escape(''.join(map(chr, _table(traditional))))}]+")


@cache
def _table(traditional: bool) -> dict[int, str]:
    """Translation table. In simplified text only characters that simplified writing does not have
    are converted: 乾安县 and 著名 stay."""
    table = {ord(c): c2 for c, c2 in _simplified().items() if traditional or not _in_gb2312(c)}
    table |= {ord(c): c2 for c, c2 in (_MARKS | _RADICALS).items()}
    table |= {0xFEE0 + code: chr(code) for code in range(0x21, 0x7F)}
    for char in _KEEP_FULL_WIDTH:
        del table[ord(char)]
    table |= dict.fromkeys(map(ord, _SPACES), " ")
    table |= dict.fromkeys(map(ord, _LINE_ENDS), "\n")
    table |= dict.fromkeys(map(ord, _INVISIBLE), DROP)
    controls = (*range(9), *range(14, 28), 31, *range(0x7F, 0x85), *range(0x86, 0xA0))
    table |= dict.fromkeys(controls, " ")
    return table | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def _simplified() -> dict[str, str]:
    """Character by character: traditional to simplified, compatibility shapes to plain ones."""
    import opencc

    chars = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    plain = opencc.OpenCC("t2s").convert("\n".join(chars)).split("\n")
    pairs = {a: b for a, b in zip(chars, plain, strict=True) if a != b and len(b) == 1}
    for code in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        shape = unicodedata.normalize("NFKC", chr(code))
        if len(shape) == 1 and shape != chr(code):
            pairs[chr(code)] = pairs.get(shape, shape)
    return pairs

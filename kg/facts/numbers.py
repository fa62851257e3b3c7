"""Quantities in policy Chinese: a number with its unit, as written.

The scale before a unit stays in the unit (``1.2万亿元`` is 1.2 ``万亿元``, ``2000万亩`` is 2000
``万亩``), because that is how a reader quotes the figure. A range gives two quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["measure", "count", "rank", "streak"]

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_CN = "零〇一二两三四五六七八九十百千万亿"
_ASCII = r"\d+(?:[,，]\d{3}(?!\d))*(?:\.\d+)?"
# What may stand before a bare scale (上千家, 超百亿元) or after it (百余家).
_BEFORE_SCALE = frozenset("超近上破达逾过约")
# A step from one bound of a range to the other.
_TO = re.compile(r"[-–—－~～]{1,2}|至|到")


@dataclass(frozen=True, slots=True)
class Quantity:
    """``text[start:end]`` says ``value`` ``unit``; ``name`` is the unit without its scale."""

    start: int
    end: int
    value: float
    unit: str
    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Units:
    """What a scanner knows of units; see ``[units]`` in ``rules/indicators.toml``."""

    measures: Sequence[str]
    counters: Sequence[str]
    small: Sequence[str]
    scales: Sequence[str]
    same: Mapping[str, str]
    not_before: Mapping[str, str]


def chinese_number(text: str) -> float:
    """Value of Chinese numerals: 一千二百 -> 1200, 百 -> 100, 三万五千 -> 35000, 二五 -> 25."""
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return float("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0.0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _TENS:
            section += (digit or 1) * _TENS[c]
            digit = 0
        else:
            scale = 1e4 if c == "万" else 1e8
            total = (total + section + digit or 1) * scale
            section = digit = 0
    return total + section + digit


def split_scale(numeral: str) -> tuple[float, str]:
    """Value and scale of Chinese numerals: 千万 -> (1000, 万), 一亿 -> (1, 亿)."""
    for scale in ("万亿", "亿", "万"):
        if numeral.endswith(scale):
            head = numeral[: -len(scale)]
            return (chinese_number(head) if head else 1.0), scale
    return chinese_number(numeral), ""


class Scanner:
    """Finds quantities; built once from the unit table."""

    def __init__(self, units: Units) -> None:
        """Compile one pattern for numbers with units and one for shapes of their own."""
        self._same = units.same
        self._measures = frozenset(units.measures)
        self._small = frozenset(units.small)
        names = sorted({*units.measures, *units.counters}, key=len, reverse=True)
        unit = "|".join(_guarded(name, units.not_before.get(name)) for name in names)
        scale = "|".join(sorted(units.scales, key=len, reverse=True))
        tail = (
            rf"[多余几来]?(?:(?P<scale>{scale})??[多余几来]?(?:个多?(?=小时|亿))?"
            rf"(?P<more>万亿|亿)?(?P<unit>{unit})|(?P<bare>{scale})?[多余]?)"
        )
        number = rf"(?P<ascii>(?<![\dA-Za-z.]){_ASCII})|(?P<cn>[{_CN}]+)"
        self._number = re.compile(f"(?:{number}){tail}")
        self._gate = re.compile(rf"\d|[{_CN}](?:{unit}|[多余])|分之|第[{_CN}]|连续")

    def scan(self, text: str) -> list[Quantity]:
        """Quantities of a text in order of place; overlapping readings are settled here."""
        if not self._gate.search(text):
            return []
        taken = [*_streaks(text), *_fractions(text), *_ranks(text), *_structures(text)]
        spans = [(q.start, q.end) for q in taken]
        taken += [
            q for q in self._plain(text) if not any(q.start < e and s < q.end for s, e in spans)
        ]
        return sorted(taken, key=lambda q: q.start)

    def _plain(self, text: str) -> Iterator[Quantity]:
        for m in self._number.finditer(text):
            if m.start() and text[m.start() - 1] in "第数几":
                continue
            lower = self._lower_bound(text, m) if m["ascii"] and not m["unit"] else None
            read = lower or self._read(text, m)
            if read is not None:
                yield read

    def _lower_bound(self, text: str, m: re.Match[str]) -> Quantity | None:
        """The first number of a range takes the unit of the second (5-8%, 120至150亿元)."""
        step = _TO.match(text, m.end())
        upper = self._number.match(text, step.end()) if step else None
        read = self._read(text, upper) if upper is not None and upper["ascii"] else None
        if read is None:
            return None
        unit = m["bare"] + read.unit.lstrip("万亿千百") if m["bare"] else read.unit
        return Quantity(m.start(), m.end(), _float(m["ascii"]), unit, read.name, read.kind)

    def _read(self, text: str, m: re.Match[str]) -> Quantity | None:
        scale = (m["scale"] or m["bare"] or "") + (m["more"] or "")
        name = m["unit"] or ""
        if m["ascii"]:
            value = _float(m["ascii"])
        else:
            value, own = split_scale(m["cn"])
            scale = own + scale
            if not self._counts(text, m, name):
                return None
        if not name and not scale.endswith(("万", "亿")):
            return None
        kind: Kind = "measure" if name in self._measures or not name else "count"
        unit = scale + self._same.get(name, name)
        return Quantity(m.start(), m.end(), value, unit, name or scale, kind)

    def _counts(self, text: str, m: re.Match[str], name: str) -> bool:
        """Whether Chinese numerals are a figure: 四成, 上千家, 百万吨以上; not 一个, 千家."""
        numeral = m["cn"]
        if all(c in "百千万亿" for c in numeral):
            if not name and len(numeral) == 1:
                return False
            before, after = text[m.start() - 1 : m.start()], text[m.end("cn") : m.end("cn") + 1]
            bounded = text.startswith(("以上", "左右"), m.end())
            return bounded or before in _BEFORE_SCALE or after in ("余", "多")
        if name == "番":
            return text[m.start() - 1 : m.start()] in ("翻", "了")
        if any(c in "百千万亿" for c in numeral):
            return True
        return name in self._small and (numeral != "一" or name == "倍")


def _guarded(name: str, not_before: str | None) -> str:
    literal = re.escape(name)
    return f"{literal}(?!{not_before})" if not_before else literal


def _float(digits: str) -> float:
    return float(digits.replace(",", "").replace("，", ""))


def _any_number(text: str) -> float:
    return _float(text) if text[0].isdigit() else chinese_number(text)


_PART = rf"(?:\d+(?:\.\d+)?|[{_CN}]+)"
_STREAK = re.compile(rf"(?<=连续)(?P<n>\d+|[{_CN}]+)(?P<u>年|个月|个季度)")
_FRACTION = re.compile(rf"(?P<whole>{_PART})分之(?P<part>{_PART})")
_RANK = re.compile(
    rf"第(?P<n>\d+|[{_CN}]{{1,3}})(?P<place>[位名](?!于))?(?P<end>$|[，。；、）”：！])?"
)
# What a rank is a rank in, or the verb that says it.
_RANKED = re.compile(
    r"(?:全国|全球|世界|全省|全市|全区|国内|亚洲|[东中西]部|[东西]北|[居列排]|升至|进至|名列|保持)$"
)
_SHARE = r"(\d+(?:\.\d+)?)"
_STRUCTURE = re.compile(rf"(?<![\d.]){_SHARE}[:：∶]{_SHARE}[:：∶]{_SHARE}(?![\d.])")


def _streaks(text: str) -> Iterator[Quantity]:
    """连续五年 -> 5 年."""
    if "连续" in text:
        for m in _STREAK.finditer(text):
            value = _any_number(m["n"])
            yield Quantity(m.start(), m.end(), value, m["u"], m["u"], "streak")


def _fractions(text: str) -> Iterator[Quantity]:
    """百分之三 -> 3 %, 四分之一 -> 25 %."""
    if "分之" in text:
        for m in _FRACTION.finditer(text):
            whole = _any_number(m["whole"])
            if whole:
                share = round(100 * _any_number(m["part"]) / whole, 4)
                yield Quantity(m.start(), m.end(), share, "%", "%", "measure")


def _ranks(text: str) -> Iterator[Quantity]:
    """全国第9, 居第9位 -> 9 位; neither 第二位专家 nor 第一、第二产业."""
    if "第" not in text:
        return
    for m in _RANK.finditer(text):
        ranked = _RANKED.search(text, max(0, m.start() - 3), m.start())
        ended = m["end"] is not None
        if (m["place"] and (ranked or ended)) or (ranked and ended):
            end = m.end("place") if m["place"] else m.end("n")
            yield Quantity(m.start(), end, _any_number(m["n"]), "位", "位", "rank")


def _structures(text: str) -> Iterator[Quantity]:
    """5.8:36.5:57.7 -> three shares, when they add up to a whole."""
    if not any(text.count(mark) > 1 for mark in ":：∶"):
        return
    for m in _STRUCTURE.finditer(text):
        shares = [float(g) for g in m.groups()]
        if abs(sum(shares) - 100) < 0.5:
            for k, share in enumerate(shares, 1):
                yield Quantity(m.start(k), m.end(k), share, "%", "%", "measure")

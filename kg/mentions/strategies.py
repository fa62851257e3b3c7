"""Names of strategies, plans and programmes beyond the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from kg.data import rules
from kg.mentions.span import Span

KINDS = {"战略": "strategy", "规划": "plan", "纲要": "plan", "方案": "plan", "意见": "plan",
         "计划": "programme", "行动": "programme", "工程": "programme", "试点": "programme",
         "协作": "mechanism", "机制": "mechanism"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Patterns:
    title: re.Pattern[str]
    quoted: re.Pattern[str]
    cued: re.Pattern[str]
    listed: re.Pattern[str]
    member: re.Pattern[str]
    ending: re.Pattern[str]
    lead: re.Pattern[str]
    generic: frozenset[str]


@cache
def _patterns() -> _Patterns:
    table = rules.table("strategies")
    endings = _any(table["endings"])
    lead = f"(?:{_any([*table['verbs'], *table['lead']])})"
    body = r"(?:[^，。；：！？、了《》“”]|“[^”]*”){2,24}?"
    return _Patterns(
        re.compile(rf"《([^》]{{2,50}}?(?:{_any(table['title_endings'])})(?:（[^）]*）)?)》"),
        re.compile(rf"(?:“[^”，。；]{{2,16}}”[、和与及]?)*“[^”，。；]{{2,16}}”(?:{endings})"),
        re.compile(
            rf"(?:{_any(table['verbs'])})(?P<name>{body}(?:{endings}))"
            rf"(?!{endings}|{_any(table['not_before'])})"
        ),
        re.compile(rf"{body}(?:{endings})(?:[、和与及]{body}(?:{endings}))+"),
        re.compile(rf"{body}(?:{endings})(?=[、和与及]|$|[^\u4e00-\u9fff]|等)"),
        re.compile(endings),
        re.compile(lead),
        frozenset(table["generic"]),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


# Some write all quotes single: ‘甲’‘乙’行动.
DOUBLE = str.maketrans("‘’", "“”")


def find_strategies(view: str) -> Iterator[Span]:
    """Spans of 《…规划》, “…”行动 and 实施…工程 in one sentence."""
    p = _patterns()
    if "‘" in view and "“" not in view:
        view = view.translate(DOUBLE)
    if "《" in view:
        for m in p.title.finditer(view):
            if m.group(1) in p.generic:  # 《纲要》 names one that was named before
                continue
            yield Span(m.start(1), m.end(1), "Strategy", m.group(1), kind_of(m.group(1)), "title")
    if "“" in view:
        for m in p.quoted.finditer(view):
            name = QUOTE.sub("", m.group())
            span = Span(m.start(), m.end(), "Strategy", name, kind_of(name), "title")
            yield from clean(view, span) if QUOTED.fullmatch(m.group()) else [span]
    first = p.ending.search(view)
    if first is None:
        return
    if p.ending.search(view, first.end()):
        for m in p.listed.finditer(view):
            yield from _members(view, *m.span(), p)
    for m in p.cued.finditer(view):
        start = _after_lead(view, m.start("name"), p)
        name = view[start : m.end()].replace("“", "").replace("”", "")
        if 4 <= len(name) <= 24 and name not in p.generic and not _class_only(name, p.generic):
            span = Span(start, m.end(), "Strategy", name, kind_of(name), "pattern")
            yield from clean(view, span) if QUOTED.fullmatch(view, start, m.end()) else [span]


def _members(view: str, start: int, end: int, p: _Patterns) -> Iterator[Span]:
    """A工程、B工程和C行动 are as many names."""
    for m in p.member.finditer(view, start, end):
        begin = m.start() + (view[m.start()] in "和与及")
        begin = _after_lead(view, begin, p)
        name = view[begin : m.end()].replace("“", "").replace("”", "")
        if 4 <= len(name) <= 24 and name not in p.generic and not _class_only(name, p.generic):
            yield Span(begin, m.end(), "Strategy", name, kind_of(name), "list")


def _after_lead(view: str, start: int, p: _Patterns) -> int:
    while lead := p.lead.match(view, start):
        start = lead.end()
    return start


def clean(view: str, span: Span) -> list[Span]:
    """The names of a tagged span: 甲计划和乙计划 and “甲”“乙”行动 are two each.

    One that ends a title in 《》 is the whole of it: 《国家|…建设指南》.
    """
    opened = view.rfind("《", 0, span.start + 1)
    if opened >= 0 and view.startswith("》", span.end) and "》" not in view[opened : span.end]:
        title = view[opened + 1 : span.end]
        return [] if title in _patterns().generic else [replace(span, start=opened + 1, name=title)]
    found = []
    for start, end, ending in _pieces(view[span.start : span.end]):
        piece = _trimmed(view, replace(span, start=span.start + start, end=span.start + end))
        if piece is not None:
            piece.name += "" if piece.name.endswith(ending) else ending
            found.append(piece)
    return found


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """Start and end of each name, and the ending that stands behind another's quotes."""
    quoted = QUOTED.fullmatch(text)
    if quoted:
        ending = quoted.group("ending")
        return [(m.start(), m.end(), ending) for m in re.finditer("“[^“”]+”", text)]
    counted = COUNTED.search(text)
    if counted:
        text = text[: counted.start()]
    endings = tuple(rules.table("strategies")["endings"])
    starts, cuts = [0], []
    for joint in JOINT.finditer(text):
        left = text[starts[-1] : joint.start()]
        if len(left) >= SHORTEST <= len(text) - joint.end() and left.endswith(endings):
            cuts.append(joint.start())
            starts.append(joint.end())
    return [(start, end, "") for start, end in zip(starts, [*cuts, len(text)], strict=True)]


def _trimmed(view: str, span: Span) -> Span | None:
    """A span without the verbs that lead to it and without an unpaired quote."""
    p, endings = _patterns(), tuple(rules.table("strategies")["endings"])
    start, end = _after_lead(view, span.start, p), span.end
    while start < end and view[start] in "”’》、和与及":
        start += 1
    for opening, closing in ("“”", "‘’"):
        text = view[start:end]
        if text.count(opening) == text.count(closing):
            continue
        if text.startswith(opening):
            start += 1
        elif opening not in text and view.endswith(opening, 0, start) and text.endswith(endings):
            start -= 1  # “|一主六双”高质量发展战略: the name begins with its quote
        elif opening not in text:
            end = start + text.index(closing)
        elif view[end : end + 1] == closing:
            end += 1  # 科技成果转化‘一号工程|’: the name ends with its quote
        else:
            return None
    name = QUOTE.sub("", view[start:end])
    if len(name) < 2 or name in p.generic:
        return None
    return Span(start, end, "Strategy", name, kind_of(name), span.source, score=span.score)


SHORTEST = 4  # characters of a name that stands beside another
JOINT = re.compile("[、和与及]")
COUNTED = re.compile("(?<=.{4})等[一二三四五六七八九十0-9]+[大个项].*")
QUOTED = re.compile(r"(?:“[^“”]+”[、和与及]?){2,}(?P<ending>行动|工程|计划|战略|试点|)")
QUOTE = re.compile("[“”‘’]")


def kind_of(name: str) -> str:
    """Kind by the name's ending: strategy, plan, programme or mechanism."""
    for ending, kind in KINDS.items():
        if ending in name[-6:]:
            return kind
    return "strategy"


def _class_only(name: str, generic: frozenset[str]) -> bool:
    """一批重大工程, 新一轮三年行动: a class word with a little before it."""
    return (
        any(name.endswith(g) and len(name) - len(g) <= 2 for g in generic)
        or name[0] in "的等和与及"
    )

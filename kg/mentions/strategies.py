"""Names of strategies, plans and programmes beyond the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
        re.compile(rf"“[^”，。；]{{2,16}}”(?:{endings})"),
        re.compile(
            rf"(?:{_any(table['verbs'])})(?P<name>{body}(?:{endings}))"
            rf"(?!{endings}|{_any(table['not_before'])})"
        ),
        re.compile(lead),
        frozenset(table["generic"]),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


def find_strategies(view: str) -> Iterator[Span]:
    """Spans of 《…规划》, “…”行动 and 实施…工程 in one sentence."""
    p = _patterns()
    if "《" in view:
        for m in p.title.finditer(view):
            yield Span(m.start(1), m.end(1), "Strategy", m.group(1), kind_of(m.group(1)), "pattern")
    if "“" in view:
        for m in p.quoted.finditer(view):
            name = m.group().replace("“", "").replace("”", "")
            yield Span(m.start(), m.end(), "Strategy", name, kind_of(name), "pattern")
    for m in p.cued.finditer(view):
        start = m.start("name")
        while lead := p.lead.match(view, start):
            start = lead.end()
        name = view[start : m.end()].replace("“", "").replace("”", "")
        if 4 <= len(name) <= 24 and name not in p.generic and not _class_only(name, p.generic):
            yield Span(start, m.end(), "Strategy", name, kind_of(name), "pattern")


def kind_of(name: str) -> str:
    """Kind by the name's ending: strategy, plan, programme or mechanism."""
    for ending, kind in KINDS.items():
        if ending in name[-6:]:
            return kind
    return "strategy"


def _class_only(name: str, generic: frozenset[str]) -> bool:
    """一批重大工程, 新一轮三年行动: a class word with a little before it."""
    return any(name.endswith(g) and len(name) - len(g) <= 2 for g in generic) or name[0] in "的等和与及"

"""Names of strategies, plans and programmes beyond the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.data import rules
from kg.mentions.span import Span

KINDS = {"战略": "strategy", "规划": "plan", "纲要": "plan", "方案": "plan", "意见": "plan",
         "计划": "programme", "行动": "programme", "工程": "programme", "试点": "programme",
         "协作": "mechanism", "机制": "mechanism"}  # fmt: skip


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], frozenset[str]]:
    table = rules.table("strategies")
    endings = "|".join(sorted(table["endings"], key=len, reverse=True))
    verbs = "|".join(sorted(table["verbs"], key=len, reverse=True))
    title = re.compile(rf"《([^》]{{2,50}}?(?:{'|'.join(table['title_endings'])})(?:（[^）]*）)?)》")
    quoted = re.compile(rf"“([^”，。；]{{2,16}})”(?:{endings})?(?=.)")
    cued = re.compile(
        rf"(?:{verbs})(?:好|新时代|新一轮)?(?P<name>(?:[^，。；：！？、的了《》“”]|“[^”]*”){{2,18}}?(?:{endings}))"
        rf"(?!{'|'.join(table['not_before'])})"
    )
    return title, quoted, cued, frozenset(table["generic"])


def find_strategies(view: str) -> Iterator[Span]:
    """Spans of 《…规划》, “…”行动 and 实施…工程 in one sentence."""
    title, quoted, cued, generic = _patterns()
    if "《" in view:
        for m in title.finditer(view):
            yield Span(m.start(1), m.end(1), "Strategy", m.group(1), kind_of(m.group(1)), "pattern")
    if "“" in view:
        for m in quoted.finditer(view):
            if not m.group().endswith("”"):
                name = m.group().replace("“", "").replace("”", "")
                yield Span(m.start(), m.end(), "Strategy", name, kind_of(name), "pattern")
    for m in cued.finditer(view):
        name = m.group("name")
        bare = name.replace("“", "").replace("”", "")
        if len(bare) >= 4 and bare not in generic and not _generic_head(bare, generic):
            yield Span(m.start("name"), m.end(), "Strategy", bare, kind_of(bare), "pattern")


def kind_of(name: str) -> str:
    """Kind by the name's ending: strategy, plan, programme or mechanism."""
    for ending, kind in KINDS.items():
        if ending in name[-6:]:
            return kind
    return "strategy"


def _generic_head(name: str, generic: frozenset[str]) -> bool:
    return any(name.startswith(g) and len(name) - len(g) <= 2 for g in generic)

"""Industry names beyond the lexicon: X产业, modifiers, adjoining terms, members of a list."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.data import rules
from kg.mentions.opennames import reach_left
from kg.mentions.span import Span
from kg.mentions.tagger import TaggedSpan
from kg.mentions.tokens import Tokens

if TYPE_CHECKING:
    from kg.mentions.lexicon import Term

TAILS = ("产业集群", "产业链", "产业", "行业", "集群", "领域")
CUE = re.compile(r"产业|行业")
DIGITS = re.compile(r"\d|[一二三四五六七八九十两几多][大个项类种条]")
LISTS = "、和与及"
SURE = 0.5  # tagger's probability from which a name is no dictionary's with a stray word before it
SEEN = 0.3  # tagger's probability from which a term's bounds are not widened
ENUMERATION = re.compile(r"[^，。；：！？]*、[^，。；：！？]*")
JOINT = re.compile(r"([^与和及、]{2,})[与和及]([^与和及、]{2,})([^与和及、]{2})")
MEMBER = re.compile(r"[^、，。；：！？（）《》“”和与及]{2,10}")


@cache
def _context() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = _table()
    before = "|".join(sorted(table["weak_before"], key=len, reverse=True))
    after = "|".join(sorted(table["weak_after"], key=len, reverse=True))
    return re.compile(f"(?:{before})[^，。；、]{{0,3}}$"), re.compile(f"[”]?(?:{after})")


def stands(view: str, span: Span, others: Sequence[Span]) -> bool:
    """Whether a weak term (旅游, 汽车) is an industry here: by its context or its list."""
    before, after = _context()
    if after.match(view, span.end) or before.search(view, max(0, span.start - 8), span.start):
        return True
    return any(
        (o.end + 1 == span.start and view[o.end] in LISTS)
        or (span.end + 1 == o.start and view[span.end] in LISTS)
        for o in others
        if o.type == "Industry" and o is not span
    )


@cache
def _table() -> dict[str, frozenset[str]]:
    return {k: frozenset(v) for k, v in rules.table("industries").items()}


def trim(text: str) -> str:
    """The name without a trailing 产业, 行业, 产业链, 集群 or 领域, when a name remains."""
    for tail in TAILS:
        if text.endswith(tail) and len(text) - len(tail) >= 2:
            return text[: -len(tail)]
    return text


def find_cued(view: str, tokens: Tokens, known: Sequence[Span]) -> Iterator[Span]:
    """X in "X产业" where X is no known term and no mere praise."""
    table = _table()
    for match in CUE.finditer(view):
        if match.start() not in tokens.edges and match.end() not in tokens.edges:
            continue
        if any(s.type == "Industry" and s.end == match.start() for s in known):
            continue
        start = reach_left(tokens, match.end(), max(0, match.start() - 8), table["stop"])
        for span in known:
            if span.type == "Region" and start < span.end <= match.start():
                start = span.end
        name = view[start : match.start()]
        if not 2 <= len(name) <= 8 or name in table["generic"] or DIGITS.search(name):
            continue
        if any(name.endswith(w) for w in table["generic"]) or name.startswith("“"):
            continue
        yield Span(start, match.start(), "Industry", name, "industry", "pattern")


def widen(view: str, spans: Sequence[Span]) -> list[Span]:
    """Known terms joined with a neighbour (新能源装备制造) or a modifier before (高端装备制造)."""
    modifiers = _table()["modifiers"]
    out: list[Span] = []
    for span in spans:
        last = out[-1] if out else None
        if span.score >= SEEN:
            out.append(span)  # the tagger has seen where it begins
            continue
        if (
            last
            and last.score < SEEN
            and last.end == span.start
            and len(view[last.start : span.end]) <= 12
        ):
            text = view[last.start : span.end]
            out[-1] = Span(last.start, span.end, "Industry", text, span.kind, "pattern", False)
            continue
        out.append(_modified(view, span, modifiers))
    return out


def _modified(view: str, span: Span, modifiers: frozenset[str]) -> Span:
    for size in (3, 2):
        before = view[max(0, span.start - size) : span.start]
        if len(before) == size and before in modifiers:
            text = before + view[span.start : span.end]
            return Span(span.start - size, span.end, "Industry", text, span.kind, "pattern")
    return span


def clean(
    view: str, tokens: Tokens, span: Span, known: Collection[str], places: Sequence[Span] = ()
) -> Span | None:
    """A tagged span cut to the industry in it: no stray first word, no 产量 or 企业 behind.

    ``known`` are the lexicon's forms, ``places`` the regions of the sentence: one that a span
    begins in has a share of it (成资|临空经济). None when nothing is left that names an industry.
    """
    table = _table()
    start, end = span.start, span.end
    while start < end and view[start] in STRAY and start + 1 in tokens.edges:
        start += 1
    if MEASURED.search(view, max(0, start - 2), start + 1):
        start += 1  # 首笔|算力交易
    shared = any(p.start <= span.start < p.end < span.end for p in places)
    unsure = shared or span.score < SURE
    stray = view[start + 1 : end] in known and view[start:end] not in known
    if unsure and stray and end - start > 2:
        start += 1
    for size in (4, 3, 2):
        if end - start - size >= 2 and view[end - size : end] in table["tails"]:
            end -= size
            break
    name = view[start:end]
    if len(name) < 2 or (unsure and DIGITS.match(name)):
        return None
    if not {name, trim(name)}.isdisjoint(table["generic"]):
        return None
    return Span(start, end, "Industry", name, span.kind, span.source, score=span.score)


def divide(span: Span, known: Mapping[str, Term]) -> list[Span]:
    """The industries that one name joins: 新能源与智能网联|汽车, 新能源|新材料.

    Either two share their last word, or all begin alike and are equally long. Each must be a term
    of the lexicon, and the whole none.
    """
    if span.name in known:
        return [span]
    if joint := JOINT.fullmatch(span.name):
        left, right, shared = joint.groups()
        parts = {0: left + shared, len(left) + 1: right + shared}
        ends = {0: len(left), len(left) + 1: len(span.name)}
    else:
        size = _step(span.name)
        parts = {i: span.name[i : i + size] for i in range(0, len(span.name), size)}
        ends = {i: i + size for i in parts}
    if len(parts) < 2 or not all(part in known for part in parts.values()):
        return [span]
    return [
        replace(
            span, start=span.start + i, end=span.start + ends[i], name=known[part].name,
            kind=known[part].kind,
        )
        for i, part in parts.items()
    ]  # fmt: skip


def _step(name: str) -> int:
    """How long the parts of a name are that all begin with its first character."""
    again = name.find(name[0], 2)
    if again < 0 or len(name) % again:
        return len(name)
    alike = all(name[i] == name[0] for i in range(0, len(name), again))
    return again if alike else len(name)


def find_short(view: str, short: frozenset[str]) -> Iterator[Span]:
    """One-character products in a run (镍铜钴), a list (锑、锗) or a slogan (优镍、强铜)."""
    for match in _short_runs(short, "、" in view).finditer(view):
        run = match.group()
        singles = [i for i, c in enumerate(run) if c in short]
        if "、" not in run and (len(run) < 3 or len(set(run) & MINERALS) < len(run)):
            continue
        if "、" in run and len(singles) < 2:
            continue
        for i in singles:
            a = match.start() + i
            yield Span(a, a + 1, "Industry", view[a], "product", "list")


def is_run(view: str, span: TaggedSpan) -> bool:
    """Whether a tagged span is nothing but minerals, or one in a slogan: 镍铜钴, 优镍."""
    text = view[span.start : span.end]
    return set(text) <= MINERALS or (len(text) == 2 and text[0] in VERBS and text[1] in MINERALS)


VERBS = "优强增扩兴稳壮延补精特"
MINERALS = frozenset("铅锡锑镍钴钼钨镁钛钒锰锂铟锗镓铋铍铌钽铼铀铜铝锌硅磷金银铁")
MEASURED = re.compile(r"[首一两三几多\d][笔家座条项款台套艘架]\Z")
STRAY = "予了的和与及在将把以等各是有对从为到由"


@cache
def _short_runs(short: frozenset[str], listed: bool) -> re.Pattern[str]:
    """Minerals in a row, and where members are ``listed`` these too."""
    chars = "".join(sorted(short))
    member = f"(?:[{chars}]|[{VERBS}][{chars}])"
    minerals = f"[{''.join(sorted(MINERALS))}]{{3,6}}"
    lists = f"(?<![\u4e00-\u9fff]){member}(?:、{member})+(?![\u4e00-\u9fff])|"
    return re.compile(lists + minerals if listed else minerals)


def find_listed(view: str, tokens: Tokens, known: Sequence[Span]) -> Iterator[Span]:
    """Unknown members of an enumeration most of whose members are known industries.

    Enumerations are runs of 、; a member counts when it is short, of whole words, and does not
    hold a name of another type.
    """
    if "、" not in view:
        return
    table = _table()
    starts = {s.start for s in known}
    for run in ENUMERATION.finditer(view):
        members = list(MEMBER.finditer(view, run.start(), run.end()))
        hits = [m for m in members if any(_is_member(m, s) for s in known)]
        if len(hits) < 2 or len(hits) * 2 < len(members):
            continue
        for m in members[1:-1]:
            if m in hits or m.start() in starts or not tokens.whole(m.start(), m.end()):
                continue
            if any(s.start < m.end() and m.start() < s.end for s in known):
                continue
            name = trim(m.group())
            words = set(_words(tokens, m.start(), m.end()))
            if words & table["stop"] or name in table["generic"] or not 2 <= len(name) <= 8:
                continue
            yield Span(m.start(), m.start() + len(name), "Industry", name, "industry", "list")


def _is_member(m: re.Match[str], span: Span) -> bool:
    return span.type == "Industry" and m.start() <= span.start and span.end <= m.end()


def _words(tokens: Tokens, start: int, end: int) -> Sequence[str]:
    return tokens.words[tokens.index(start) : tokens.index(end - 1) + 1]

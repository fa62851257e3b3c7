"""Names that no lexicon lists: zones, organizations, projects and industries by their endings.

The endings, stop words and limits are data (``rules/names.toml``). A name reaches left from its
ending over noun-like words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from kg.data import rules
from kg.mentions.span import Span
from kg.mentions.tokens import Tokens
from kg.model import EntityType

NOMINAL = {"n", "nr", "ns", "nt", "nz", "nrt", "nrfg", "j", "b", "vn", "eng", "m", "an", "l", "i",
           "f", "s", "t", "g", "q", "ng", "k", "z", "a", "v"}  # fmt: skip
LEADING = {"v", "a", "d", "f", "m", "q", "t", "l", "k", "z", "vd", "s", "i"}  # begin no name
PROPER = re.compile(r"[0-9A-Za-z]|[一二三四五六七八九十]号")
NAME_EDGE = "·—-－+（"
LEAST = 4  # characters of a name that a clause is cut off from


@dataclass(frozen=True, slots=True)
class Ending:
    """One way a name ends, and what it makes of it."""

    text: str
    type: EntityType
    kind: str
    proper: bool
    longest: int


@dataclass(frozen=True, slots=True)
class NameRules:
    """All endings with one pattern that finds them, and the words that stop a reach.

    No name begins with one of ``pointing``, holds a ``listing`` or what is ``unfit`` for its type.
    One with a ``clause`` word begins after it; what begins as ``counted`` says is no organization
    or project; no short place name stands before what ``not_after`` tells.
    """

    endings: dict[str, Ending]
    pattern: re.Pattern[str]
    stop: frozenset[str]
    generic: frozenset[str]
    pointing: tuple[str, ...]
    clause: re.Pattern[str]
    counted: re.Pattern[str]
    listing: tuple[re.Pattern[str], ...]
    unfit: dict[str, re.Pattern[str]]
    not_after: tuple[str, ...]


@cache
def name_rules() -> NameRules:
    """Parse ``rules/names.toml``."""
    table = rules.table("names")
    stop = table["stop"]
    endings = {
        text: Ending(text, row["type"], row["kind"], row["proper"], row["max"])
        for key, row in table.items()
        if "endings" in row
        for text in row["endings"]
    }
    longest_first = sorted(endings, key=len, reverse=True)
    return NameRules(
        endings,
        re.compile("|".join(map(re.escape, longest_first))),
        frozenset(stop["words"]),
        frozenset(stop["generic"]),
        tuple(stop["pointing"]),
        re.compile("|".join(stop["clause"])),
        re.compile(stop["counted"]),
        tuple(map(re.compile, stop["listing"])),
        {kind: re.compile(words) for kind, words in stop["unfit"].items()},
        tuple(table["place"]["not_after"]),
    )


def without_clause(view: str, tokens: Tokens, span: Span) -> int | None:
    """Where a tagged name begins that was read together with the clause before it.

    None when nothing is left. What stands in quotes or calls itself a paper on something is a name.
    """
    names = name_rules()
    text = view[span.start : span.end]
    found = list(names.clause.finditer(text))
    if not found or any(mark in text[: found[-1].end()] for mark in "“《") or "关于" in text:
        return span.start
    start = span.start + found[-1].end()
    i = tokens.index(start)
    while tokens.bounds[i] < span.end and tokens.words[i] in names.stop:
        i += 1
        start = tokens.bounds[i]
    return start if span.end - start >= LEAST else None


def with_other_quote(view: str, span: Span) -> None:
    """Draw in the other half of a quote that stands right beside a name: “|四横”大通道."""
    for opening, closing in ("“”", "‘’"):
        text = view[span.start : span.end]
        if closing in text and opening not in text and view.endswith(opening, 0, span.start):
            span.start -= 1
        elif opening in text and closing not in text and view.startswith(closing, span.end):
            span.end += 1
        span.name = view[span.start : span.end]


def reach_left(tokens: Tokens, end: int, least: int, stop: frozenset[str]) -> int:
    """Where the name that ends at character ``end`` starts; not left of ``least``.

    Walks whole words leftwards while they are noun-like; leading verbs are dropped again, since
    a verb may stand inside a name (产业合作园) but does not begin one.
    """
    i = tokens.index(end - 1)
    start = tokens.bounds[i]
    while i > 0 and tokens.bounds[i - 1] >= least:
        word, tag = tokens.words[i - 1], tokens.tags[i - 1]
        if word in stop or not (tag in NOMINAL or word in NAME_EDGE):
            break
        i -= 1
        start = tokens.bounds[i]
    last = tokens.index(end - 1)
    while i < last and tokens.tags[i] in LEADING:
        i += 1
        start = tokens.bounds[i]
    return start


def find_endings(view: str, tokens: Tokens, known: Sequence[Span]) -> Iterator[Span]:
    """Spans of open names in one sentence; ``known`` are the lexicon's spans in it."""
    names = name_rules()
    for match in names.pattern.finditer(view):
        ending = names.endings[match.group()]
        end = match.end()
        if end not in tokens.edges or view[end : end + 1] in ("化", "式", "型"):
            continue
        if any(s.end == end and s.type == ending.type for s in known):
            continue  # the lexicon knows what ends here; 整个京津冀城市群 is no name
        start = reach_left(tokens, end, max(0, end - ending.longest), names.stop)
        start = _through_region(start, known)
        text = view[start:end]
        if start >= match.start() or text in names.generic or len(text) < 3:
            continue
        if ending.proper and not _is_proper(start, end, view, known):
            continue
        yield Span(start, end, ending.type, text, ending.kind, "pattern")


TOWN = re.compile(r"(?![的各该这])[\u4e00-\u9fff]{2,3}?[镇乡](?![村企镇域政府长亲情愁风土居])")


def find_towns(view: str, tokens: Tokens, known: Sequence[Span]) -> Iterator[Span]:
    """Towns: named right after the region they lie in (杭锦旗锡尼镇), or words by themselves."""
    if "镇" not in view and "乡" not in view:
        return
    ends: set[int] = set()  # 太|平溪镇 is found once
    for region in known:
        if region.type != "Region" or region.kind == "foreign":
            continue
        m = TOWN.match(view, region.end)
        if m and m.end() in tokens.edges and not TOWN_CLASS.search(m.group()):
            ends.add(m.end())
            yield Span(m.start(), m.end(), "Region", m.group(), "town", "pattern")
    for number, word in enumerate(tokens.words):
        if word[-1] in "镇乡" and tokens.bounds[number + 1] not in ends:
            yield from _town(view, tokens, number)


def _town(view: str, tokens: Tokens, number: int) -> Iterator[Span]:
    """The town whose last word is that: 大沥镇, or 龙楼 and 镇."""
    end = tokens.bounds[number + 1]
    first = number - 1 if number and len(tokens.words[number]) == 1 else number
    start = tokens.bounds[first]
    if end - start != TOWN_LENGTH or tokens.tags[first] not in TOWN_TAGS:
        return
    if (m := TOWN.match(view, start)) and m.end() == end and not TOWN_CLASS.search(m.group()):
        yield Span(start, end, "Region", m.group(), "town", "pattern")


TOWN_TAGS = frozenset(("n", "nr", "nrt", "ns", "nz"))
TOWN_LENGTH = 3
TOWN_CLASS = re.compile(
    r"[城乡村小大古集市重老各个三]镇$|[下城返还家故回入水族之]乡$|特色|专业|中心|重点|历史|工业|名"
)


def _through_region(start: int, known: Sequence[Span]) -> int:
    """A name that begins inside a known region begins with the whole of it."""
    for span in known:
        if span.type == "Region" and span.start < start < span.end:
            return span.start
    return start


def _is_proper(start: int, end: int, view: str, known: Sequence[Span]) -> bool:
    if PROPER.search(view, start, end) or "“" in view[start:end]:
        return True
    return any(
        start <= s.start and s.end <= end and s.type in ("Region", "Organization") for s in known
    )


@dataclass(frozen=True, slots=True)
class _Enumeration:
    pattern: re.Pattern[str]
    lead: re.Pattern[str]
    classes: dict[str, tuple[EntityType, str, bool]]


@cache
def _enumeration() -> _Enumeration:
    table = rules.table("names")["enumeration"]
    classes = {c: (t, kind, True) for c, (t, kind) in table["add"].items()}
    classes |= {c: (t, kind, False) for c, (t, kind) in table["bare"].items()}
    ends = "|".join(sorted(classes, key=len, reverse=True))
    before = "|".join(table["before"])
    return _Enumeration(
        re.compile(
            r"(?:^|(?<=[，。；：、！？]))(?P<list>[^，。；：！？]{4,120}?)等"
            rf"(?:\d+[个项条家座大]|[两二三四五六七八九十百]+[个项条家座大]|{before})*(?P<cls>{ends})"
        ),
        re.compile(f".*(?:{'|'.join(table['lead'])})了?"),
        classes,
    )


def find_enumerated(view: str, tokens: Tokens) -> Iterator[Span]:
    """Members of "A、B等项目" as names of that class."""
    rule = _enumeration()
    if "等" not in view:
        return
    for match in rule.pattern.finditer(view):
        kind_of, kind, add = rule.classes[match.group("cls")]
        for start, end in _members(view, *match.span("list")):
            start = _after_verbs(tokens, start, end)
            if not add and (lead := rule.lead.match(view, start, end)):
                start = lead.end()
            text = view[start:end]
            if not 2 <= len(text) <= 28 or text in name_rules().generic:
                continue
            cls = match.group("cls")
            name = text + cls if add and not text.endswith(cls) else text
            yield Span(start, end, kind_of, name, kind, "list")


def _members(view: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Bounds of the members of an enumeration; 、 inside brackets or quotes does not divide."""
    depth, begin = 0, start
    for i in range(start, end):
        if view[i] in "（“《":
            depth += 1
        elif view[i] in "）”》":
            depth -= 1
        elif (
            view[i] in "、和与"
            and depth == 0
            and (view[i] == "、" or i > view.rfind("、", start, end))
        ):
            yield begin, i
            begin = i + 1
    yield begin, end


def _after_verbs(tokens: Tokens, start: int, end: int) -> int:
    """Where a member's name starts after the verbs that lead to it (加快推进…)."""
    stop = name_rules().stop
    i = tokens.index(start)
    while i < len(tokens.words) and tokens.bounds[i] < end:
        word, tag = tokens.words[i], tokens.tags[i]
        if tokens.bounds[i] >= start and not (
            word in stop or tag in ("v", "vd", "ad", "p", "d", "u", "c")
        ):
            break
        i += 1
    return max(start, min(tokens.bounds[i], end))

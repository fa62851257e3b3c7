"""Sentences -> mentions: names of regions, strategies, industries, organizations, projects.

:func:`find` reads a whole document, since what a name means depends on it: which 朝阳, whose 全市,
which city 该市 is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.mentions.compounds import find_compounds, find_members
from kg.mentions.home import find_home
from kg.mentions.industries import (
    clean,
    divide,
    find_cued,
    find_listed,
    find_short,
    is_run,
    stands,
    trim,
    widen,
)
from kg.mentions.lexicon import Term, matchers
from kg.mentions.line import FOREIGN as FOREIGN
from kg.mentions.line import Line, read_line
from kg.mentions.merge import MARKS, WEAK, merge, rate
from kg.mentions.opennames import (
    find_endings,
    find_enumerated,
    find_towns,
    name_rules,
    with_other_quote,
    without_clause,
)
from kg.mentions.places import Place, gazetteer
from kg.mentions.references import References
from kg.mentions.regions import resolve, spoken_of_in
from kg.mentions.shortened import join_shortened
from kg.mentions.span import Span, settle
from kg.mentions.strategies import clean as clean_strategy
from kg.mentions.strategies import find_strategies
from kg.mentions.tagger import TaggedSpan, Tagger
from kg.mentions.tagger import forget as forget_tagger
from kg.mentions.tokens import Tokens
from kg.model import Document, Entity, EntityType, Home, Mention, Sentence
from kg.neural import Reading

LEAST = 0.05  # probability from which the tagger's spans are looked at
CALLED = re.compile(r"(?:有限|股份)*(?:公司|集团)$")
OPEN = {"tagger", "pattern"}  # sources that may take a stretch of text for a name


@dataclass(frozen=True, slots=True)
class Found:
    """All mentions of a document in reading order, and its home region.

    Mentions of kind ``foreign`` mark places abroad: no facts, but subjects that end others.
    """

    mentions: tuple[Mention, ...]
    home: Home | None


@dataclass(slots=True)
class _Page:
    """A document at work: its lines, how often it speaks of regions, its home."""

    lines: list[Line]
    spoken_of: Counter[str]
    home: Home | None
    place: Place | None


def forget() -> None:
    """Let go of dictionaries and network, most of what reading holds in memory."""
    matchers.cache_clear()
    forget_tagger()


def find(document: Document, sentences: Sequence[Sentence], tagger: Tagger | None = None) -> Found:
    """Every mention in the sentences that are not boilerplate.

    ``tagger`` defaults to the one that ships with the package.
    """
    return find_all([(document, sentences)], tagger)[0]


def find_all(
    documents: Sequence[tuple[Document, Sequence[Sentence]]], tagger: Tagger | None = None
) -> list[Found]:
    """What :func:`find` finds in each document: faster for many, the same for each."""
    pages = [_page(document, sentences) for document, sentences in documents]
    tagger = tagger or Tagger.load()
    tagged = tagger.read([[line.reading() for line in page.lines] for page in pages], LEAST)
    return [_found(page, names) for page, names in zip(pages, tagged, strict=True)]


def readings(document: Document, sentences: Sequence[Sentence]) -> list[Reading]:
    """What the tagger reads of a document."""
    return [line.reading() for line in _page(document, sentences).lines]


def _page(document: Document, sentences: Sequence[Sentence]) -> _Page:
    """What a document says by its dictionaries alone."""
    gaz = gazetteer()
    lines = [read_line(s, gaz) for s in sentences if s.kind != "boilerplate" and s.view]
    spoken_of, divisions = spoken_of_in(lines)
    text = "\n".join(line.sentence.view for line in lines)
    home = find_home(document, gaz, text, spoken_of, divisions)
    home_place = gaz.by_id.get(home.region.id) if home else None
    if home_place:
        spoken_of.update(dict.fromkeys((home_place.entity.id, *home_place.chain), 3))
    return _Page(lines, spoken_of, home, home_place)


def _found(page: _Page, tagged: Sequence[Sequence[TaggedSpan]]) -> Found:
    """The mentions of a document, with the tagger's spans of each line."""
    gaz = gazetteer()
    references = References(gaz, page.place, page.spoken_of)
    mentions: list[Mention] = []
    for line, names in zip(page.lines, tagged, strict=True):
        resolve(line, page.spoken_of, page.place, gaz)
        _open_names(line, page.place, names)
        line.spans += references.read(line.sentence.view, line.spans)
        mentions += [_mention(line.sentence, s) for s in line.spans]
    mentions.sort(key=lambda m: (m.sentence, m.start, -m.end))
    return Found(tuple(join_shortened(mentions, gaz)), page.home)


def _open_names(line: Line, home: Place | None, tagged: Sequence[TaggedSpan]) -> None:
    """Add patterns' and the tagger's finds to the dictionary's, settle overlaps."""
    view, tokens = line.sentence.view, line.tokens
    others = [s for s in line.spans if s.type != "Industry"]
    taken = {i for s in others if s.type == "Region" for i in range(s.start, s.end)}
    compounds = find_compounds(view, taken, home)
    tagged = [
        t for t in tagged
        if not view.startswith(name_rules().pointing, t.start)
        and not (compounds and _mere_places(view, t, compounds))
    ]  # fmt: skip
    others += compounds
    others += find_members(view, others)
    others += find_towns(view, tokens, others)
    others += find_endings(view, tokens, others)
    others += find_strategies(view)
    others += find_enumerated(view, tokens)
    merged = merge(view, others, [t for t in tagged if t.type != "Industry"])
    others = settle(s for m in merged for s in _cleaned(view, tokens, m))
    line.spans = settle([*others, *_industries(line, others, tagged)])


def _mere_places(view: str, name: TaggedSpan, compounds: Sequence[Span]) -> bool:
    """Whether a tagged name is nothing but short names of places: “武鄂黄黄咸”."""
    places = {i for s in compounds for i in range(s.start, s.end)}
    return all(i in places or view[i] in MARKS for i in range(name.start, name.end))


def _cleaned(view: str, tokens: Tokens, span: Span) -> list[Span]:
    """Tagged names: clauses and classes cut off, known ones by their own, mere classes dropped."""
    if _unfit(view, span) or (span.source in OPEN and _lists(view, span)):
        return []
    if span.source == "pattern":
        _without_places(view, span)
    if span.source != "tagger":
        return [span]
    start = without_clause(view, tokens, span)
    if start is None:
        return []
    if start > span.start:
        span.start, span.name = start, view[start : span.end]
    if span.type == "Strategy":
        return clean_strategy(view, span)
    with_other_quote(view, span)
    _without_places(view, span)
    if span.name in name_rules().generic or name_rules().counted.match(span.name):
        return []
    return [_known(span, matchers().names)]


def _without_places(view: str, span: Span) -> None:
    """Cut two places or more from before a known firm: 云南曲靖|隆基绿能, but not 重庆格力."""
    forms, start, count = gazetteer().forms, span.start, 0
    while span.type == "Organization":
        sizes = range(min(8, span.end - start - 1), 1, -1)
        size = next((n for n in sizes if view[start : start + n] in forms), 0)
        if not size:
            break
        start, count = start + size, count + 1
    rest = view[start : span.end]
    names = matchers().names
    known = names.get(rest) or names.get(CALLED.sub("", rest))
    if count > 1 and known is not None and known.type == "Organization":
        span.start, span.name = start, view[start : span.end]


def _unfit(view: str, span: Span) -> bool:
    """Whether a name, or the title that it stands in, is nothing of its type by its own words.

    Such are 第七届农博会, 污水排放标准; and 数字中国 in 《数字中国发展报告》 is no strategy.
    """
    pattern = name_rules().unfit.get(span.type)
    if pattern is None:
        return False
    if span.source != "lexicon" and pattern.search(span.name):
        return True
    return span.type == "Strategy" and pattern.search(_title(view, span)) is not None


def _title(view: str, span: Span) -> str:
    """The words in 《》 around a span, or ""."""
    start, end = view.rfind("《", 0, span.start), view.find("》", span.end)
    if start < 0 or end < 0 or "》" in view[start:end]:
        return ""
    return view[start + 1 : end]


def _lists(view: str, span: Span) -> bool:
    """Whether a name holds a list: what is counted is a part of other names, not of strategies'."""
    patterns = name_rules().listing[span.type == "Strategy" :]
    return any(pattern.search(view, span.start, span.end) for pattern in patterns)


def _known(span: Span, names: Mapping[str, Term]) -> Span:
    """A tagged span that a dictionary knows gets the name and kind it has there."""
    term = names.get(span.name)
    if term is not None and term.type == span.type:
        span.name, span.kind = term.name, term.kind
    return span


def _industries(line: Line, others: Sequence[Span], tagged: Sequence[TaggedSpan]) -> list[Span]:
    view, tokens, tables = line.sentence.view, line.tokens, matchers()
    short = list(find_short(view, tables.short_industries))
    seen = [t for t in tagged if t.type == "Industry" and not (short and is_run(view, t))]
    terms = [s for s in line.spans if s.type == "Industry"]
    places = [s for s in others if s.type == "Region"]
    if towns := [s for s in places if s.kind == "town"]:  # 琉璃 in 琉璃庙镇
        terms = [t for t in terms if not any(s.covers(t) for s in towns)]
        seen = [t for t in seen if not any(s.start <= t.start and t.end <= s.end for s in towns)]
    found = []
    for span in merge(view, terms, seen):
        kept: Span | None = span
        if span.source == "tagger":
            cut = clean(view, tokens, span, tables.industries, places)
            kept = _known(cut, tables.industries) if cut else None
        if kept and (not kept.weak or kept.score >= WEAK or stands(view, kept, terms)):
            found += divide(kept, tables.industries)
    found = widen(view, settle(found))
    known = [*others, *found]
    extra = [*find_cued(view, tokens, known), *find_listed(view, tokens, known)]
    found += rate(view, extra, seen)
    found += short
    for span in found:
        if span.source != "lexicon":
            span.name = trim(span.name)
    return found


@lru_cache(maxsize=16_384)
def _entity(kind: EntityType, name: str, what: str) -> Entity:
    return Entity(f"{kind.lower()}:{name}", kind, name, what)


def _mention(sentence: Sentence, span: Span) -> Mention:
    if span.place is not None:
        entity = span.place.entity
    else:
        entity = _entity(span.type, span.name, span.kind)
    text = sentence.view[span.start : span.end]
    return Mention(
        sentence.index, span.start, span.end, text, entity, span.implied, span.source, span.weak,
        span.score,
    )  # fmt: skip

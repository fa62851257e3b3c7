"""Sentences -> mentions: names of regions, strategies, industries, organizations, projects.

:func:`find` reads a whole document, since what a name means depends on it: which 朝阳, whose 全市,
which city 该市 is.
"""

from __future__ import annotations

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
from kg.mentions.matcher import Hit
from kg.mentions.merge import MARKS, WEAK, merge, rate
from kg.mentions.opennames import (
    find_endings,
    find_enumerated,
    find_towns,
    name_rules,
    with_other_quote,
    without_clause,
)
from kg.mentions.places import LEVELS, Gazetteer, Place, choose, gazetteer
from kg.mentions.references import References
from kg.mentions.shortened import join_shortened
from kg.mentions.span import Span, settle
from kg.mentions.strategies import clean as clean_strategy
from kg.mentions.strategies import find_strategies
from kg.mentions.tagger import TaggedSpan, Tagger
from kg.mentions.tagger import forget as forget_tagger
from kg.mentions.tokens import Tokens
from kg.model import Document, Entity, EntityType, Home, Mention, Sentence
from kg.neural import Reading

FOREIGN = "foreign"
LEAST = 0.05  # probability from which the tagger's spans are looked at
OPEN = {"tagger", "pattern"}  # sources that may take a stretch of text for a name
LINES = ("高铁", "铁路", "城际", "高速", "公路")  # 贵南高铁 joins 贵阳 and 南宁
SITED = ("Project", "Organization")
COMPASS = {"东部", "西部", "中部", "东北部", "西北部", "西南部", "东南部", "中西部"}


@dataclass(frozen=True, slots=True)
class Found:
    """All mentions of a document in reading order, and its home region.

    Mentions of kind ``foreign`` mark places abroad: no facts, but subjects that end others.
    """

    mentions: tuple[Mention, ...]
    home: Home | None


@dataclass(slots=True)
class _Line:
    """A sentence at work."""

    sentence: Sentence
    tokens: Tokens
    spans: list[Span]
    matches: list[tuple[int, int, str]]

    def reading(self) -> Reading:
        """What the tagger reads: lexicon names count where they are whole words."""
        tokens, edges = self.tokens, self.tokens.edges
        whole = [m for m in self.matches if m[0] in edges and m[1] in edges]
        return Reading(self.sentence.view, tokens.words, tokens.tags, whole)


@dataclass(slots=True)
class _Page:
    """A document at work: its lines, how often it speaks of regions, its home."""

    lines: list[_Line]
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
    lines = [_line(s, gaz) for s in sentences if s.kind != "boilerplate" and s.view]
    spoken_of, divisions = _spoken_of(lines)
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
        _resolve(line, page.spoken_of, page.place, gaz)
        _open_names(line, page.place, names)
        line.spans += references.read(line.sentence.view, line.spans)
        mentions += [_mention(line.sentence, s) for s in line.spans]
    mentions.sort(key=lambda m: (m.sentence, m.start, -m.end))
    return Found(tuple(join_shortened(mentions, gaz)), page.home)


def _line(sentence: Sentence, gaz: Gazetteer) -> _Line:
    """A sentence with what the dictionaries find in it."""
    view = sentence.view
    (places, foreign, names, industries, matches), hidden = matchers().layers.find(view)
    line = _Line(sentence, Tokens(view), [], matches)
    tokens = line.tokens
    sites = {a: b for a, b, term in names if term.type in SITED} if places else {}
    line.spans = _places(line, places, hidden, gaz, sites) if places else []
    line.spans += [
        Span(start, end, "Region", name, FOREIGN)
        for start, end, name in foreign
        if tokens.whole(start, end)
    ]
    line.spans += [
        Span(start, end, term.type, term.name, term.kind, weak=term.weak)
        for found in (names, industries)
        for start, end, term in found
        if start in tokens.edges or end in tokens.edges
    ]
    return line


def _places(
    line: _Line, found: Sequence[Hit], hidden: Sequence[Hit], gaz: Gazetteer, sites: dict[int, int]
) -> list[Span]:
    """The place names of a sentence, ``hidden`` ones where what hides them is none.

    ``sites`` are where known projects and organizations start and end: 天津港 is one word, and at
    天津.
    """
    view = line.sentence.view
    kept: list[Span] = []
    lost: list[Span] = []
    run: tuple[int, int] = (0, 0)
    for number, (start, end, form) in enumerate(found):
        if start >= run[1]:
            site = sites.get(start, 0) if form.places[0].level != "country" else 0
            run = (start, max(_run_end(found, number), site))
        span = Span(start, end, "Region", view[start:end], places=form.places, weak=form.weak)
        (kept if _stands(span, line, gaz, run) else lost).append(span)
    for start, end, form in hidden if lost else ():
        span = Span(start, end, "Region", view[start:end], places=form.places, weak=form.weak)
        over = any(s.start < end and start < s.end for s in lost)
        free = not any(s.start < end and start < s.end for s in kept)
        if over and free and _stands(span, line, gaz, (start, end)):
            kept.append(span)
    return kept


def _run_end(found: Sequence[Hit], number: int) -> int:
    """Where the places that follow one another without a gap end: 湖南岳阳."""
    end: int = found[number][1]
    for start, stop, _ in found[number + 1 :]:
        if start != end:
            break
        end = stop
    return end


def _stands(span: Span, line: _Line, gaz: Gazetteer, run: tuple[int, int]) -> bool:
    """Whether a place name is one here; shortens 深圳市|场 to 深圳.

    ``run`` are the bounds of the places that touch one another there.
    """
    view, tokens = line.sentence.view, line.tokens
    text = view[span.start : span.end]
    if text[-1] in "市区县" and view[span.end : span.end + 1] in tuple("场值况域块间别"):
        form = gaz.forms.get(text[:-1])
        if form is None or form.weak:
            return False
        span.end, span.name, span.places = span.end - 1, text[:-1], form.places
        return True
    form = gaz.forms[text]
    if form.guard == "never":
        return False
    if text == span.places[0].entity.name and len(text) > 2:
        if len(text) == 3 and text.endswith("城市"):
            return span.start in tokens.edges  # not 滨|海城市
        return span.start in tokens.edges or span.end in tokens.edges
    if view.startswith(name_rules().not_after, span.end):
        return False
    return tokens.whole(span.start, span.end) or tokens.whole(*run)


def _spoken_of(lines: Sequence[_Line]) -> tuple[Counter[str], Counter[str]]:
    """How often the document speaks of each region for certain, members counting for wholes.

    The first count takes in zones and functional regions, the second only divisions: a text about
    雄安新区 is not therefore about 河北省.
    """
    counts: Counter[str] = Counter()
    divisions: Counter[str] = Counter()
    for line in lines:
        for span in line.spans:
            if span.places and not span.weak and len(span.places) == 1:
                place = span.places[0]
                counts.update((place.entity.id, *place.chain))
                if place.level in LEVELS:
                    divisions.update((place.entity.id, *place.chain))
    return counts, divisions


def _resolve(line: _Line, spoken_of: Counter[str], home: Place | None, gaz: Gazetteer) -> None:
    """Settle which place each region span means; drop weak names that nothing supports."""
    regions = sorted((s for s in line.spans if s.places), key=lambda s: s.start)
    if not regions:
        return
    kept: list[Span] = []
    for number, span in enumerate(regions):
        before = regions[number - 1] if number else None
        touching = before is not None and span.start - before.end <= 1
        near = [p.entity.id for p in before.places] if before and touching else []
        if before and _compass(line.sentence.view, before, span):
            continue
        place, sure = choose(span.places, near, spoken_of)
        form = gaz.forms.get(line.sentence.view[span.start : span.end])
        listed = _in_list(number, regions)
        beside = listed or bool(near and sure)
        at_home = home is not None and place.within(home.entity.id)
        if form and form.guard == "beside" and not beside:
            continue
        if form and form.guard == "list" and not (beside or at_home):
            continue
        if span.weak and not (
            _local(place, home, spoken_of)
            or (sure and (listed or near or (len(span.places) == 1 and _place_word(line, span))))
        ):
            continue
        span.place, span.name, span.kind = place, place.entity.name, place.entity.kind
        kept.append(span)
    line.spans = [s for s in line.spans if not s.places] + kept


def _place_word(line: _Line, span: Span) -> bool:
    """Whether a span is one word, a place's to whoever made the word list, and no line's ends."""
    tokens, view = line.tokens, line.sentence.view
    i = tokens.index(span.start)
    if tokens.tags[i] != "ns" or tokens.words[i] != view[span.start : span.end]:
        return False
    return not view.startswith(LINES, span.end)


def _compass(view: str, before: Span, span: Span) -> bool:
    """Whether 西部 is part of the place before it (黑龙江西部), not 西部地区 (我国西部)."""
    if span.start != before.end or view[span.start : span.end] not in COMPASS:
        return False
    return not any(p.level == "country" for p in before.places)


def _local(place: Place, home: Place | None, spoken_of: Counter[str]) -> bool:
    """Whether a county's short name is at home: in the home region or a city spoken of."""
    if home is not None and place.within(home.entity.id):
        return True
    return any(a.endswith("00") and not a.endswith("0000") and a in spoken_of for a in place.chain)


def _in_list(number: int, regions: Sequence[Span]) -> bool:
    span = regions[number]
    if number and 0 <= span.start - regions[number - 1].end <= 1:
        return True
    after = regions[number + 1] if number + 1 < len(regions) else None
    return after is not None and 0 <= after.start - span.end <= 1


def _open_names(line: _Line, home: Place | None, tagged: Sequence[TaggedSpan]) -> None:
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
    if span.name in name_rules().generic or name_rules().counted.match(span.name):
        return []
    return [_known(span, matchers().names)]


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


def _industries(line: _Line, others: Sequence[Span], tagged: Sequence[TaggedSpan]) -> list[Span]:
    view, tokens, tables = line.sentence.view, line.tokens, matchers()
    short = list(find_short(view, tables.short_industries))
    seen = [t for t in tagged if t.type == "Industry" and not (short and is_run(view, t))]
    terms = [s for s in line.spans if s.type == "Industry"]
    places = [s for s in others if s.type == "Region"]
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

"""Which places the region names of a document mean, and which of them are none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.mentions.line import Line
from kg.mentions.places import LEVELS, Gazetteer, Place, choose
from kg.mentions.span import Span

LINES = ("高铁", "铁路", "城际", "高速", "公路")  # 贵南高铁 joins 贵阳 and 南宁
CORNERS = ("东北", "西北", "西南", "东南")
AMBIGUOUS = "新"  # 新东北 is no corner of 新疆
COMPASS = {"东部", "西部", "中部", "东北部", "西北部", "西南部", "东南部", "中西部"}


def spoken_of_in(lines: Sequence[Line]) -> tuple[Counter[str], Counter[str]]:
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


def resolve(line: Line, spoken_of: Counter[str], home: Place | None, gaz: Gazetteer) -> None:
    """Settle which place each region span means; drop weak names that nothing supports."""
    regions = sorted((s for s in line.spans if s.places), key=lambda s: s.start)
    if not regions:
        return
    view = line.sentence.view
    kept: list[Span] = []
    for number, span in enumerate(regions):
        before = regions[number - 1] if number else None
        touching = before is not None and span.start - before.end <= 1
        near = [p.entity.id for p in before.places] if before and touching else []
        if (before and _compass(view, before, span)) or _of_a_province(view, span, gaz):
            continue
        place, sure = choose(span.places, near, spoken_of)
        form = gaz.forms.get(view[span.start : span.end])
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


def _place_word(line: Line, span: Span) -> bool:
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


def _of_a_province(view: str, span: Span, gaz: Gazetteer) -> bool:
    """Whether 东北 is that of the province whose letter stands before it: 藏东北, 川东北."""
    letter = view[span.start - 1 : span.start]
    corner = view[span.start : span.end] in CORNERS
    return corner and letter in gaz.short_chars and letter not in AMBIGUOUS


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

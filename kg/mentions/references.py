"""References to regions: 我省, 全市, 该市, 当地, 两地, 三省一市.

Each is resolved against the home region or the regions named before it, and yields spans that are
``implied``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kg.mentions.places import MUNICIPALITIES, Gazetteer, Place
from kg.mentions.span import Span

NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5}
OWN = re.compile(
    r"我省|全省|本省|省内|我区|全区|自治区(?!党委书记)|我市|全市|本市|市内|我县|全县|本县|我州|全州"
    r"|我国|全国(?!人大|政协|两会|人民代表|统一|重点|首|第|唯|最|性|领先|各|前|范围|工商联|妇联|总工会)|国内"
)
BACK = re.compile(
    r"该省|该市|该县|该区|该镇|该州|该园区|该新区|当地|这座城市|这里|这个园区|这个市|这个县"
)
GROUP = re.compile(
    r"(?:其他|其余|另外)?([两二三四五2345])(省一市|省市|省区|省|市|地|城|区|县)(?!级|民|场|委|长|三线)"
)
GROUPED = {"市": "city", "县": "county", "省": "province", "省一市": "province"}
LEVEL = {"省": "province", "市": "city", "县": "county", "州": "city", "镇": "town"}


class References:
    """Resolves references of one document, sentence by sentence, in reading order."""

    def __init__(
        self, gazetteer: Gazetteer, home: Place | None, spoken_of: Collection[str]
    ) -> None:
        """``home`` is the home region's place, if known.

        ``spoken_of`` are the ids of all regions that the document names, or names parts of.
        """
        self._spoken_of = spoken_of
        self._gazetteer = gazetteer
        self._home = home
        self._seen: list[Place] = []

    def read(self, view: str, spans: Sequence[Span]) -> list[Span]:
        """Implied spans of one sentence; ``spans`` are its named regions, resolved."""
        named = [s for s in spans if s.place]
        if len(named) > 1:
            named.sort(key=lambda s: s.start)
        found = self._own(view, spans)
        for match in BACK.finditer(view):
            before = self._before(named, match.start())
            place = self._back(match.group(), before)
            if place:
                found.append(_span(match, place))
        for match in GROUP.finditer(view):
            if any(s.start <= match.start() and match.end() <= s.end for s in named):
                continue  # part of a name: 东北三省
            before = self._before(named, match.start())
            found += [_span(match, p) for p in self._group(match, before)]
        self._seen += [s.place for s in named if s.place]
        return found

    def _before(self, named: Sequence[Span], position: int) -> list[Place]:
        inside = [s.place for s in named if s.end <= position and s.place]
        return [*self._seen, *inside]

    def _own(self, view: str, spans: Sequence[Span]) -> list[Span]:
        found = []
        for match in OWN.finditer(view):
            word = match.group()
            if any(s.start <= match.start() < s.end for s in spans):
                continue
            place = self._meant(word)
            if place:
                found.append(_span(match, place))
        return found

    def _meant(self, word: str) -> Place | None:
        if word in ("我国", "全国", "国内"):
            return self._gazetteer.china
        if self._home is None:
            return None
        if "省" in word or word == "自治区":
            return self._at("province")
        if "市" in word or "州" in word:
            return self._home if self._home.level == "province" else self._at("city")
        if "县" in word:
            return self._at("county")
        return self._home  # 我区, 全区: whatever the home is

    def _at(self, level: str) -> Place | None:
        home = self._home
        if home is None:
            return None
        for region_id in (home.entity.id, *home.chain):
            place = self._gazetteer.by_id.get(region_id)
            if place and place.level == level:
                return place
        return None

    def _back(self, word: str, before: list[Place]) -> Place | None:
        level = LEVEL.get(word[-1]) if word.startswith("该") else None
        for place in reversed(before):
            if place.level == "country":
                continue
            if level is None or place.level == level or place.entity.name.endswith(word[-1]):
                return place
        return None

    def _group(self, match: re.Match[str], before: list[Place]) -> list[Place]:
        """The members of the functional region named last, or the last N distinct regions.

        其他3市 leaves out the latest named. Where fewer were named than are meant, an earlier
        functional region of as many members is.
        """
        count, what = NUMBERS[match.group(1)], match.group(2)
        others = match.group().startswith(("其他", "其余", "另外"))
        count += what == "省一市"
        wholes = () if others else before[:-31:-1]
        for place in wholes[:1]:
            if parts := self._parts(place, count, what):
                return parts
        chosen = _last(before, count, what, others)
        if chosen and (what != "省一市" or _fits(chosen, count, what)):
            return chosen
        return next((parts for p in wholes if (parts := self._parts(p, count, what))), [])

    def _parts(self, place: Place, count: int, what: str) -> list[Place]:
        """The members of a functional region if they are as many, and such, as are meant.

        The document must speak of each somewhere: nobody is meant who is never named.
        """
        parts = self._gazetteer.members(place)
        named = all(p.entity.id in self._spoken_of for p in parts)
        return parts if named and _fits(parts, count, what) else []


def _last(before: Sequence[Place], count: int, what: str, others: bool) -> list[Place]:
    """The ``count`` distinct regions named last, or none."""
    level = GROUPED.get(what)
    chosen: list[Place] = []
    latest = before[-1] if before else None
    for place in reversed(before[-30:]):
        if place in chosen or (others and place is latest):
            continue
        if place.level == level or (level is None and place.level in ("province", "city")):
            chosen.append(place)
        if len(chosen) == count:
            return chosen[::-1]
    return []


def _fits(parts: Sequence[Place], count: int, what: str) -> bool:
    """Whether regions are as many as said, and what is said: 三省一市, 三市, 两地."""
    if len(parts) != count:
        return False
    single = [p.entity.name in MUNICIPALITIES for p in parts]
    if what == "省一市":
        return sum(single) == 1 and all(p.level == "province" for p in parts)
    if what == "省":
        return not any(single) and all(p.level == "province" for p in parts)
    if what == "市":
        return all(p.level == "city" or s for p, s in zip(parts, single, strict=True))
    return True


def _span(match: re.Match[str], place: Place) -> Span:
    name = place.entity.name
    return Span(
        match.start(), match.end(), "Region", name, place.entity.kind, "reference",
        places=(place,), place=place, implied=True,
    )  # fmt: skip

"""References to regions: 我省, 全市, 该市, 当地, 两地, 三省一市.

Each is resolved against the home region or the regions named before it, and yields spans that are
``implied``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kg.mentions.places import MUNICIPALITIES, Gazetteer, Place
from kg.mentions.span import Span, implied
from kg.mentions.zones import Zones

NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5}
OWN = re.compile(
    r"我省|全省|本省|省内|我区|全区|(?<![个各族])自治区(?!党委书记)|我市|全市|本市|(?<!城)市内|我县|全县|本县|我州|全州"
    r"|我国|全国(?!人大|政协|两会|人民代表|统一|重点|首|第|唯|最|性|领先|各|前|范围|工商联|妇联|总工会)|国内"
)
BACK = re.compile(r"该省|该市|该县|该区|该镇|该州|当地|这座城市|这里|这个市|这个县")
GROUP = re.compile(
    r"(?:其他|其余|另外)?([两二三四五2345])(省一市|省市|省区|省|市|地|城|区|县)(?!级|民|场|委|长|三线)"
)
GROUPED = {"市": "city", "县": "county", "省": "province", "省一市": "province"}
NEAR = 8  # sentences, this one among them, in which those are named that 三地 are
MEMORY = 100  # regions named before that a word may point back to
AT = ("在", "对", "将", "把", "让")
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
        self._zones = Zones()
        self._seen: list[Place] = []  # the latest MEMORY
        self._counts: list[int] = []  # how many each of the latest sentences names

    def read(self, view: str, spans: Sequence[Span]) -> list[Span]:
        """Implied spans of one sentence; ``spans`` are its named regions, resolved."""
        named = [s for s in spans if s.place]
        if len(named) > 1:
            named.sort(key=lambda s: s.start)
        found = self._own(view, spans, named)
        for match in BACK.finditer(view):
            place = self._back(match.group(), self._before(named, match.start()))
            if place:
                found.append(implied(*match.span(), place))
        for match in GROUP.finditer(view):
            if any(s.start <= match.start() and match.end() <= s.end for s in named):
                continue  # part of a name: 东北三省
            before = self._before(named, match.start())
            touches = any(s.end == match.start() for s in named)
            found += [implied(*match.span(), p) for p in self._group(match, before, touches)]
        found += self._zones.read(view, spans)
        self._seen = [*self._seen, *(s.place for s in named if s.place)][-MEMORY:]
        self._counts = [*self._counts, len(named)][1 - NEAR :]
        return found

    def _before(self, named: Sequence[Span], position: int) -> list[Place]:
        inside = [s.place for s in named if s.end <= position and s.place]
        return [*self._seen, *inside]

    def _own(self, view: str, spans: Sequence[Span], named: Sequence[Span]) -> list[Span]:
        found = []
        for match in OWN.finditer(view):
            word = match.group()
            if any(s.start <= match.start() < s.end for s in spans):
                continue
            place = _said_before(view, match, named)
            place = place or self._meant(word, self._before(named, match.start()))
            if place:
                found.append(implied(*match.span(), place))
        return found

    def _meant(self, word: str, before: Sequence[Place]) -> Place | None:
        """Whose 全省 it is: the home's, else that of the fitting region named last."""
        if word in ("我国", "全国", "国内"):
            return self._gazetteer.china
        home, ending = self._home, word if word == "自治区" else word.rstrip("内")[-1]
        ids = (home.entity.id, *home.chain) if home else ()
        own = (place for i in ids if (place := self._gazetteer.by_id.get(i)))
        return next((p for p in (*own, *reversed(before)) if _is_a(p, ending)), None)

    def _back(self, word: str, before: list[Place]) -> Place | None:
        level = LEVEL.get(word[-1]) if word.startswith("该") else None
        for place in reversed(before):
            if place.level == "country":
                continue
            if level is None or place.level == level or place.entity.name.endswith(word[-1]):
                return place
        return None

    def _group(self, match: re.Match[str], before: list[Place], touches: bool) -> list[Place]:
        """The members of the functional region named last, or the last N distinct regions.

        其他3市 leaves out the latest named. Where fewer were named than are meant, an earlier
        functional region of as many members is. ``touches``: the latest stands right before, so
        that its members are meant, named or not (京津冀三省市).
        """
        count, what = NUMBERS[match.group(1)], match.group(2)
        others = match.group().startswith(("其他", "其余", "另外"))
        count += what == "省一市"
        wholes = () if others else before[:-31:-1]
        for place in wholes[:1]:
            if parts := self._parts(place, count, what, touches):
                return parts
        if wholes and self._parts(wholes[0], count, what, certain=True):
            return []  # they are meant, and nobody names them
        near = before[max(0, len(self._seen) - sum(self._counts)) :]
        chosen = _last(near, count, what, others)
        if chosen and (what != "省一市" or _fits(chosen, count, what)):
            return chosen
        return next((parts for p in wholes if (parts := self._parts(p, count, what))), [])

    def _parts(self, place: Place, count: int, what: str, certain: bool = False) -> list[Place]:
        """The members of a functional region if they are as many, and such, as are meant.

        Unless it is ``certain`` that they are, the document must speak of each somewhere: nobody
        is meant who is never named.
        """
        parts = self._gazetteer.members(place)
        named = certain or all(p.entity.id in self._spoken_of for p in parts)
        return parts if named and _fits(parts, count, what) else []


def _said_before(view: str, match: re.Match[str], named: Sequence[Span]) -> Place | None:
    """The region whose 全市 it is where that stands right before it: 北京在全市, 上海全市."""
    if match.group()[0] != "全":
        return None
    for s in named:
        near = s.end <= match.start() and view[s.end : match.start()] in ("", *AT)
        if near and s.place is not None and _is_a(s.place, match.group()[-1]):
            return s.place
    return None


def _is_a(place: Place, what: str) -> bool:
    """Whether a place is a 省, 自治区, 市, 州, 县 or 区, as those who live there call it."""
    name = place.entity.name
    if what == "省":
        return place.level == "province" and name not in MUNICIPALITIES
    if what == "市":
        return name.endswith("市") or place.level == "city"
    if what == "州":
        return place.level == "city"
    if what == "县":
        return place.level == "county" and name.endswith(("县", "旗"))
    if what == "自治区":
        return place.level == "province" and name.endswith(what)
    return name.endswith("区") and place.level in ("province", "county", "zone")


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

"""Compounds of short place names: 川渝, 沪苏浙, 金白兰武, 陇电入浙, 东西部.

What counts as one is data (``rules/compounds.toml``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from kg.data import rules
from kg.mentions.places import Place, gazetteer
from kg.mentions.span import Span

Cities = Mapping[str, Sequence[Place]]
NUMBERS = {"三": 3, "四": 4, "五": 5, "六": 6, "3": 3, "4": 4, "5": 5, "6": 6}
_COUNTED = re.compile(r"([三四五六3456])(?:市|地|城|地市|个城市|座城市)(?![\u4e00-\u9fff]?级)")
_LISTED = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:、[\u4e00-\u9fff]){2,}(?=[三四五六3456]?[省地市])"
)
LONG = 4  # characters of a run of cities that no home region supports


class _Rules(NamedTuple):
    """The patterns of one home province; groups are single characters with a place."""

    runs: re.Pattern[str]
    flows: re.Pattern[str]
    pairs: frozenset[str]
    cities: re.Pattern[str]
    joint: re.Pattern[str]
    trailing: str
    after: str


@cache
def _rules(province: str) -> _Rules:
    """Patterns, runs with the first characters of a province's cities among them."""
    data = rules.table("compounds")
    provinces = {c for c, p in gazetteer().short_chars.items() if p.level == "province"}
    known = "".join(sorted({*gazetteer().short_chars, *_initials().get(province, {})}))
    one, goods = "".join(sorted(provinces)), data["flows"]
    # A class of characters first, so that the search skips quickly.
    flows = (
        f"([{one}{data['apart']}])(?:(?<=[{one}])[{goods}](?:[{data['into']}]([{one}])"
        f"|(?:{'|'.join(data['out'])}))"
        f"|(?<=[{data['apart']}])([{data['apart']}])(?={'|'.join(data['words'])}))"
    )
    return _Rules(
        re.compile(f"[{re.escape(known)}]{{2,6}}"),
        re.compile(flows),
        frozenset(data["pairs"]),
        re.compile("|".join(data["cities"])),
        re.compile("|".join(sorted(data["joint"], key=len, reverse=True))),
        data["trailing"], data["after"],
    )  # fmt: skip


def find_compounds(view: str, taken: set[int], home: Place | None) -> list[Span]:
    """Implied spans, most of one character, for compounds of short names in one sentence.

    ``taken`` holds positions that longer names cover. Besides well-known pairs, runs of three and
    more provinces count, and runs of three and more first characters of the home province's
    cities, or of four and more of any one province's before certain words.
    """
    found = _Finds(view, set(taken))
    known = _rules(_province(home))
    for match in known.joint.finditer(view):
        found.share(match.start(), match.end(), _joint(match.group()))
    for match in known.flows.finditer(view):
        for group in filter(match.group, range(1, 4)):
            found.add(match.start(group), [gazetteer().short_chars[match.group(group)]])
    for match in known.runs.finditer(view):
        run = match.group()
        if run[-1] in known.trailing and view[match.end() : match.end() + 1] not in known.after:
            run = run[:-1]
        if len(run) > 2 or run in known.pairs:
            found.add(match.start(), _read(run, known, _province(home)))
    for match in _LISTED.finditer(view):  # 沪、苏、浙
        for number, place in enumerate(_read(match.group()[::2], known, "")):
            found.add(match.start() + 2 * number, [place])
    for start, run in _long_runs(view, known):
        found.add(start, _only_province(run))
    for match in _COUNTED.finditer(view):  # 金白兰武四市: as many characters as are counted
        start = match.start() - NUMBERS[match.group(1)]
        if start >= 0:
            found.add(start, _only_province(view[start : match.start()]))
    return found.spans


def find_members(view: str, zones: Sequence[Span]) -> list[Span]:
    """Implied spans for the cities that a zone's name begins with: 福厦泉国家自主创新示范区."""
    found = _Finds(view, set())
    for zone in zones:
        if zone.place is None or zone.place.level != "zone":
            continue
        members = gazetteer().members(zone.place)
        named = [next((m for m in members if m.entity.name[0] == c), None) for c in
                 view[zone.start : zone.start + len(members)]]  # fmt: skip
        cities = [m for m in named if m is not None]
        if len({m.entity.id for m in cities}) == len(members) > 1:
            found.add(zone.start, cities)
    return found.spans


class _Finds:
    """Implied spans of one sentence, without overlap."""

    def __init__(self, view: str, taken: set[int]) -> None:
        self.view, self.taken, self.spans = view, taken, list[Span]()

    def add(self, start: int, places: Sequence[Place]) -> None:
        """One place a character from ``start`` on, unless a name stands there."""
        if self.taken.isdisjoint(range(start, start + len(places))):
            for i, place in enumerate(places, start):
                self._add(i, i + 1, place)

    def share(self, start: int, end: int, places: Sequence[Place]) -> None:
        """A character for each place, and for the last what is left: 东|西部, but not 广东西部."""
        if start in self.taken:
            return
        for i, place in enumerate(places, start):
            self._add(i, i + 1 if place is not places[-1] else end, place)

    def _add(self, start: int, end: int, place: Place) -> None:
        name, kind = place.entity.name, place.entity.kind
        span = Span(start, end, "Region", name, kind, "reference", places=(place,), place=place)
        self.spans.append(span)
        self.taken.update(range(start, end))


def _joint(form: str) -> list[Place]:
    names = rules.table("compounds")["joint"][form]
    return [place for name in names if (place := gazetteer().named(name))]


def _read(run: str, known: _Rules, province: str) -> list[Place]:
    """The places of a run of characters, or none where it is none."""
    local = _cities(run, _characters().get(province, {}))
    if local:
        return local
    chars = gazetteer().short_chars
    places = [chars[c] for c in run if c in chars]
    listed = len(set(run)) == len(run) >= 3 and all(p.level == "province" for p in places)
    if len(places) == len(run) and (listed or run in known.pairs):
        return places
    return []


def _long_runs(view: str, known: _Rules) -> Iterator[tuple[int, str]]:
    """Stretches before the words that cities share, longest first."""
    for match in known.cities.finditer(view):
        end = match.start() - view.endswith("”", 0, match.start())
        for size in (6, 5, LONG):
            if end >= size:
                yield end - size, view[end - size : end]


def _only_province(run: str) -> list[Place]:
    """The cities that a run abbreviates, if they can be those of one province only."""
    fits: frozenset[str] | None = None
    for char in run:
        holders = _holders().get(char, frozenset())
        fits = holders if fits is None else fits & holders
        if not fits:
            return []
    found = [places for p in fits or () if (places := _cities(run, _initials()[p]))]
    return found[0] if len(found) == 1 else []


@cache
def _holders() -> dict[str, frozenset[str]]:
    """The provinces that have a city with this first character."""
    found: dict[str, set[str]] = defaultdict(set)
    for province, cities in _initials().items():
        for char in cities:
            found[char].add(province)
    return {char: frozenset(provinces) for char, provinces in found.items()}


def _cities(run: str, cities: Cities) -> list[Place]:
    """The cities of a province that three characters and more abbreviate: 宜荆荆襄 are four."""
    if len(run) < 3 or not all(c in cities for c in run):
        return []
    if any(run.count(c) > len(cities[c]) for c in run):
        return []
    return [cities[c][run.count(c, 0, i)] for i, c in enumerate(run)]


@cache
def _initials() -> dict[str, dict[str, list[Place]]]:
    """Of every province its cities by first character."""
    found: dict[str, dict[str, list[Place]]] = {}
    for province, places in gazetteer().children.items():
        cities: dict[str, list[Place]] = defaultdict(list)
        for place in (p for p in places if p.level == "city"):
            cities[place.entity.name[0]].append(place)
        if cities:
            found[province] = dict(cities)
    return found


@cache
def _characters() -> dict[str, dict[str, list[Place]]]:
    """The same with the cities that have a character of their own first: 汉 is 武汉市."""
    found = {province: dict(cities) for province, cities in _initials().items()}
    for char, place in gazetteer().short_chars.items():
        for cities in (found[i] for i in place.chain if i in found):
            cities[char] = [place, *(p for p in cities.get(char, ()) if p is not place)]
    return found


def _province(home: Place | None) -> str:
    """Id of the province that the home region is or lies in, or ""."""
    if home is None:
        return ""
    return home.entity.id if home.level == "province" else home.chain[-1] if home.chain else ""

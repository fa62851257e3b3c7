"""The gazetteer as an index: what a place name may mean, and which meaning the context picks.

A surface form has one or more :class:`Place` candidates. Short names of counties are common words
as often as not, so they are *weak*: they count only where a document already speaks of the city or
province around them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from kg.data import read_tsv
from kg.data.kinship import chains
from kg.data.lexicons import abbreviations, divisions, former_divisions, functional_regions
from kg.errors import DataError
from kg.model import Entity

GUARDS = "lexicons/place_guards.tsv"
KINDS = ("never", "beside", "list", "word", "known")  # of guards
LEVELS = ("country", "province", "city", "county")
MUNICIPALITIES = ("北京市", "上海市", "天津市", "重庆市")


class Place(NamedTuple):
    """A region of the gazetteer. ``chain`` holds the ids of the regions above it, nearest first."""

    entity: Entity
    level: str
    chain: tuple[str, ...] = ()

    def within(self, region_id: str) -> bool:
        """Whether this is ``region_id`` or lies in it."""
        return self.entity.id == region_id or region_id in self.chain


class Form(NamedTuple):
    """What one surface form may mean. ``weak`` forms need support from the document."""

    places: tuple[Place, ...]
    weak: bool = False
    guard: str = ""


class Gazetteer:
    """Every known region by id and by surface form."""

    def __init__(self) -> None:
        """Read the lexicons; use :func:`gazetteer`, which keeps one."""
        self.by_id: dict[str, Place] = {}
        self.forms: dict[str, Form] = {}
        self.short_chars: dict[str, Place] = {}
        self.children: dict[str, list[Place]] = defaultdict(list)
        self._members: dict[str, tuple[str, ...]] = {}
        self._guards = _guards()
        strong: dict[str, list[Place]] = defaultdict(list)
        weak: dict[str, list[Place]] = defaultdict(list)
        self._add_divisions(strong, weak)
        self._add_functional(strong)
        for form, places in weak.items():
            if form not in strong:
                guard = self._guards.get(form, "")
                self.forms[form] = Form(tuple(places), guard != "known", guard)
        for form, places in strong.items():
            best = tuple(sorted([*places, *weak.get(form, ())], key=lambda p: _rank(p.level)))
            self.forms[form] = Form(best, False, self._guards.get(form, ""))
        for row in abbreviations():
            if row.name in self.forms:
                self.short_chars.setdefault(row.char, self.forms[row.name].places[0])
        self.china = self.by_id["region:100000"]

    def _add_divisions(self, strong: dict[str, list[Place]], weak: dict[str, list[Place]]) -> None:
        china = Place(Entity("region:100000", "Region", "中国", "country"), "country")
        self._register(china, strong, "中国")
        for d in divisions():
            entity = Entity(f"region:{d.adcode}", "Region", d.name, d.level)
            place = Place(entity, d.level, chains()[entity.id])
            self._register(place, strong, d.name)
            shorts = [f for f in (d.short, *d.aliases) if len(f) > 1]
            for form in shorts:
                target = weak if d.level == "county" and form == d.short else strong
                target[form].append(place)
            if place.chain:
                self.children[place.chain[0]].append(place)
        for old in former_divisions():
            place_now = self.by_id.get(f"region:{old.successor}")
            if place_now is not None and old.name not in strong:
                strong[old.name].append(place_now)

    def _add_functional(self, strong: dict[str, list[Place]]) -> None:
        for f in functional_regions():
            entity = Entity(f"region:{f.name}", "Region", f.name, f.kind)
            place = Place(entity, f.kind, chains()[entity.id])
            self._register(place, strong, f.name)
            self._members[entity.id] = f.members
            for alias in f.aliases:
                if alias not in strong:
                    strong[alias].append(place)

    def _register(self, place: Place, strong: dict[str, list[Place]], name: str) -> None:
        self.by_id[place.entity.id] = place
        strong[name].append(place)

    def named(self, name: str) -> Place | None:
        """The first place that a name means by itself."""
        form = self.forms.get(name)
        return form.places[0] if form else None

    def members(self, place: Place) -> list[Place]:
        """The places that a functional region consists of, where that is known."""
        return [p for name in self._members.get(place.entity.id, ()) if (p := self.named(name))]


def _guards() -> dict[str, str]:
    """What must hold before a form that is an ordinary word too counts; the file says how."""
    found = {r["form"]: r["guard"] for r in read_tsv(GUARDS, ("form", "guard", "why"))}
    for form, guard in found.items():
        if guard not in KINDS:
            raise DataError(f"{GUARDS}: guard {guard!r} of {form}", f"one of {', '.join(KINDS)}")
    return found


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer, read once."""
    return Gazetteer()


def choose(
    places: Iterable[Place], near: Iterable[str], spoken_of: dict[str, int]
) -> tuple[Place, bool]:
    """The meaning that the context picks among homonyms, and whether the context decided.

    ``near`` are ids of regions right before the name, ``spoken_of`` counts by id the regions that
    the document names beyond doubt (with everything above them).
    """
    options = list(places)
    for region_id in near:
        inside = [p for p in options if region_id in p.chain]
        if inside:
            return inside[0], True
    if len(options) == 1:
        only = options[0]
        return only, any(a in spoken_of for a in only.chain)
    scored = [
        (max((spoken_of.get(a, 0) for a in (*p.chain, p.entity.id)), default=0), -_rank(p.level))
        for p in options
    ]
    best = max(range(len(options)), key=lambda i: (scored[i][0] > 0, scored[i][1], scored[i][0]))
    return options[best], scored[best][0] > 0


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else 1

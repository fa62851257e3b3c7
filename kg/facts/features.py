"""What the ranker sees of a candidate: short strings, the same in training and at work."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from operator import add
from typing import Any

from kg.data.kinship import kinship
from kg.facts.frame import Frame, Item
from kg.facts.model import Logistic
from kg.facts.rules import Rule
from kg.facts.subjects import Subject, Subjects
from kg.model import Entity, Mention

# Characters that are read of what stands between two names, after the second, before the first.
BETWEEN, OUTSIDE, AHEAD = 21, 16, 13
SCORES = (0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.96, 0.99)
LETTER = {"Region": "R", "Industry": "I", "Strategy": "S", "Organization": "O", "Project": "P",
          "Foreign": "F"}  # fmt: skip


class Shared:
    """Features that very many candidates have in common: made when asked for, weighed once."""

    __slots__ = ("_make", "_weighed")

    def __init__(self, make: Callable[[], tuple[str, ...]]) -> None:
        """``make`` gives the features, always the same."""
        self._make = make
        self._weighed: list[tuple[Logistic, float]] = []

    def names(self) -> tuple[str, ...]:
        """The features."""
        return self._make()

    def weigh(self, model: Logistic) -> float:
        """What the features weigh together."""
        for one, score in self._weighed:
            if one is model:
                return score
        self._weighed.append((model, model.score(self._make())))
        return self._weighed[-1][1]


def word_pairs(label: str, text: str) -> list[str]:
    """Every two characters that stand side by side in a text."""
    return [label + pair for pair in dict.fromkeys(map(add, text, text[1:]))]


def place_features(frame: Frame, item: Item, option: Subject) -> list[str]:
    """Features of "this region governs this item" that hang on the words of the sentence."""
    how = f"{option.how}{option.rank}"
    return [f"how={how}|open={frame.skeleton[:2]}", *_gap(frame, item, option)]


def industry_features(frame: Frame, item: Item, mention: Mention, option: Subject) -> list[str]:
    """More features of "this region develops this industry": the words beside the two."""
    how, many = option.how, frame.by_type
    return [
        f"items={min(len(frame.items), 8)}",
        f"nr={min(len(many.get('Region', ())), 5)}|{how}",
        f"nt={min(len(many.get(item.type, ())), 5)}|{how}",
        f"type={item.type}{mention.entity.type}|{how}", *_first_words(frame, item, option),
    ]  # fmt: skip


def nesting_features(
    region: Entity, option: Subject, near: Sequence[tuple[Subject, Entity]]
) -> tuple[str, str]:
    """How a region lies to the others that the sentence names (``near``).

    One that holds another (四川省 beside 德阳市) or lies in another is seen as such.
    """
    kin = {
        found[0] + other.how[0]
        for other, place in near
        if other is not option and (found := kinship(region.id, place.id)) in ("in", "over")
    }
    nest = "".join(sorted(kin))
    return f"nest={option.how}:{nest}", f"nest={nest}"


def _first_words(frame: Frame, item: Item, option: Subject) -> list[str]:
    """The words behind the region, before the item, and before the region."""
    if option.item is None or option.item is item:
        return []
    at = option.item.at
    left, right = sorted((at, item.at))
    between = QUOTES.sub("", frame.skeleton[left + 1 : right])
    return [
        f"after2={between[:2]}", f"last2={between[-2:]}",
        f"order={'l' if at < item.at else 'r'}|a3={between[:3]}",
        f"pre={frame.skeleton[max(0, at - 1) : at]}",
    ]  # fmt: skip


def standing_features(
    frame: Frame,
    subjects: Subjects,
    item: Item,
    mention: Mention,
    option: Subject,
    number: int,
    rule: Rule,
) -> Shared:
    """The other features of "this region governs this item", but for those of the item by itself.

    There are some thousand different ones in a corpus.
    """
    home = subjects.home
    return _standing(
        "none" if home is None else "nation" if home.region.kind == "country" else "home",
        option.how, option.rank, min(number, 3), subjects.imperative, subjects.manner, rule.id,
        frame.sentence.kind, mention.weak, int(max(0.0, mention.score) * 3),
        "“" in frame.skeleton, min(len(frame.sentence.headings), 2), option.entities[0].kind,
        subjects.best(item.at), min(len(option.entities), 4),
        bool(home and home.region in option.entities),
    )  # fmt: skip


def discourse_features(frame: Frame, subjects: Subjects, option: Subject) -> Shared:
    """Features of how the text around the sentence speaks of an option's (first) region."""
    entity, home, quoted = option.entities[0], subjects.home, subjects.speaker
    return _discourse(
        option.how, option.rank, option.since,
        subjects.discourse.local(frame.sentence.paragraph, entity.id),
        "none" if quoted is None else "same" if quoted == entity else "other",
        home.how if home else "none", bool(frame.by_type.get("Region")),
    )  # fmt: skip


@cache
def _discourse(
    way: str, rank: int, since: int, local: str, quoted: str, home: str, named: bool
) -> Shared:
    how = f"{way}{rank}"
    names = (
        f"how={how}|since={since}", f"how={way}|local={local}", f"how={way}|quoted={quoted}",
        f"how={way}|home:{home}", f"home:{home}", f"how={way}|named={named}",
        f"how={way}|home:{home}|local={local}", f"how={way}|named={named}|home:{home}",
    )  # fmt: skip
    return Shared(lambda: names)


@lru_cache(maxsize=16_384)
def _standing(*seen: Any) -> Shared:
    return Shared(partial(_standing_names, *seen))


def _standing_names(
    report: str, way: str, rank: int, number: int, imperative: bool, manner: str, rule: str,
    kind: str, weak: bool, score: int, quote: bool, depth: int, region: str, best: str, many: int,
    at_home: bool,
) -> tuple[str, ...]:  # fmt: skip
    how = f"{way}{rank}"
    return (
        "bias",
        f"how={how}",
        f"first={number == 0}",
        f"how={how}|imp={imperative}",
        f"how={how}|home={report}",
        f"how={how}|n={number}",
        f"home={report}",
        f"imp={imperative}",
        f"rule={rule}",
        f"rule={rule}|how={way}",
        f"heading={kind}",
        f"manner={manner}",
        f"how={how}|manner={manner}",
        f"how={how}|rule={rule}|home={report}",
        f"how={how}|rule={rule}|imp={imperative}|home={report}",
        f"weak={weak}|rule={rule}",
        f"weak={weak}|home={report}|score={score}",
        f"how={how}|quote={quote}",
        f"how={how}|depth={depth}",
        f"how={how}|kind={region}|home={report}",
        f"best={how}|{best}",
        f"many={many}",
        f"athome={at_home}|{how}",
    )


def region_features(region: Entity, own: Sequence[Entity], subjects: Subjects, how: str) -> Shared:
    """Features of one region of an option: how it lies to the item's own regions and to home.

    ``own`` are the regions that the item's name holds or implies.
    """
    kin = "none"
    for mine in own:
        found = kinship(region.id, mine.id)
        kin = found if NEARER.index(found) < NEARER.index(kin) else kin
    home = kinship(region.id, subjects.home.region.id) if subjects.home else "none"
    return _kin(region.kind, kin, home, how)


@cache
def _kin(kind: str, kin: str, home: str, how: str) -> Shared:
    names = (
        f"region={kind}", f"kin={kin}", f"kin={kin}|how={how}", f"kin={kin}|home={home}",
        f"athome={home}", f"athome={home}|how={how}",
    )  # fmt: skip
    return Shared(lambda: names)


def scope_features(region: Entity, subjects: Subjects, how: str) -> list[str]:
    """Features of how much a document speaks of a region: what a strategy covers is spoken of."""
    home = kinship(region.id, subjects.home.region.id) if subjects.home else "none"
    share, regions = subjects.discourse.share(region.id), min(subjects.regions // 2, 5)
    return [
        f"share={share}", f"share={share}|how={how}", f"share={share}|home={home}",
        f"share={share}|regions={regions}", f"regions={regions}|how={how}",
    ]  # fmt: skip


QUOTES = re.compile("[“”]")
NEARER = ("same", "in", "over", "apart", "unknown", "none")


def item_features(frame: Frame, item: Item) -> Shared:
    """Features of what stands around an item, for all candidates that it has part in."""
    beside = tuple(around(frame, item))
    return Shared(lambda: beside)


def name_features(mention: Mention, item: Item) -> tuple[str, ...]:
    """Features of a name by itself: where it comes from, how it ends, how sure it is."""
    return named(mention, item).names()


def named(mention: Mention, item: Item) -> Shared:
    """The same, weighed once for all names that are alike."""
    name, kind = mention.entity.name, mention.entity.kind
    score = "no" if mention.score < 0 else str(bisect(SCORES, mention.score))
    place = LETTER.get(item.type, "-") if mention not in item.mentions else "own"
    return _named(mention.source, mention.weak, score, kind, name[-2:], min(len(name), 8), place)


@lru_cache(maxsize=16_384)
def _named(
    source: str, weak: bool, score: str, kind: str, tail: str, length: int, place: str
) -> Shared:
    names = (
        f"src={source}", f"weak={weak}", f"score={score}", f"src={source}|score={score}",
        f"kind={kind}", f"tail={tail}", f"len={length}", f"in={place}",
    )  # fmt: skip
    return Shared(lambda: names)


def _gap(frame: Frame, item: Item, option: Subject) -> list[str]:
    """What stands between the region and the item."""
    if option.item is None or option.item is item:
        return []
    left, right = sorted((option.item.at, item.at))
    between = frame.skeleton[left + 1 : right]
    clauses = sum(between.count(c) for c in "，；：")
    regions = sum(1 for i in frame.items if i.type == "Region" and left < i.at < right)
    between = QUOTES.sub("", between)  # “汉孝随襄”汽车产业 is said of these cities
    out = [
        f"gap={option.how}:{min(len(between) // 5, 6)}",
        f"clauses={option.how}:{min(clauses, 4)}",
        f"passed={option.how}:{min(regions, 2)}",
        f"semi={option.how}:{'；' in between}",
        f"after1={option.how}:{between[:1]}",
    ]
    if len(between) <= 3:
        out.append(f"between={option.how}:{between}")
    start = frame.clause(option.item.at)[0]
    out.append(f"leads={option.how}:{option.item.at - start <= 2}")
    out.append(
        f"lead={option.how}:{frame.skeleton[max(start, option.item.at - 2) : option.item.at]}"
    )
    return out


def around(frame: Frame, item: Item) -> list[str]:
    """The characters next to an item and the company it keeps in its clause."""
    key = ("around", item.at)
    if key not in frame.notes:
        frame.notes[key] = _read_around(frame, item)
    out: list[str] = frame.notes[key]
    return out


def _read_around(frame: Frame, item: Item) -> list[str]:
    start, end = frame.clause(item.at)
    left, right = frame.skeleton[start : item.at], frame.skeleton[item.at + 1 : end]
    listed = frame.skeleton.count("\ue001", start, end)
    return [
        f"l1={left[-1:]}", f"l2={left[-2:]}", f"l3={left[-3:]}",
        f"r1={right[:1]}", f"r2={right[:2]}", f"r3={right[:3]}",
        f"open={left[:2]}", f"industries={min(listed, 5)}",
        f"digits={any(map(str.isdigit, right[:12]))}",
    ]  # fmt: skip

"""What the ranker sees of a candidate: short strings, the same in training and at work."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from functools import cache, lru_cache, partial
from typing import Any

from kg.data import rules
from kg.data.kinship import kinship
from kg.data.regions import memberships
from kg.facts.frame import SIGNS, Frame, Item
from kg.facts.model import Logistic
from kg.facts.programmes import Programme
from kg.facts.rules import Rule
from kg.facts.subjects import Subject, Subjects
from kg.model import Entity, Mention

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


def place_features(frame: Frame, item: Item, option: Subject) -> list[str]:
    """Features of "this region governs this item" that hang on the words of the sentence."""
    how = f"{option.how}{option.rank}"
    return [f"how={how}|open={frame.skeleton[:2]}", *_gap(frame, item, option)]


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
    around = tuple(_around(frame, item))
    return Shared(lambda: around)


def link_features(
    frame: Frame,
    subjects: Subjects,
    item: Item,
    other: Item,
    mention: Mention,
    target: Mention,
    rule: Rule,
) -> tuple[str, ...]:
    """Features of "this item works on, or names, that one"."""
    left, right = sorted((item.at, other.at))
    between = frame.skeleton[left + 1 : right]
    order = "same" if item is other else "before" if item.at < other.at else "after"
    clauses = sum(between.count(c) for c in "，；：")
    same_type = sum(1 for i in frame.items if i.type == item.type and left < i.at < right)
    out = [
        "bias",
        f"rule={rule.id}",
        f"order={order}",
        f"order={order}|clauses={min(clauses, 4)}",
        f"order={order}|same={min(same_type, 2)}",
        f"order={order}|gap={min(len(between) // 4, 6)}",
        f"nested={int(mention not in item.mentions)}{int(target not in other.mentions)}|{order}",
        f"host={LETTER[item.type]}{LETTER[other.type]}",
    ]
    shared = _shared(mention.entity.name, target.entity.name)
    out += [f"shared={shared}", f"shared={shared}|order={order}"]
    ranks = _ranks(frame, item, other)
    out += [f"rank={ranks}", f"rank={ranks}|order={order}|clauses={min(clauses, 2)}"]
    if len(between) <= 12:
        out.append(f"between={order}:{SHAPE.sub('', between)}")
    for n in (1, 2):
        if len(between) > n:
            out.append(f"out{n}={order}:{between[:n]}")
            out.append(f"in{n}={order}:{between[-n:]}")
    out += _around(frame, other)
    out += ["h:" + f for f in name_features(mention, item)]
    out += name_features(target, other)
    return tuple(out)


def _shared(name: str, industry: str) -> int:
    """How many pairs of characters of an industry stand in a name: 0 to 2."""
    return min(2, sum(industry[i : i + 2] in name for i in range(len(industry) - 1)))


def programme_features(
    frame: Frame, subjects: Subjects, programme: Programme, item: Item, mention: Mention
) -> tuple[str, ...]:
    """Features of "this strategy, of which an earlier sentence speaks, names that industry"."""
    how, since = programme.how, programme.since
    name = programme.entity.name
    shared = _shared(name, mention.entity.name)
    opens = programme.at <= 3
    own = "Strategy" in frame.by_type
    places = "Region" in frame.by_type
    imperative = subjects.imperative
    out = [
        "bias", "rule=carried", f"since={how}{since}", f"since={how}{since}|own={own}",
        f"lead={how}:{programme.lead}", f"opens={how}:{opens}", f"shared={how}:{shared}",
        f"opens={how}:{opens}|imp={imperative}|own={own}", f"end={how}:{name[-2:]}",
        f"end={how}:{name[-2:]}|since={since}", f"places={how}:{places}",
        f"kind={mention.entity.kind}",
        f"imp={how}:{imperative}|since={since}", f"home={subjects.home is not None}",
    ]  # fmt: skip
    out += ["c:" + f for f in _around(frame, item)]
    return (*out, *("c:" + f for f in name_features(mention, item)))


def pair_features(
    frame: Frame, subjects: Subjects, rule: Rule, head: Entity, tail: Entity
) -> tuple[str, ...]:
    """Features of a pair that a rule states outright."""
    return (
        "bias", f"rule={rule.id}", f"kinds={head.kind}|{tail.kind}",
        f"rule={rule.id}|kinds={head.kind}|{tail.kind}", f"heading={frame.sentence.kind}",
        "how=pair", f"home={subjects.home is not None}",
    )  # fmt: skip


def _beside_lists(frame: Frame, left: int, right: int) -> tuple[str, str]:
    """What stands between two lists of regions, cut short, and right behind the second.

    Other members of a list hide what couples it: all have one context without them.
    """
    core = LISTED_BEFORE.sub("", LISTED_AFTER.sub("", frame.skeleton[left + 1 : right]))
    short = core if len(core) <= 6 else core[:2] + "…" + core[-2:]
    return short, LISTED_AFTER.sub("", frame.skeleton[right + 1 :])[:2]


JOINT = "(?:[、和及与]|以及)"
LISTED_BEFORE = re.compile(f"(?:{SIGNS['Region']}”?{JOINT}“?)+$")
LISTED_AFTER = re.compile(f"^(?:”?{JOINT}“?{SIGNS['Region']})+”?")

# Signs and punctuation that say nothing by themselves between two linked names.
SHAPE = re.compile(r"[^，；：、\ue000-\ue005与和等的为以业]")


def _ranks(frame: Frame, item: Item, other: Item) -> str:
    """How many items of the other's type are nearer, seen from either side (0 to 3)."""
    gap = abs(item.at - other.at)
    ahead = [i for i in frame.items if i.type == other.type and abs(i.at - item.at) < gap]
    back = [i for i in frame.items if i.type == item.type and abs(i.at - other.at) < gap]
    return f"{min(len(ahead), 3)}{min(len(back), 3)}"


Place = tuple[int, Entity]


@cache
def _together() -> re.Pattern[str]:
    words = rules.table("relations/cooperates_with")["words"]["together"]
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


def word_of_cooperation(frame: Frame) -> str:
    """The first word of doing things together in a sentence, or ""."""
    m = _together().search(frame.sentence.view)
    return m.group() if m else ""


def member_features(
    frame: Frame, subjects: Subjects, rule: Rule, part: Place, whole: Place, nested: str
) -> tuple[str, ...]:
    """Features of "this place belongs to that functional region".

    ``nested`` tells which of the two stands inside another name: 西部 in 西部陆海新通道.
    """
    hosts = "".join(LETTER[i.type] for i in frame.items if i.at == whole[0])
    known = (part[1].name, whole[1].name) in memberships()
    kin = kinship(part[1].id, whole[1].id)
    left, right = sorted((part[0], whole[0]))
    between = frame.skeleton[left + 1 : right]
    order = "same" if left == right else "after" if part[0] > whole[0] else "before"
    clauses = min(sum(between.count(c) for c in "，；："), 3)
    short, ends = _beside_lists(frame, left, right)
    return (
        "bias", f"rule={rule.id}", f"known={known}", f"known={known}|order={order}",
        f"known={known}|clauses={order}{clauses}", f"known={known}|kind={part[1].kind}",
        f"kinds={part[1].kind}|{whole[1].kind}", f"order={order}|gap={min(len(between) // 4, 5)}",
        f"between={between}" if len(between) <= 4 else "far", f"rule={rule.id}|known={known}",
        f"home={subjects.home is not None}", f"r2={frame.skeleton[right + 1 : right + 3]}",
        f"l2={frame.skeleton[max(0, left - 2) : left]}", f"whole={whole[1].name[-2:]}",
        f"kin={kin}", f"kin={kin}|order={order}", f"kin={kin}|clauses={order}{clauses}",
        f"kin={kin}|kind={part[1].kind}", f"core={order}:{short}", f"R2={ends}",
        f"kin={kin}|core={order}:{short}", f"nested={nested}", f"nested={nested}|host={hosts}",
        f"nested={nested}|known={known}|order={order}", f"nested={nested}|whole={whole[1].kind}",
    )  # fmt: skip


def couple_features(
    frame: Frame,
    subjects: Subjects,
    rule: Rule,
    one: tuple[int, Entity, str],
    two: tuple[int, Entity, str],
    together: str,
) -> tuple[str, ...]:
    """Features of "these two regions work together"."""
    left, right = sorted((one[0], two[0]))
    between = frame.skeleton[left + 1 : right]
    clauses = min(sum(between.count(c) for c in "，；："), 3)
    nested = f"{one[2]}{two[2]}|{left == right}"
    regions = min(frame.skeleton.count("\ue000"), 6)
    kinds = "|".join(sorted((one[1].kind, two[1].kind)))
    member = any((a.name, b.name) in memberships() for a, b in ((one[1], two[1]), (two[1], one[1])))
    start = max(0, right - 2)
    near = _together().search(frame.skeleton, start, right + 18)
    host = next((i.type for i in frame.items if i.at == left), "")
    short, ends = _beside_lists(frame, left, right)
    kin = kinship(one[1].id, two[1].id)
    pair = "|".join(sorted((one[1].name, two[1].name)))
    paragraph = frame.sentence.paragraph
    local = "|".join(sorted(subjects.discourse.local(paragraph, e.id) for _, e, _ in (one, two)))
    home_how = subjects.home.how if subjects.home else "none"
    return (
        "bias", f"rule={rule.id}", f"nested={nested}", f"kinds={kinds}", f"clauses={clauses}",
        f"gap={min(len(between) // 4, 5)}", f"between={between}" if len(between) <= 4 else "far",
        f"word={together}", f"near={near.group() if near else ''}", f"regions={regions}",
        f"rule={rule.id}|clauses={clauses}", f"member={member}", f"nested={nested}|host={host}",
        f"home={subjects.home is not None}", f"r2={frame.skeleton[right + 1 : right + 3]}",
        f"adjacent={len(between) <= 1}|word={bool(near)}", f"core={short}", f"R2={ends}",
        f"core={short}|R2={ends}", f"kin={kin}", f"kin={kin}|word={together}",
        f"local={local}", f"nested={nested}|local={local}", f"nested={nested}|home:{home_how}",
        f"kin={kin}|nested={nested}", f"pair={pair}", f"pair={pair}|gap={min(len(between), 3)}",
    )  # fmt: skip


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


def _around(frame: Frame, item: Item) -> list[str]:
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

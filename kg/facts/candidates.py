"""Candidate relations of one sentence: generous in number, described by features.

Rules say what states a relation, subjects say whose it may be. Each pair becomes a
:class:`Candidate`; ``default`` marks those that rules alone stand by, and a small model
(:mod:`kg.facts.model`) judges all of them by their features.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.data.kinship import kinship
from kg.data.regions import memberships, region_ids, strategy_scope
from kg.facts.couples import couple_features, member_features, word_of_cooperation
from kg.facts.engine import decide, pairs, trigger_of
from kg.facts.features import (
    Shared,
    discourse_features,
    industry_features,
    item_features,
    named,
    nesting_features,
    place_features,
    region_features,
    scope_features,
    standing_features,
)
from kg.facts.frame import SIGNS, Frame, Item
from kg.facts.links import link_features, pair_features, programme_features
from kg.facts.programmes import Programme
from kg.facts.rules import Rule
from kg.facts.subjects import NOT_FIRST, Subject, Subjects
from kg.model import Entity, Mention, RelationType

NESTED = Rule(id="nested", relation="", confidence=0.7)
NEAR = Rule(id="near", relation="", confidence=0.3)
CARRIED = Rule(id="carried", relation="", confidence=0.3)
DEALS = re.compile("分别|依次|各自")
GOVERNED: tuple[tuple[RelationType, tuple[str, ...]], ...] = (
    ("DEVELOPS", ("Industry",)),
    ("COVERS", ("Strategy",)),
    ("LOCATED_IN", ("Organization", "Project")),
)
PAIRED: tuple[RelationType, ...] = ("COVERS", "LOCATED_IN")
WHOLES = {"macro_region", "cluster", "belt", "zone"}
NO_PART = {"country", "foreign"}
# Ways to know a subject (and how many are nearer) that hardly ever are right: not asked at all.
SELDOM = {("carried", 1), ("earlier", 1)}
UNLIKELY = {
    "DEVELOPS": SELDOM,
    "COVERS": SELDOM | {("nation", 0)},
    "LOCATED_IN": SELDOM | {("nation", 0), ("earlier", 0), ("held", 1)},
}
NAMED = {"clause", "sentence", "inside", "after", "held"}  # subjects that the sentence names
LISTED = 8  # regions of one sentence that may be paired; more are a mere list
RUN = re.compile(f"{SIGNS['Region']}{{5,}}")
REACH = 5  # items of the other type on either side that a link may reach


@dataclass(slots=True)
class Candidate:
    """A relation that a sentence may state; ``start``/``end`` are skeleton bounds, ``at`` the
    skeleton position of the item that shows it."""

    head: Entity
    type: RelationType
    tail: Entity
    rule: Rule
    at: int
    start: int
    end: int
    trigger: str
    implicit: bool
    default: bool
    own: Sequence[str]
    shared: tuple[Shared, ...] = ()

    @property
    def features(self) -> tuple[str, ...]:
        """What the model sees: its own features and those it shares with other candidates."""
        return (*self.own, *(name for shared in self.shared for name in shared.names()))

    @property
    def item(self) -> tuple[str, int, str]:
        """What is governed: candidates of one item are rivals, others stand alone."""
        if self.type in ("DEVELOPS", "LOCATED_IN"):
            other = self.tail if self.type == "DEVELOPS" else self.head
            return self.type, self.at, other.id
        return self.type, self.at, f"{self.head.id}>{self.tail.id}"


def candidates(
    frame: Frame, subjects: Subjects, carried: Sequence[Programme]
) -> Iterator[Candidate]:
    """Candidates of every relation in the current sentence of ``subjects``."""
    here = frame.by_type
    for relation, kinds in GOVERNED:
        if not here.keys().isdisjoint(kinds):
            yield from _governed(frame, subjects, relation, kinds)
    yield from _linked(frame, subjects, "PROMOTES", "Strategy", "Industry")
    yield from _promoted(frame, subjects, carried)
    yield from _linked(frame, subjects, "ENGAGES_IN", "Organization", "Industry")
    for relation in PAIRED:
        yield from _paired(frame, subjects, relation)
    yield from _memberships(frame, subjects)
    yield from _cooperations(frame, subjects)


def _governed(
    frame: Frame, subjects: Subjects, relation: RelationType, kinds: tuple[str, ...]
) -> Iterator[Candidate]:
    """Relations between a region that governs and an item of one of ``kinds``."""
    for item, mention in _everywhere(frame, kinds):
        outer = item.type == mention.entity.type
        found = decide(frame, item, relation) if outer else (NESTED, "")
        if found is None:
            continue
        rule, trigger = found
        inside = _inside(item, mention)
        own = [region for option in inside for region in option.entities]
        options = [*inside, *subjects.options(item.at)]
        unlikely = UNLIKELY[relation]
        options = [o for o in options if (o.how, o.rank) not in unlikely]
        around, name = item_features(frame, item), named(mention, item)
        end = frame.clause(item.at)[1]
        near = [(o, region) for o in options if o.how in NAMED for region in o.entities]
        first = next((o for o in options if o.how not in NOT_FIRST), None)
        if rule.stage is not None:  # no model knows such facts: the likeliest subject's alone
            options = [first] if first is not None else []
        for number, option in enumerate(options):
            features = place_features(frame, item, option)
            if relation == "DEVELOPS":
                features += industry_features(frame, item, mention, option)
            standing = standing_features(frame, subjects, item, mention, option, number, rule)
            told = discourse_features(frame, subjects, option)
            dealt = _dealt(frame, item, option)
            for place, region in enumerate(option.entities):
                if dealt is not None and place != dealt:
                    continue
                if relation == "LOCATED_IN" and _too_wide(region, option.entities):
                    continue
                ends = (region, mention.entity)
                head, tail = ends if relation == "DEVELOPS" else ends[::-1]
                start = option.item.at if option.item is not None else item.at
                kin = region_features(region, own, subjects, option.how)
                seen = features
                if relation == "COVERS":
                    seen = [*features, *scope_features(region, subjects, option.how)]
                elif relation == "DEVELOPS":
                    seen = [*features, *nesting_features(region, option, near)]
                yield Candidate(
                    head, relation, tail, rule, item.at, min(start, item.at), end, trigger,
                    option.implicit, option is first, seen, (standing, told, kin, name, around),
                )  # fmt: skip


def _too_wide(region: Entity, named: Sequence[Entity]) -> bool:
    """Whether a narrower one of the ``named`` says better where something is: 海南昌江核电."""
    return region.kind == "country" or any(kinship(region.id, e.id) == "over" for e in named)


def _dealt(frame: Frame, item: Item, option: Subject) -> int | None:
    """Which of the regions a word like 分别 deals an item to; None where nothing is dealt.

    苏州、无锡、常州分别发展X、Y、Z: as many items in a list as there are regions before it.
    """
    if option.item is None or len(option.entities) < 2 or option.item.at >= item.at:
        return None
    word = DEALS.search(frame.skeleton, option.item.at, item.at)
    if word is None:
        return None
    end = min((e for e in frame.clauses if e > word.end()), default=len(frame.skeleton))
    members = [i for i in frame.items if i.type == item.type and word.end() <= i.at < end]
    if len(members) != len(option.entities) or item not in members:
        return None
    return members.index(item)


def _linked(
    frame: Frame, subjects: Subjects, relation: RelationType, head: str, tail: str
) -> Iterator[Candidate]:
    """Relations between two items of one sentence, by pair rules, nesting or nearness."""
    heads, tails = _everywhere(frame, (head,)), _everywhere(frame, (tail,))
    if not (heads and tails):
        return
    fits = {
        (h.at, t.at): (rule, trigger_of(m))
        for rule, left, right, m in pairs(frame, relation)
        for h in left
        for t in right
    }
    for item, mention in heads:
        near = sorted(tails, key=lambda t: abs(t[0].at - item.at))[: 3 * REACH]
        for other, target in near:
            rule, trigger = fits.get((item.at, other.at), (NEAR, ""))
            if item is other:
                rule = NESTED
            features = link_features(frame, subjects, item, other, mention, target, rule)
            yield Candidate(
                mention.entity, relation, target.entity, rule, other.at,
                min(item.at, other.at), max(item.at, other.at) + 1, trigger, False,
                rule is not NEAR, features,
            )  # fmt: skip


def _promoted(
    frame: Frame, subjects: Subjects, carried: Sequence[Programme]
) -> Iterator[Candidate]:
    """Industries that a strategy of an earlier sentence, or of a heading, may name."""
    if not carried or "Industry" not in frame.by_type:
        return
    here = {m.entity.id for _, m in frame.by_type.get("Strategy", ())}
    for item, mention in frame.by_type["Industry"]:
        for programme in carried:
            if programme.entity.id not in here:
                features = programme_features(frame, subjects, programme, item, mention)
                yield Candidate(
                    programme.entity, "PROMOTES", mention.entity, CARRIED, item.at, item.at,
                    item.at + 1, "", programme.how == "heading", False, features,
                )  # fmt: skip


def _paired(frame: Frame, subjects: Subjects, relation: RelationType) -> Iterator[Candidate]:
    """Relations that a pair rule states outright."""
    for rule, head, tail, m in pairs(frame, relation):
        for h in _entities(head):
            for t in _entities(tail):
                if h.id != t.id:
                    yield Candidate(
                        h, relation, t, rule, (tail or head)[-1].at, m.start(), m.end(),
                        trigger_of(m), False, True, pair_features(frame, subjects, rule, h, t),
                    )  # fmt: skip


def _memberships(frame: Frame, subjects: Subjects) -> Iterator[Candidate]:
    """A place and a functional region of one sentence: does the one belong to the other?"""
    places = _places(frame)
    if len(places) < 2 or all(whole.kind not in WHOLES for _, whole, _ in places):
        return
    fits = {
        (h.id, t.id): (rule, trigger_of(m))
        for rule, heads, tails, m in pairs(frame, "PART_OF")
        for h in _entities(heads)
        for t in _entities(tails)
    }
    for at, whole, where in places:
        if whole.kind not in WHOLES:
            continue
        for other, part, there in places:
            if part.id == whole.id or part.kind in NO_PART or _apart(part, whole, there):
                continue
            rule, trigger = fits.get((part.id, whole.id), (NEAR, ""))
            yield Candidate(
                part, "PART_OF", whole, rule, max(at, other), min(at, other),
                max(at, other) + 1, trigger, False, rule is not NEAR,
                member_features(frame, subjects, rule, (other, part), (at, whole), there + where),
            )  # fmt: skip


def _apart(part: Entity, whole: Entity, there: str) -> bool:
    """Whether one hardly belongs to the other: what holds it, what only stands in a name.

    Nor do zones of one sort hold one another: 自由贸易试验区.
    """
    if part.kind == whole.kind == "zone" and part.name[-3:] == whole.name[-3:]:
        return True
    if there == "in" and (part.name, whole.name) not in memberships():
        return True
    return kinship(part.id, whole.id) == "over"


def _cooperations(frame: Frame, subjects: Subjects) -> Iterator[Candidate]:
    """Two regions of one sentence that a word of doing things together may join."""
    places = _places(frame, firms=False)[:LISTED]
    home = subjects.home.region if subjects.home else None
    if home and home.kind != "country" and all(p[1].id != home.id for p in places):
        places.append((0, home, "home"))  # 携手京津: the speaker is the other party
    if len(places) < 2:
        return
    fits: dict[tuple[str, str], tuple[Rule, str]] = {}
    for rule, heads, tails, m in pairs(frame, "COOPERATES_WITH"):
        for a, b in _couples(_entities([*heads, *tails])):
            fits.setdefault((a.id, b.id), (rule, trigger_of(m)))
    together, crowd = word_of_cooperation(frame), _crowd(frame)
    seen: set[tuple[str, str]] = set()
    for (at, a, how), (other, b, also) in combinations(places, 2):
        first, second = sorted((a, b), key=lambda e: e.id)
        key = (first.id, second.id)
        if at in crowd and other in crowd:
            continue
        rule, trigger = fits.get(key, (NEAR, together))
        if key in seen or a.id == b.id or _contains(a, b):
            continue
        if not (together or rule is not NEAR or how == also == "in"):
            continue
        seen.add(key)
        yield Candidate(
            first, "COOPERATES_WITH", second, rule, max(at, other), min(at, other),
            max(at, other) + 1, trigger, False, rule is not NEAR,
            couple_features(frame, subjects, rule, (at, a, how), (other, b, also), together),
        )  # fmt: skip


def _crowd(frame: Frame) -> set[int]:
    """Positions of one-character names in runs of more than four: 汉孝随襄十 is a mere list."""
    found: set[int] = set()
    for run in RUN.finditer(frame.skeleton):
        short = [i.at for i in frame.items if run.start() <= i.at < run.end()]
        if all(i.end - i.start == 1 for i in frame.items if i.at in short):
            found.update(short)
    return found


def _places(frame: Frame, *, firms: bool = True) -> list[tuple[int, Entity, str]]:
    """Regions of a sentence: skeleton position, entity, and "in" for those inside a name.

    In 安徽马鞍山 only the inner one is spoken of. Without ``firms`` those in names of organizations
    are left out: their doings are not the city's.
    """
    found = _everywhere(frame, ("Region",))
    heads = {item.at: item.mentions[0].entity for item, _ in found if item.type == "Region"}
    return [
        (item.at, m.entity, "out" if m in item.mentions else "in")
        for item, m in found
        if m.entity.kind not in ("country", "foreign")
        and (firms or item.type != "Organization")
        and not (item.at + 1 in heads and kinship(m.entity.id, heads[item.at + 1].id) == "over")
    ]


def _contains(a: Entity, b: Entity) -> bool:
    """Whether one of two divisions lies in the other, by their adcodes: 新疆和田 is one place."""
    one, two = (_code(e) for e in (a, b))
    return bool(one and two) and (one.startswith(two) or two.startswith(one))


def _code(region: Entity) -> str:
    """The digits of an adcode that everything in the division shares, or ""."""
    code = region.id.removeprefix("region:")
    if not code.isdigit():
        return ""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _couples(entities: Iterable[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Unordered pairs of up to four distinct entities, smaller id first; more are a mere list."""
    distinct = {e.id: e for e in entities if e.kind not in ("country", "foreign")}
    if 2 <= len(distinct) <= 4:
        yield from combinations(sorted(distinct.values(), key=lambda e: e.id), 2)


def _entities(items: Iterable[Item]) -> list[Entity]:
    return [e for i in items for e in i.entities]


def _everywhere(frame: Frame, kinds: tuple[str, ...]) -> list[tuple[Item, Mention]]:
    """Mentions of some types, outermost and nested, each with its item."""
    found = [frame.by_type[kind] for kind in kinds if kind in frame.by_type]
    if len(found) < 2:
        return found[0] if found else []
    return [
        (item, m)
        for item in frame.items
        for m in (*item.mentions, *item.inner)
        if m.entity.type in kinds
    ]


def _inside(item: Item, mention: Mention) -> list[Subject]:
    """The regions that the item's own name holds: a zone's industry is the zone's."""
    if item.type == "Region":
        return [Subject(tuple(item.entities), "inside", item)]
    inner = [
        m.entity
        for m in item.inner
        if m.entity.type == "Region" and m.entity.kind != "foreign" and m is not mention
    ]
    scope = [
        Entity(region_ids()[name][0], "Region", name, region_ids()[name][1])
        for name in strategy_scope().get(mention.entity.name, ())
        if name in region_ids()
    ]
    options = [(inner, "inside"), (scope, "scope")]
    return [Subject(tuple(dict.fromkeys(e)), how, item) for e, how in options if e]

"""Features of two names of one sentence, or of a carried strategy: is the one about the other?"""

from __future__ import annotations

import re

from kg.facts.features import (
    AHEAD,
    BETWEEN,
    LETTER,
    OUTSIDE,
    around,
    name_features,
    word_pairs,
)
from kg.facts.frame import Frame, Item
from kg.facts.programmes import Programme
from kg.facts.rules import Rule
from kg.facts.subjects import Subjects
from kg.model import Entity, Mention


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
    out += around(frame, other)
    out += _setting(frame, subjects, item, mention, target, (order, min(clauses, 2)))
    out += _words(frame, left, right, order)
    if item.type == "Strategy":
        out += ["H:" + f for f in around(frame, item)]
    if item.type == "Organization":
        out += _numbers(frame, item, f"{order}|{min(clauses, 2)}")
        out += _all_words(frame, left, right, order)
    out += ["h:" + f for f in name_features(mention, item)]
    out += name_features(target, other)
    return tuple(out)


def _setting(
    frame: Frame, subjects: Subjects, item: Item, mention: Mention, target: Mention,
    lies: tuple[str, int],
) -> list[str]:  # fmt: skip
    """What the two are, and what they stand in."""
    order, clauses = lies
    return [
        f"org={mention.entity.name[:3]}",
        f"tail={mention.entity.name[-2:]}|{target.entity.name[:2]}",
        f"hk={mention.entity.kind}|{order}|{clauses}", f"tk={target.entity.kind}|{order}",
        f"home={subjects.home is not None}", f"items={min(len(frame.items), 8)}",
        f"imp={subjects.imperative}|{order}", f"manner={subjects.manner}",
        f"heading={frame.sentence.kind}",
    ]  # fmt: skip


def _words(frame: Frame, left: int, right: int, order: str) -> list[str]:
    """The characters before the first and after the second."""
    before, after = frame.skeleton[max(0, left - 2) : left], frame.skeleton[right + 1 : right + 3]
    return [f"s3={before}|{order}", f"e3={after}|{order}"]


def _all_words(frame: Frame, left: int, right: int, order: str) -> list[str]:
    """All pairs of characters between two items, before and after them."""
    text = frame.skeleton
    return [
        *word_pairs(f"b={order}:", text[left + 1 : right][:BETWEEN]),
        *word_pairs(f"ob={order}:", text[right + 1 : right + 1 + OUTSIDE]),
        *word_pairs(f"lb={order}:", text[max(0, left - AHEAD) : left]),
    ]


def _numbers(frame: Frame, item: Item, lies: str) -> list[str]:
    """How many names of each type the sentence has, up to four."""
    many = {kind: min(len(those), 4) for kind, those in frame.by_type.items()}
    firms, goods = many.get("Organization", 0), many.get("Industry", 0)
    return [
        f"no={firms}|ni={goods}", f"ns={many.get('Strategy', 0)}|ni={goods}",
        f"nr={many.get('Region', 0)}", f"only={many.get(item.type, 0)}|{lies}",
    ]  # fmt: skip


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
    out += ["c:" + f for f in around(frame, item)]
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


# Signs and punctuation that say nothing by themselves between two linked names.
SHAPE = re.compile(r"[^，；：、\ue000-\ue005与和等的为以业]")


def _ranks(frame: Frame, item: Item, other: Item) -> str:
    """How many items of the other's type are nearer, seen from either side (0 to 3)."""
    gap = abs(item.at - other.at)
    ahead = [i for i in frame.items if i.type == other.type and abs(i.at - item.at) < gap]
    back = [i for i in frame.items if i.type == item.type and abs(i.at - other.at) < gap]
    return f"{min(len(ahead), 3)}{min(len(back), 3)}"

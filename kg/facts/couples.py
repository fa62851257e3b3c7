"""Features of two regions of one sentence: does the one hold the other, do they work together?"""

from __future__ import annotations

import re
from functools import cache

from kg.data import rules
from kg.data.kinship import kinship
from kg.data.regions import memberships
from kg.facts.features import AHEAD, BETWEEN, LETTER, OUTSIDE, word_pairs
from kg.facts.frame import JOINT, SIGNS, Frame
from kg.facts.rules import Rule
from kg.facts.subjects import Subjects
from kg.model import Entity

Place = tuple[int, Entity]


def _beside_lists(frame: Frame, left: int, right: int) -> tuple[str, str]:
    """What stands between two lists of regions, cut short, and right behind the second.

    Other members of a list hide what couples it: all have one context without them.
    """
    core = LISTED_BEFORE.sub("", LISTED_AFTER.sub("", frame.skeleton[left + 1 : right]))
    short = core if len(core) <= 6 else core[:2] + "…" + core[-2:]
    return short, LISTED_AFTER.sub("", frame.skeleton[right + 1 :])[:2]


LISTED_BEFORE = re.compile(f"(?:{SIGNS['Region']}”?{JOINT}“?)+$")
LISTED_AFTER = re.compile(f"^(?:”?{JOINT}“?{SIGNS['Region']})+”?")


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
        *_told(frame, subjects, part[1], whole[1], known),
        *_around_members(frame, left, right, order, known),
    )  # fmt: skip


def _told(
    frame: Frame, subjects: Subjects, part: Entity, whole: Entity, known: bool
) -> tuple[str, ...]:
    """How the sentence, its paragraph and the document speak of the two."""
    local, paragraph = subjects.discourse.local, frame.sentence.paragraph
    return (
        f"manner={subjects.manner}", f"heading={frame.sentence.kind}",
        f"items={min(len(frame.items), 8)}", f"imp={subjects.imperative}",
        f"homek={subjects.home.region.kind if subjects.home else 'none'}",
        f"regions={min(len(frame.by_type.get('Region', ())), 8)}|known={known}",
        f"local={local(paragraph, part.id)}|{local(paragraph, whole.id)}",
    )  # fmt: skip


def _around_members(
    frame: Frame, left: int, right: int, order: str, known: bool
) -> tuple[str, ...]:
    """The words between the two and after them."""
    text = frame.skeleton
    between = text[left + 1 : right]
    passed = sum(1 for i in frame.items if i.type == "Region" and left < i.at < right)
    return (
        f"a2={order}:{between[:2]}", f"z2={order}:{between[-2:]}",
        f"l3={order}:{text[max(0, left - 3) : left]}",
        f"r3={order}:{text[right + 1 : right + 4]}", f"sib={order}:{passed}|{known}",
        *word_pairs(f"b={order}:", between[:BETWEEN]),
        *word_pairs(f"ob={order}:", text[right + 1 : right + 1 + OUTSIDE]),
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
        f"word={together}|clauses={clauses}",
        f"word={together}|near={near.group() if near else ''}",
        f"items={min(len(frame.items), 8)}", f"A={one[1].name}", f"A={two[1].name}",
        *_around_couple(frame, left, right),
    )  # fmt: skip


def _around_couple(frame: Frame, left: int, right: int) -> tuple[str, ...]:
    """The words between the two, before and after them."""
    text = frame.skeleton
    between, after = text[left + 1 : right], text[right + 1 : right + 1 + OUTSIDE]
    return (
        f"a2={between[:2]}", f"z2={between[-2:]}", f"l2={text[max(0, left - 2) : left]}",
        f"r3={after[:3]}", *dict.fromkeys(f"o={c}" for c in after[:12]),
        *word_pairs("b=", between[:BETWEEN]), *word_pairs("ob=", after),
        *word_pairs("lb=", text[max(0, left - AHEAD) : left]),
    )  # fmt: skip

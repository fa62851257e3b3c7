"""Rules at work: anchors and pairs in one sentence become candidate relations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from kg.facts.frame import Frame, Item
from kg.facts.rules import Rule, relation_rules
from kg.facts.subjects import ABROAD, Subject
from kg.model import Entity

EVIDENCE = 60  # characters at most


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation found in a frame: ends, the rule, the skeleton span that shows it."""

    head: Entity
    type: str
    tail: Entity
    rule: Rule
    at: int
    start: int
    end: int
    trigger: str
    implicit: bool


def decide(frame: Frame, item: Item, relation: str) -> tuple[Rule, str] | None:
    """The first anchor rule of ``relation`` that fits an item, with its trigger; None to drop."""
    for rule in relation_rules(relation):
        if rule.anchor != item.type:
            continue
        trigger = _fits(frame, item.at, rule)
        if trigger is not None:
            return None if rule.drop else (rule, trigger)
    return None


def _fits(frame: Frame, at: int, rule: Rule) -> str | None:
    """The trigger (maybe empty) when the rule fits at ``at``, else None."""
    start, end = (0, len(frame.skeleton)) if rule.scope == "sentence" else frame.clause(at)
    trigger = ""
    if rule.left is not None:
        m = rule.left.search(frame.skeleton, start, at)
        if m is None:
            return None
        trigger = _trigger(m)
    if rule.right is not None:
        m = rule.right.match(frame.skeleton, at + 1, end)
        if m is None:
            return None
        trigger = trigger or _trigger(m)
    if rule.unless is not None and rule.unless.search(frame.skeleton, start, end):
        return None
    return trigger


def _trigger(m: re.Match[str]) -> str:
    return m.groupdict().get("t") or ""


def pairs(frame: Frame, relation: str) -> Iterator[tuple[Rule, list[Item], list[Item], re.Match[str]]]:
    """Every match of the pair rules of one relation: rule, head items, tail items, match."""
    for rule in relation_rules(relation):
        if rule.pattern is None:
            continue
        for m in rule.pattern.finditer(frame.skeleton):
            if rule.unless is not None and rule.unless.search(m.group()):
                continue
            yield rule, _group(frame, m, "head"), _group(frame, m, "tail"), m


def _group(frame: Frame, m: re.Match[str], name: str) -> list[Item]:
    if name not in m.re.groupindex or m.start(name) < 0:
        return []
    a, b = m.span(name)
    return [i for i in frame.items if a <= i.at < b]


def all_pairs(entities: list[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """Unordered pairs of up to four distinct entities; more are a list, no cooperation."""
    distinct = list({e.id: e for e in entities}.values())
    if 2 <= len(distinct) <= 4:
        yield from combinations(distinct, 2)


def evidence_span(frame: Frame, at: int, subject: Subject | None) -> tuple[int, int]:
    """Skeleton bounds of the evidence: the clause at ``at``, from the subject on where it fits."""
    start, end = frame.clause(at)
    if subject is not None and subject is not ABROAD and subject.item is not None:
        wider = min(start, frame.clause(subject.item.at)[0])
        if frame.view_at(end) - frame.view_at(wider) <= EVIDENCE:
            start = wider
    return start, end

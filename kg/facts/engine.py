"""Rules at work in one sentence: anchor rules decide about an item, pair rules find pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.facts.frame import Frame, Item
from kg.facts.rules import Rule, relation_rules


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
        trigger = trigger_of(m)
    if rule.right is not None:
        m = rule.right.match(frame.skeleton, at + 1, end)
        if m is None:
            return None
        trigger = trigger or trigger_of(m)
    if rule.unless is not None and rule.unless.search(frame.skeleton, start, end):
        return None
    return trigger


def trigger_of(m: re.Match[str]) -> str:
    """The word that states the relation: the group ``t`` of a rule's match."""
    return m.groupdict().get("t") or ""


def pairs(
    frame: Frame, relation: str
) -> Iterator[tuple[Rule, list[Item], list[Item], re.Match[str]]]:
    """Every match of the pair rules of one relation: rule, head items, tail items, match."""
    for rule in relation_rules(relation):
        if rule.pattern is None or not _may_fit(rule, frame.skeleton):
            continue
        for m in rule.pattern.finditer(frame.skeleton):
            if rule.unless is None or not rule.unless.search(m.group()):
                yield rule, _group(frame, m, "head"), _group(frame, m, "tail"), m


def _may_fit(rule: Rule, skeleton: str) -> bool:
    """Whether the signs that a pair rule needs are there."""
    for signs in rule.needs:
        if len(signs) == 1:
            if signs not in skeleton:
                return False
        elif not any(sign in skeleton for sign in signs):
            return False
    return True


def _group(frame: Frame, m: re.Match[str], name: str) -> list[Item]:
    if name not in m.re.groupindex or m.start(name) < 0:
        return []
    a, b = m.span(name)
    return [i for i in frame.items if a <= i.at < b]

"""Two readings of one document, the rules' and the model's, as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from kg.data.schema import relation_types
from kg.llm.facts import RULE
from kg.model import EntityType, Extraction, Fact, Mention

# How the odds of a fact of the rules change when the model states it too, and when it read the
# sentence and does not: measured once, with one large model (docs/llm.md). A weak model's silence
# says less.
AGREED, SILENT = 6.0, 0.08

Key = tuple[str, str, str]


def merge(rules: Extraction, model: Extraction, shown: Collection[int]) -> Extraction:
    """Both readings of one document; ``shown`` are the indexes of the sentences the model saw.

    Of a relation that both state, the rules' facts stay, and their ``rule`` says so
    (``develops.verb+llm``); the model's others are added. So are its mentions, where the rules see
    no entity of that type. What both state is surer than before, what only the rules state less.
    """
    stated = {fact_key(fact) for fact in model.facts}
    own = {fact_key(fact) for fact in rules.facts}
    facts = (
        *(_weighed(f, fact_key(f) in stated, f.sentence in shown) for f in rules.facts),
        *(f for f in model.facts if fact_key(f) not in own),
    )
    taken: dict[tuple[int, EntityType], list[Mention]] = defaultdict(list)
    for m in rules.mentions:
        taken[m.sentence, m.entity.type].append(m)
    added = (
        m for m in model.mentions
        if not any(m.start < o.end and o.start < m.end for o in taken[m.sentence, m.entity.type])
    )  # fmt: skip
    mentions = in_order((*rules.mentions, *added))
    return replace(rules, facts=facts, mentions=mentions, warnings=model.warnings)


def _weighed(fact: Fact, stated: bool, shown: bool) -> Fact:
    if stated:
        confidence = shifted(fact.confidence, AGREED)
        return replace(fact, rule=f"{fact.rule}+{RULE}", confidence=confidence)
    return replace(fact, confidence=shifted(fact.confidence, SILENT)) if shown else fact


def shifted(probability: float, factor: float) -> float:
    """The probability (0..1) with its odds times ``factor``, to four places."""
    return round(factor * probability / (factor * probability + 1.0 - probability), 4)


def fact_key(fact: Fact) -> Key:
    """What makes two facts one relation: ends and type, symmetric ones in id order."""
    head, tail = fact.head.id, fact.tail.id
    if relation_types()[fact.type].symmetric and tail < head:
        head, tail = tail, head
    return head, fact.type, tail


def in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Mentions by sentence and start, longest first."""
    return tuple(sorted(mentions, key=lambda m: (m.sentence, m.start, -m.end)))

"""How a document, and the text around a sentence, speak: of what is or of what is to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.data.orders import IMPERATIVE
from kg.facts.cues import cues
from kg.model import Sentence


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document speaks: whether an organ does, and its shares of orders and of results.

    ``orders`` is the share of sentences that begin with a verb (加快…), ``results`` that of
    sentences with a cue of what exists; both in tenths. ``around`` says by sentence index how the
    other sentences of its paragraph and of its section speak, as features.
    """

    report: bool
    orders: int
    results: int
    around: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


class _Tells(NamedTuple):
    """Whether a sentence has a cue of what exists, one of what is planned, gives an order."""

    result: bool
    plan: bool
    order: bool


def manner_of(sentences: Sequence[Sentence], report: bool) -> Manner:
    """The manner of a document from its body sentences."""
    body = [s for s in sentences if s.kind == "body"]
    told = [_tells(s.view) for s in body]
    share = max(1, len(body))
    orders, results = sum(t.order for t in told), sum(t.result for t in told)
    return Manner(
        report, round(10 * orders / share), round(10 * results / share), _around(body, told)
    )


def _tells(view: str) -> _Tells:
    table = cues()
    return _Tells(
        table.existing.search(view) is not None,
        table.planned.search(view) is not None,
        IMPERATIVE.match(view) is not None,
    )


def _around(body: Sequence[Sentence], told: Sequence[_Tells]) -> dict[int, tuple[str, ...]]:
    """How what surrounds each sentence speaks: its paragraph, its section, the one before."""
    paragraphs, sections = (
        _counts([s.paragraph for s in body], told),
        _counts([s.headings for s in body], told),
    )
    around = {}
    for number, sentence in enumerate(body):
        features = [
            *_others("para", paragraphs[sentence.paragraph], told[number]),
            *_others("sect", sections[sentence.headings], told[number]),
        ]
        if number:
            features.append("prev=" + "".join(str(int(t)) for t in told[number - 1]))
        around[sentence.index] = tuple(features)
    return around


Key = int | tuple[str, ...]


def _counts(keys: Sequence[Key], told: Sequence[_Tells]) -> Mapping[Key, list[int]]:
    """Of each stretch of text the number of results, plans, orders, and sentences."""
    counts: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for key, tells in zip(keys, told, strict=True):
        for i, tell in enumerate((*tells, True)):
            counts[key][i] += tell
    return counts


def _others(name: str, counts: Sequence[int], own: _Tells) -> list[str]:
    """The shares, in quarters, of the other sentences of a stretch."""
    *several, size = counts
    if size < 2:
        return [f"{name}=none"]
    return [
        f"{name}{label}={round(4 * (n - mine) / (size - 1))}"
        for label, n, mine in zip("epo", several, own, strict=True)
    ]

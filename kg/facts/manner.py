"""How a document, and the text around a sentence, speak: of what is or of what is to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.data.orders import IMPERATIVE
from kg.facts.cues import cues
from kg.model import Sentence


class Tells(NamedTuple):
    """Whether a sentence has a cue of what exists, one of what is planned, gives an order."""

    result: bool
    plan: bool
    order: bool


Key = int | tuple[str, ...]
Counts = Mapping[Key, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Around:
    """What the sentences of a document's body tell, and the sums of its paragraphs and sections.

    Sums are of results, plans, orders, and sentences. ``places`` are numbers in ``told`` by the
    index of the sentence.
    """

    body: Sequence[Sentence]
    told: Sequence[Tells]
    places: Mapping[int, int]
    paragraphs: Counts
    sections: Counts

    def features(self, index: int) -> tuple[str, ...]:
        """How the others speak in a sentence's paragraph and section, and the one before it."""
        number = self.places.get(index)
        if number is None:
            return ()
        sentence, own = self.body[number], self.told[number]
        before = "".join("01"[t] for t in self.told[number - 1]) if number else "no"
        return (
            *_others("para", self.paragraphs[sentence.paragraph], own),
            *_others("sect", self.sections[sentence.headings], own),
            f"prev={before}",
        )


@dataclass(frozen=True, slots=True)
class Manner:
    """How a document speaks: whether an organ does, and its shares of orders and of results.

    ``orders`` is the share of sentences that begin with a verb (加快…), ``results`` that of
    sentences with a cue of what exists; both in tenths.
    """

    report: bool
    orders: int
    results: int
    around: Around


def manner_of(sentences: Sequence[Sentence], report: bool) -> Manner:
    """The manner of a document from its body sentences."""
    body = [s for s in sentences if s.kind == "body"]
    table = cues()
    result, plan, order = table.existing.search, table.planned.search, IMPERATIVE.match
    told = [
        Tells(result(s.view) is not None, plan(s.view) is not None, order(s.view) is not None)
        for s in body
    ]
    share = max(1, len(body))
    around = Around(
        body, told, {s.index: i for i, s in enumerate(body)},
        _sums([s.paragraph for s in body], told), _sums([s.headings for s in body], told),
    )  # fmt: skip
    return Manner(
        report,
        round(10 * sum(t.order for t in told) / share),
        round(10 * sum(t.result for t in told) / share),
        around,
    )


def _sums(keys: Sequence[Key], told: Sequence[Tells]) -> Counts:
    """Of each stretch of text the number of results, plans, orders, and sentences."""
    sums: dict[Key, list[int]] = {}
    for key, tells in zip(keys, told, strict=True):
        sums.setdefault(key, [0, 0, 0, 0])[3] += 1
        if any(tells):
            several = sums[key]
            for i, tell in enumerate(tells):
                several[i] += tell
    return sums


def _others(name: str, sums: Sequence[int], own: Tells) -> list[str]:
    """The shares, in quarters, of the other sentences of a stretch."""
    *several, size = sums
    if size < 2:
        return [f"{name}=none"]
    return [
        f"{name}{label}={round(4 * (n - mine) / (size - 1))}"
        for label, n, mine in zip("epo", several, own, strict=True)
    ]

"""Whether a confidence means what it says, and what ``--min-confidence`` buys and costs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from statistics import fmean

from kg.assess.judge import Judged, Verdicts
from kg.evaluate import CORE_RELATIONS, RELATION_TYPES, Score

BINS = 10
THRESHOLDS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
# Groups are judged together because most single relations are too rare for ten bins.
GROUPS: dict[str, Collection[str] | None] = {
    "all": None,
    "core (DEVELOPS, COVERS)": CORE_RELATIONS,
    "other relations": RELATION_TYPES[len(CORE_RELATIONS) :],
}


@dataclass(frozen=True, slots=True)
class Bin:
    """Facts whose confidence is at least ``low`` and under ``high`` (the last bin has 1 too)."""

    low: float
    high: float
    facts: int
    confidence: float  # mean
    share_right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Bins that hold facts, lowest first, of one group of relations.

    ``error`` is the expected calibration error: how far the share that is right lies from the mean
    confidence, bins weighted by their facts (0 is perfect).
    """

    group: str
    facts: int
    bins: tuple[Bin, ...]

    @property
    def error(self) -> float:
        """Expected calibration error, 0..1."""
        gaps = (b.facts * abs(b.confidence - b.share_right) for b in self.bins)
        return sum(gaps) / self.facts if self.facts else 0.0


@dataclass(frozen=True, slots=True)
class TradeOff:
    """What remains when facts under ``threshold`` are left out."""

    threshold: float
    score: Score


def reliability(verdicts: Verdicts) -> list[Reliability]:
    """The reliability of each of :data:`GROUPS`, then of each relation that has facts."""
    single = {name: (name,) for name in RELATION_TYPES if verdicts.of((name,))}
    groups: dict[str, Collection[str] | None] = {**GROUPS, **single}
    return [_group(name, verdicts.of(types)) for name, types in groups.items()]


def trade_off(verdicts: Verdicts, types: Collection[str] | None = None) -> list[TradeOff]:
    """Precision, recall and F1 at each of :data:`THRESHOLDS`."""
    return [TradeOff(least, verdicts.score(least, types)) for least in THRESHOLDS]


def _group(name: str, judged: list[Judged]) -> Reliability:
    binned: dict[int, list[Judged]] = {}
    for item in judged:
        binned.setdefault(min(int(item.confidence * BINS), BINS - 1), []).append(item)
    bins = tuple(_bin(number, binned[number]) for number in sorted(binned))
    return Reliability(name, len(judged), bins)


def _bin(number: int, items: list[Judged]) -> Bin:
    mean = fmean(item.confidence for item in items)
    right = fmean(item.right for item in items)
    return Bin(number / BINS, (number + 1) / BINS, len(items), mean, right)

"""Small logistic regressions that weigh features: one a relation, one for the status.

Weights live in ``data/models/facts.json`` (names to feature weights and a threshold, plain JSON);
training is ``tools/train_facts.py``. Without the file rules decide alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from math import exp
from typing import Any

from kg.data import read_text

FILE = "models/facts.json"


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over named binary features, with its acceptance threshold."""

    weights: dict[str, float]
    threshold: float

    def probability(self, features: Iterable[str]) -> float:
        """Probability (0..1) of the positive class."""
        return probability(self.score(features))

    def score(self, features: Iterable[str]) -> float:
        """What the features weigh together; scores of parts add up."""
        return sum(map(self.weights.get, features, repeat(0.0)))


def probability(score: float) -> float:
    """The probability (0..1) that a model's whole score stands for."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))


@cache
def _models() -> dict[str, Logistic]:
    try:
        data: dict[str, Any] = json.loads(read_text(FILE))
    except FileNotFoundError:
        return {}
    return {name: Logistic(row["weights"], row["threshold"]) for name, row in data.items()}


def logistic(name: str) -> Logistic | None:
    """The model called ``name`` (a relation type or ``status``), or None when there is none."""
    return _models().get(name)

"""A small model that judges candidate relations: one logistic regression a relation.

Weights live in ``data/models/ranker.json`` (features to weights, plain JSON); training is
``tools/train_ranker.py``. Without the file, rules decide alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import Any

from kg.data import read_text
from kg.facts.candidates import Candidate

MODEL = "models/ranker.json"


@dataclass(frozen=True, slots=True)
class Ranker:
    """Weights and acceptance thresholds by relation."""

    weights: dict[str, dict[str, float]]
    thresholds: dict[str, float]

    def probability(self, candidate: Candidate) -> float:
        """How likely the candidate is stated (0..1)."""
        weights = self.weights[candidate.type]
        score = sum(weights.get(f, 0.0) for f in candidate.features)
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))

    def accepts(self, candidate: Candidate, probability: float) -> bool:
        """Whether a candidate of that probability counts as stated."""
        return probability >= self.thresholds[candidate.type]


@cache
def ranker() -> Ranker | None:
    """The shipped model, or None when the package has none."""
    try:
        data: dict[str, Any] = json.loads(read_text(MODEL))
    except FileNotFoundError:
        return None
    return Ranker(data["weights"], data["thresholds"])

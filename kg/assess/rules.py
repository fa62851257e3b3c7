"""What each rule contributes: fires, precision, share of recall, and what it is worth."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.assess.judge import Judged, Verdicts
from kg.evaluate import Score


@dataclass(frozen=True, slots=True)
class RuleScore:
    """One rule on one relation.

    ``fires`` counts its facts, ``right`` those the gold has, ``gold`` what the gold requires of
    the relation. ``gain`` is the relation's F1 with the rule minus that without its facts, all else
    staying as it is: a rule that hurts has a negative one.
    """

    relation: str
    rule: str
    fires: int
    right: int
    gold: int
    gain: float

    @property
    def precision(self) -> float:
        """Share of its facts that are right."""
        return self.right / self.fires

    @property
    def recall_share(self) -> float:
        """Share of the relation's gold that is found by this rule: these add up to recall."""
        return self.right / self.gold if self.gold else 0.0


def rule_scores(verdicts: Verdicts) -> list[RuleScore]:
    """A score for each rule and relation, those that cost most F1 first."""
    fired: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for item in verdicts.judged:
        fired[item.type, item.rule].append(item)
    scores = [_score(verdicts, *key, items) for key, items in fired.items()]
    return sorted(scores, key=lambda s: (s.gain, -s.fires, s.relation, s.rule))


def _score(verdicts: Verdicts, relation: str, rule: str, items: list[Judged]) -> RuleScore:
    whole, right = verdicts.score(types=(relation,)), sum(item.right for item in items)
    without = Score(whole.gold, whole.predicted - len(items), whole.right - right)
    gain = whole.f1 - without.f1
    return RuleScore(relation, rule, len(items), right, whole.gold, gain)

"""What scores alone do not tell: which rules help, and what a confidence is worth.

Both start from :func:`judge`, which sets every extracted relation beside the annotations.
"""

from __future__ import annotations

from kg.assess.curve import svg
from kg.assess.judge import Judged, Verdicts, judge
from kg.assess.reliability import Bin, Reliability, TradeOff, reliability, trade_off
from kg.assess.rules import RuleScore, rule_scores

__all__ = [
    "Bin",
    "Judged",
    "Reliability",
    "RuleScore",
    "TradeOff",
    "Verdicts",
    "judge",
    "reliability",
    "rule_scores",
    "svg",
    "trade_off",
]

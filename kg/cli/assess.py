"""What ``kg eval --rules`` and ``--reliability`` print."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import print_rows
from kg.place import replacing

if TYPE_CHECKING:
    from kg.assess import Reliability, RuleScore, TradeOff, Verdicts

HURTS = -0.0005  # F1 a rule must cost at least to be marked; less is one fact among thousands


def print_rules(verdicts: Verdicts) -> None:
    """One line a rule, those that hurt first."""
    from kg.assess import rule_scores

    columns = ("rule", "relation", "fires", "right", "precision", "of recall", "F1 gain", "")
    print_rows(columns, [_rule_row(score) for score in rule_scores(verdicts)])


def _rule_row(s: RuleScore) -> tuple[Any, ...]:
    mark = "hurts" if s.gain < HURTS else ""
    figures = f"{s.precision:.3f}", f"{s.recall_share:.3f}", f"{s.gain:+.4f}"
    return s.rule, s.relation, s.fires, s.right, *figures, mark


def print_reliability(verdicts: Verdicts) -> None:
    """A table for each group of relations, one line a relation, and the trade-off."""
    from kg.assess import reliability, trade_off
    from kg.assess.reliability import GROUPS

    groups = reliability(verdicts)
    for group in groups:
        if group.group in GROUPS:
            click.echo(f"{group.group}: {group.facts} facts, calibration error {group.error:.3f}")
            print_rows(("confidence", "facts", "mean", "share right"), _bin_rows(group))
            click.echo()
    rows = [(g.group, g.facts, f"{g.error:.3f}") for g in groups if g.group not in GROUPS]
    print_rows(("relation", "facts", "calibration error"), rows)
    click.echo()
    columns = ("--min-confidence", "facts", "precision", "recall", "F1")
    print_rows(columns, [_trade_off_row(row) for row in trade_off(verdicts)])


def _bin_rows(group: Reliability) -> list[tuple[Any, ...]]:
    return [
        (f"{b.low:.1f}-{b.high:.1f}", b.facts, f"{b.confidence:.3f}", f"{b.share_right:.3f}")
        for b in group.bins
    ]


def _trade_off_row(row: TradeOff) -> tuple[Any, ...]:
    s = row.score
    figures = f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}"
    return f"{row.threshold:.2f}", s.predicted, *figures


def rules_as_json(verdicts: Verdicts) -> list[dict[str, Any]]:
    """The same as :func:`print_rules`, as data."""
    from kg.assess import rule_scores

    return [
        {
            **asdict(s),
            "gain": round(s.gain, 5),
            "precision": round(s.precision, 4),
            "recall_share": round(s.recall_share, 4),
        }
        for s in rule_scores(verdicts)
    ]


def reliability_as_json(verdicts: Verdicts) -> dict[str, Any]:
    """The same as :func:`print_reliability`, as data."""
    from kg.assess import reliability, trade_off

    return {
        "groups": [
            {
                "group": g.group,
                "facts": g.facts,
                "calibration_error": round(g.error, 4),
                "bins": [_rounded(asdict(b)) for b in g.bins],
            }
            for g in reliability(verdicts)
        ],
        "min_confidence": [
            {
                "threshold": row.threshold,
                "facts": row.score.predicted,
                "precision": round(row.score.precision, 4),
                "recall": round(row.score.recall, 4),
                "f1": round(row.score.f1, 4),
            }
            for row in trade_off(verdicts)
        ],
    }


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {key: round(value, 4) for key, value in row.items()}


def write_svg(verdicts: Verdicts, target: Path) -> None:
    """The curves of ``verdicts`` as a picture."""
    from kg.assess import reliability, svg, trade_off

    note = (
        f"{len(verdicts.judged)} relations in {verdicts.documents} annotated documents · 标注文档"
    )
    picture = svg(reliability(verdicts), trade_off(verdicts), note)
    with replacing(target) as part:
        part.write_text(picture, encoding="utf-8", newline="\n")

"""``kg eval``: how good the extraction is on annotated documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.common import json_option, print_json

if TYPE_CHECKING:
    from kg.evaluate import Report, Score


@click.command(
    "eval",
    short_help="Score extracted facts against annotated documents.",
    epilog="""\b
Examples:
  kg extract 标注/documents -o facts.jsonl
  kg eval 标注/annotations facts.jsonl --misses 20
  kg eval 标注/annotations facts.jsonl --rules
  kg eval 标注/annotations facts.jsonl --reliability --svg curve.svg
""",
)
@click.argument("gold_dir", metavar="GOLD_DIR", type=click.Path(path_type=Path))
@click.argument("facts", metavar="FACTS", type=click.Path(path_type=Path))
@click.option("--part", metavar="NAME", help="Only one part of the split.json beside GOLD_DIR.")
@click.option("--misses", type=click.IntRange(min=0), default=0, metavar="N",
              help="Also print up to N wrong items.")  # fmt: skip
@click.option("--docs", is_flag=True, help="Also print the relation scores of each document.")
@click.option("--rules", is_flag=True,
              help="Instead: fires, precision and share of recall of each rule.")  # fmt: skip
@click.option("--reliability", is_flag=True,
              help="Instead: how often facts are right, by their confidence.")  # fmt: skip
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE",
              help="Draw the curves of --reliability into FILE.")  # fmt: skip
@json_option
def evaluate(
    gold_dir: Path,
    facts: Path,
    part: str | None,
    misses: int,
    docs: bool,
    rules: bool,
    reliability: bool,
    svg: Path | None,
    as_json: bool,
) -> None:
    """Precision, recall and F1 of FACTS (made by kg extract) against the JSON files of GOLD_DIR."""
    from kg.evaluate import evaluate as score
    from kg.evaluate import part_of_split

    only = part_of_split(gold_dir, part) if part else None
    if rules or reliability or svg:
        _assess(gold_dir, facts, only, rules, reliability or bool(svg), svg, as_json)
        return
    report = score(gold_dir, facts, only)
    if as_json:
        print_json(_as_json(report))
        return
    click.echo(f"{'':46}{'gold':>6}{'pred':>6}{'tp':>6}{'P':>8}{'R':>8}{'F1':>8}")
    for name, row in report.total.rows().items():
        click.echo(f"{name:46}{row.gold:6}{row.predicted:6}{row.right:6}{_figures(row)}")
    for name, value in _shares(report).items():
        click.echo(f"{name}: {value}")
    if docs:
        for name, tally in report.documents.items():
            row = tally.rows()["RELATIONS all"]
            click.echo(f"  {name:44}{row.gold:6}{row.predicted:6}{row.right:6}{_figures(row)}")
    for miss in report.total.misses[:misses]:
        click.echo("\t".join((miss.document, miss.error, miss.kind, miss.what)))


def _assess(
    gold_dir: Path,
    facts: Path,
    only: set[str] | None,
    rules: bool,
    reliability: bool,
    svg: Path | None,
    as_json: bool,
) -> None:
    """Print what --rules and --reliability ask for, and draw what --svg does."""
    from kg.assess import judge
    from kg.cli import assess

    verdicts = judge(gold_dir, facts, only)
    if svg:
        assess.write_svg(verdicts, svg)
    if as_json:
        parts = {
            "rules": assess.rules_as_json(verdicts) if rules else None,
            "reliability": assess.reliability_as_json(verdicts) if reliability else None,
        }
        print_json({name: part for name, part in parts.items() if part is not None})
        return
    if rules:
        assess.print_rules(verdicts)
    if reliability:
        assess.print_reliability(verdicts)


def _figures(score: Score) -> str:
    return f"{score.precision:8.3f}{score.recall:8.3f}{score.f1:8.3f}"


def _shares(report: Report) -> dict[str, float | None]:
    named = {
        "explicit relation recall": report.total.explicit,
        "status accuracy on matched DEVELOPS": report.total.status,
    }
    return {name: round(s.recall, 4) if s.gold else None for name, s in named.items()}


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "rows": {name: _row(score) for name, score in report.total.rows().items()},
        **_shares(report),
        "documents": {n: _row(t.rows()["RELATIONS all"]) for n, t in report.documents.items()},
    }


def _row(score: Score) -> dict[str, float]:
    return {
        "tp": score.right,
        "pred": score.predicted,
        "gold": score.gold,
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
    }

"""Rules and confidences set beside annotations: counts by hand, and what the command prints."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kg.assess import judge, reliability, rule_scores, svg, trade_off
from kg.assess.judge import Judged, Verdicts
from kg.assess.reliability import THRESHOLDS
from kg.cli import main
from kg.errors import UsageError
from kg.evaluate import Score, evaluate
from tests.conftest import SAMPLES

GOLDEN = Path(__file__).parents[1] / "golden" / "samples"
NAMES = [("Region", "甲市"), ("Region", "乙市"), ("Industry", "芯片"), ("Industry", "茶")]
ENTITIES = [{"type": kind, "name": name} for kind, name in NAMES]


def stated(head: str, kind: str, tail: str, rule: str, confidence: float, **more: Any) -> dict:
    return {"head": head, "type": kind, "tail": tail, "rule": rule, "confidence": confidence,
            **more}  # fmt: skip


GOLD = [
    {"head": "甲市", "type": "DEVELOPS", "tail": "芯片"},
    {"head": "乙市", "type": "DEVELOPS", "tail": "茶"},
    {"head": "乙市", "type": "DEVELOPS", "tail": "芯片", "optional": True},
    {"head": "甲市", "type": "COOPERATES_WITH", "tail": "乙市"},
]
FOUND = [
    stated("甲市", "DEVELOPS", "芯片", "good", 0.9),
    stated("甲市", "DEVELOPS", "芯片", "bad", 0.2),  # said twice: the surer one counts
    stated("乙市", "DEVELOPS", "芯片", "bad", 0.8),  # excused
    stated("甲市", "DEVELOPS", "茶", "bad", 0.5),
    stated("乙市", "COOPERATES_WITH", "甲市", "good", 0.95),
    stated("乙市", "PART_OF", "甲市", "bad", 0.99, background=True),
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A gold folder and a file of facts."""
    gold, facts = tmp_path / "gold", tmp_path / "facts.jsonl"
    gold.mkdir()
    record = {"doc": "a.txt", "entities": ENTITIES}
    (gold / "a.json").write_text(json.dumps({**record, "relations": GOLD}), encoding="utf-8")
    facts.write_text(json.dumps({**record, "relations": FOUND}), encoding="utf-8")
    return gold, facts


def test_verdicts(files: tuple[Path, Path]) -> None:
    verdicts = judge(*files)
    assert [(j.type, j.rule, j.confidence, j.right) for j in verdicts.judged] == [
        ("DEVELOPS", "good", 0.9, True),
        ("DEVELOPS", "bad", 0.5, False),
        ("COOPERATES_WITH", "good", 0.95, True),
    ]
    assert verdicts.gold == {"DEVELOPS": 2, "COOPERATES_WITH": 1}
    assert verdicts.documents == 1


def test_verdicts_add_up_to_the_score_of_the_samples(tmp_path: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    assert main(["extract", str(SAMPLES), "-o", str(facts), "-j", "1"]) == 0
    rows = evaluate(GOLDEN, facts).total.rows()
    verdicts = judge(GOLDEN, facts)
    assert verdicts.score() == rows["RELATIONS all"]
    assert verdicts.score(types=("DEVELOPS",)) == rows["relation/DEVELOPS"]
    share = sum(s.recall_share for s in rule_scores(verdicts) if s.relation == "DEVELOPS")
    assert share == pytest.approx(rows["relation/DEVELOPS"].recall)


def test_rules_that_hurt_stand_first(files: tuple[Path, Path]) -> None:
    scores = rule_scores(judge(*files))
    assert [(s.rule, s.relation) for s in scores] == [
        ("bad", "DEVELOPS"),
        ("good", "DEVELOPS"),
        ("good", "COOPERATES_WITH"),
    ]
    bad, good, _ = scores
    assert (bad.fires, bad.right, bad.precision, bad.recall_share) == (1, 0, 0.0, 0.0)
    # With: 1 right of 2 stated and 2 required. Without: 1 of 1 and 2.
    assert bad.gain == pytest.approx(1 / 2 - 2 / 3)
    assert (good.precision, good.recall_share) == (1.0, 0.5)
    assert good.gain == pytest.approx(1 / 2)


def made(*pairs: tuple[float, bool]) -> Verdicts:
    judged = (Judged("a.txt", "DEVELOPS", "r", confidence, right) for confidence, right in pairs)
    return Verdicts(tuple(judged), {"DEVELOPS": 4}, 1)


def test_bins_and_calibration_error() -> None:
    whole = reliability(made((0.7, True), (0.75, False), (0.95, True), (1.0, True)))[0]
    assert [(b.low, b.facts, b.share_right) for b in whole.bins] == [(0.7, 2, 0.5), (0.9, 2, 1.0)]
    assert whole.error == pytest.approx((2 * (0.725 - 0.5) + 2 * (1 - 0.975)) / 4)


@pytest.mark.parametrize(("confidence", "low"), [(0.0, 0.0), (0.1, 0.1), (0.3, 0.3), (0.699, 0.6),
                                                 (0.7, 0.7), (1.0, 0.9)])  # fmt: skip
def test_edges_of_bins(confidence: float, low: float) -> None:
    (only,) = reliability(made((confidence, True)))[0].bins
    assert only.low == low


def test_no_facts_no_error() -> None:
    assert reliability(made())[0].error == 0.0


def test_trade_off() -> None:
    rows = {t.threshold: t.score for t in trade_off(made((0.3, False), (0.6, True), (0.9, True)))}
    assert tuple(rows) == THRESHOLDS
    assert rows[0.0] == rows[0.3] == Score(4, 3, 2)
    assert rows[0.4] == rows[0.6] == Score(4, 2, 2)
    assert rows[0.7] == rows[0.9] == Score(4, 1, 1)
    assert rows[0.95] == Score(4, 0, 0)


def test_picture_is_well_formed_and_says_what_was_measured() -> None:
    verdicts = made((0.6, True), (0.9, True))
    root = ElementTree.fromstring(svg(reliability(verdicts), trade_off(verdicts), "a < b"))
    words = [node.text for node in root.iter() if node.text]
    assert "a < b" in words
    assert any("all (n=2, ECE=0.250)" in word for word in words)
    # The bin at confidence 0.6, all right: 60 % to the right, at the top.
    frames = [node.attrib for node in root.iter("{http://www.w3.org/2000/svg}rect")][1:]
    left, top, side = (float(frames[0][key]) for key in ("x", "y", "width"))
    dots = [node.attrib for node in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert (str(left + 0.6 * side), str(top)) in {(dot["cx"], dot["cy"]) for dot in dots}


def test_command_prints_rules(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", *map(str, files), "--rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:4] == ["rule", "relation", "fires", "right"]
    bad = next(line.split() for line in lines if line.startswith("bad"))
    assert bad == ["bad", "DEVELOPS", "1", "0", "0.000", "0.000", "-0.1667", "hurts"]
    assert sum("hurts" in line for line in lines) == 1


def test_command_prints_reliability_and_draws_it(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "curve.svg"
    assert main(["eval", *map(str, files), "--reliability", "--svg", str(target)]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"^0\.9-1\.0\s+2\s+0\.925\s+1\.000$", printed, re.M)
    assert re.search(r"^0\.90\s+2\s+1\.000\s+0\.667\s+0\.800$", printed, re.M)
    assert ElementTree.parse(target).getroot().tag.endswith("svg")


def test_command_prints_json(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", *map(str, files), "--rules", "--reliability", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rules"][0]["rule"] == "bad"
    assert found["reliability"]["groups"][0]["facts"] == 3
    assert found["reliability"]["min_confidence"][0]["recall"] == 0.6667
    assert main(["eval", *map(str, files), "--rules", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"rules"}


@pytest.mark.parametrize("key", ["rule", "confidence"])
def test_facts_without_rule_or_confidence_are_refused(files: tuple[Path, Path], key: str) -> None:
    gold, facts = files
    record = json.loads(facts.read_text(encoding="utf-8"))
    del record["relations"][0][key]
    facts.write_text(json.dumps(record), encoding="utf-8")
    with pytest.raises(UsageError, match=f"a relation has no {key}"):
        judge(gold, facts)

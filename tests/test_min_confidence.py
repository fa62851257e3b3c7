"""``--min-confidence``: what is less sure is neither written nor built, and the build says so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg import pipeline
from kg.cli import main
from tests.conftest import SAMPLES
from tests.extractions import DONE, EV, LOW_ALTITUDE, SHENZHEN, Said, document

SAMPLE = SAMPLES / "shenzhen-feature.txt"
LEAST = 0.8


def test_the_edge_counts() -> None:
    fact = (SHENZHEN, "DEVELOPS", EV, *DONE)
    other = (SHENZHEN, "DEVELOPS", LOW_ALTITUDE, *DONE)
    number = (SHENZHEN, "产量", 1.0, "万辆", 2024)
    made = document("a.txt", None, [
        Said("深圳市做强新能源汽车。", [fact], [number], confidence=0.7),
        Said("深圳市布局低空经济。", [other], confidence=0.69),
    ])  # fmt: skip
    kept = pipeline.confident(made, 0.7)
    assert [f.tail for f in kept.facts] == [EV]
    assert kept.indicators == made.indicators  # their confidence is 0.9
    assert pipeline.confident(made, 0.95) == replace(made, facts=(), indicators=())
    assert pipeline.confident(made, 0.0) == made


def relations(path: Path) -> dict[str, float]:
    (record,) = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    stated = [*record["relations"], *record["indicators"]]
    return {row["id"]: row["confidence"] for row in stated}


def test_extract_writes_only_what_is_sure_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, least in (("all", "0"), ("sure", str(LEAST))):
        call = ["extract", str(SAMPLE), "-o", f"{name}.jsonl", "-j", "1"]
        assert main([*call, "--min-confidence", least]) == 0
    every, sure = relations(tmp_path / "all.jsonl"), relations(tmp_path / "sure.jsonl")
    assert 0 < len(sure) < len(every)
    assert sure == {key: value for key, value in every.items() if value >= LEAST}


def test_build_holds_only_what_is_sure_enough_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    call = ["build", str(SAMPLE), "-o", "out", "-j", "1", "--no-database"]
    assert main([*call, "--min-confidence", str(LEAST)]) == 0
    info = json.loads((tmp_path / "out" / "build.json").read_text(encoding="utf-8"))
    assert (info["extractor"], info["min_confidence"]) == ("rules", LEAST)
    for table in ("facts", "indicators"):
        rows = pq.read_table(tmp_path / "out" / "tables" / f"{table}.parquet")
        assert len(rows)
        assert min(rows["confidence"].to_pylist()) >= LEAST


@pytest.mark.parametrize("value", ["1.5", "-0.1", "much"])
def test_no_confidence(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(SAMPLE), "--min-confidence", value]) == 2
    assert "--min-confidence" in capsys.readouterr().err

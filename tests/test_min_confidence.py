"""``--min-confidence``: what is less sure is neither written nor built, and the build says so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg import pipeline
from kg.cli import main
from kg.export import read
from kg.graph import load
from tests.conftest import SAMPLES
from tests.extractions import DONE, EV, LOW_ALTITUDE, SHENZHEN, Said, build, corpus, document

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


def test_a_graph_is_cut_to_its_sure_edges(tmp_path: Path) -> None:
    made = build(tmp_path / "build", corpus())
    whole, sure = load(made), load(made, min_confidence=0.85)
    # Two independent documents say it, so the edge is surer than each of its facts.
    fact_types = ("DEVELOPS", "COVERS", "PROMOTES", "COOPERATES_WITH", "LOCATED_IN", "ENGAGES_IN")
    stated = [e for e in sure.rows("edges") if e["type"] in fact_types]
    assert [(e["source"], e["target"]) for e in stated] == [(SHENZHEN.id, EV.id)]
    assert {(f["head"], f["tail"]) for f in sure.rows("facts")} == {(SHENZHEN.id, EV.id)}
    assert min(f["confidence"] for f in sure.rows("facts")) < 0.85
    for kept in ("nodes", "indicators", "documents", "mentions"):
        assert sure.rows(kept) == whole.rows(kept)
    background = [e for e in whole.rows("edges") if e["background"]]
    assert background
    assert [e for e in sure.rows("edges") if e["background"]] == background


def test_numbers_go_with_their_edge(tmp_path: Path) -> None:
    made = build(tmp_path / "build", corpus())
    assert any(n["label"] == "Indicator" for n in load(made, min_confidence=0.9).rows("nodes"))
    sure = load(made, min_confidence=0.95)
    assert not any(n["label"] == "Indicator" for n in sure.rows("nodes"))
    assert sure.rows("indicators") == []
    ends = {n["id"] for n in sure.rows("nodes")}
    assert all({e["source"], e["target"]} <= ends for e in sure.rows("edges"))


def test_focus_walks_only_sure_edges(tmp_path: Path) -> None:
    made = build(tmp_path / "build", corpus())
    near = {n["name"] for n in load(made, focus="深圳", min_confidence=0.85).rows("nodes")}
    assert "新能源汽车" in near
    assert "低空经济" not in near
    assert "低空经济" in {n["name"] for n in load(made, focus="深圳").rows("nodes")}


def test_export_takes_it(
    sample_build: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sizes = []
    for least in ("0", "0.9"):
        out = tmp_path / f"{least}.graphml"
        call = ["export", "graphml", "-d", str(sample_build), "-o", str(out)]
        assert main([*call, "--min-confidence", least]) == 0
        sizes.append(read("graphml", out).number_of_edges())
    assert 0 < sizes[1] < sizes[0]


@pytest.mark.parametrize("value", ["1.5", "-0.1", "much"])
def test_no_confidence(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(SAMPLE), "--min-confidence", value]) == 2
    assert "--min-confidence" in capsys.readouterr().err

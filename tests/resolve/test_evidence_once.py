"""An edge names each of its sentences once, however often a sentence states it."""

from __future__ import annotations

from pathlib import Path

from kg import pipeline
from kg.tables import Build

TWICE = "湖北省地区生产总值同比增长5%，湖北省地区生产总值同比增长5%是预期目标。\n"


def test_a_sentence_that_states_a_figure_twice_is_evidence_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TWICE, encoding="utf-8")
    pipeline.build([tmp_path / "a.txt"], tmp_path / "out", jobs=1, database=False)
    built = Build.open(tmp_path / "out")
    assert built.rows("indicators") == 2
    (edge,) = [e for e in built.table("edges").to_pylist() if e["type"] == "HAS_INDICATOR"]
    assert len(edge["evidence"]) == 1

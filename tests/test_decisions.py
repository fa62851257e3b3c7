"""Decisions on facts: read strictly, applied on every build, undone without a trace."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.cli import main
from kg.decisions import Decision, match, read, write
from kg.errors import DataError, UsageError
from kg.graph import load
from kg.tables import Build

TEXTS = {
    "a.txt": "深圳市发展新能源汽车产业。\n广州市发展生物医药产业。\n",
    "b.txt": "深圳市发展人工智能产业。\n佛山市与广州市携手合作。\n",
}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    place = tmp_path / "texts"
    place.mkdir()
    for name, text in TEXTS.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


def build(texts: Path, out: Path, **more: Any) -> tuple[Build, pipeline.BuildReport]:
    report = pipeline.build([texts], out, jobs=1, database=False, **more)
    return Build.open(out), report


def fact(made: Build, head: str, tail: str) -> dict[str, Any]:
    return next(
        row
        for row in made.table("facts").to_pylist()
        if row["head"] == head and row["tail"] == tail
    )


def edges(made: Build) -> dict[tuple[str, str], dict[str, Any]]:
    rows = made.table("edges").to_pylist()
    return {(r["source"], r["target"]): r for r in rows if r["type"] == "DEVELOPS"}


def digest(made: Build) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (made.path / "tables").iterdir()
    }


CAR, AI, DRUGS = "industry:新能源汽车", "industry:人工智能", "industry:生物医药"
SHENZHEN, GUANGZHOU = "region:440300", "region:440100"


def decide(made: Build, place: Path) -> Path:
    """One of each verdict, and one that matches nothing."""
    wrong, right = fact(made, SHENZHEN, CAR), fact(made, SHENZHEN, AI)
    merge = fact(made, GUANGZHOU, DRUGS)
    write(place, [
        Decision(wrong["id"], "wrong", says="深圳市 DEVELOPS 新能源汽车"),
        Decision(right["id"], "right"),
        Decision(merge["id"], "merge", node=DRUGS, into=AI, note="同一回事"),
        Decision("0" * 20, "wrong", says="从前的事实"),
    ])  # fmt: skip
    return place


def test_decisions_apply_to_every_later_build(texts, tmp_path) -> None:
    first, _ = build(texts, tmp_path / "first")
    place = decide(first, tmp_path / "d.json")
    (texts / "c.txt").write_text("珠海市发展生物医药产业。\n", encoding="utf-8")
    later, report = build(texts, tmp_path / "later", decisions=[place])
    found = edges(later)
    assert (SHENZHEN, CAR) not in found, "wrong"
    assert found[SHENZHEN, AI]["confidence"] == 0.99, "right is as sure as one document can be"
    assert (GUANGZHOU, AI) in found and ("region:440400", AI) in found, "merged everywhere"
    ids = {row["id"]: row for row in later.table("nodes").to_pylist()}
    assert DRUGS not in ids and ids[AI]["name"] == "人工智能"
    assert "生物医药" in ids[AI]["aliases"], "what it was called is still found"
    assert report.decided == 3
    assert report.unmatched == ["wrong 从前的事实 (" + "0" * 20 + "): no such fact any more"]
    assert fact(later, SHENZHEN, CAR) and fact(later, GUANGZHOU, DRUGS), "facts stay as they were"


def test_sinks_see_what_was_decided(texts, tmp_path) -> None:
    first, _ = build(texts, tmp_path / "first")
    later, _ = build(texts, tmp_path / "b", decisions=[decide(first, tmp_path / "d.json")])
    graph = load(later)
    said = {(row["head"], row["tail"]) for row in graph.rows("facts")}
    assert (SHENZHEN, CAR) not in said and (GUANGZHOU, AI) in said
    kept = {row["id"] for row in graph.rows("nodes")}
    assert {row["node"] for row in graph.rows("mentions")} <= kept


def test_reviewing_a_build_and_taking_it_back(texts, tmp_path) -> None:
    made, _ = build(texts, tmp_path / "b")
    before = digest(made)
    (made.path / "notes.txt").write_text("mine", encoding="utf-8")
    place = decide(made, tmp_path / "d.json")
    assert pipeline.review(made, [place]).decided == 3
    assert (SHENZHEN, CAR) not in edges(made)
    assert {
        n: v for n, v in digest(made).items() if n not in ("nodes.parquet", "edges.parquet")
    } == {n: v for n, v in before.items() if n not in ("nodes.parquet", "edges.parquet")}
    assert pipeline.review(made, []).decided == 0
    assert digest(made) == before, "nothing is left of it"
    assert (made.path / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert not (made.path / "decisions.json").exists()


def test_on_the_command_line(texts, tmp_path, capsys) -> None:
    made, _ = build(texts, tmp_path / "b")
    place = decide(made, tmp_path / "d.json")
    assert main(["review", "apply", str(place), "-d", str(made.path)]) == 0
    printed = capsys.readouterr()
    assert "3 decisions applied" in printed.out
    assert "not applied: wrong 从前的事实" in printed.err
    assert main(["review", "show", "-d", str(made.path)]) == 0
    assert "同一回事" in capsys.readouterr().out
    assert main(["review", "clear", "-d", str(made.path)]) == 0
    assert "0 decisions applied" in capsys.readouterr().out
    out = str(tmp_path / "c")
    command = ["build", str(texts), "-o", out, "--no-database", "--decisions", str(place), "--json"]
    assert main(command) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["decisions"]["applied"] == 3 and len(report["decisions"]["unmatched"]) == 1


BROKEN = {
    "not there": (None, UsageError, "does not exist"),
    "no JSON": ("{", DataError, "no JSON"),
    "a list": ("[]", DataError, "holds no decisions"),
    "another format": ('{"format": "x", "decisions": []}', DataError, "kg-decisions"),
    "no verdict": ([{"fact": "x"}], DataError, "decision 1 needs a fact and a verdict"),
    "unknown verdict": ([{"fact": "x", "verdict": "maybe"}], DataError, "right"),
    "unknown key": ([{"fact": "x", "verdict": "right", "why": ""}], DataError, "unknown why"),
    "a number": ([{"fact": 1, "verdict": "right"}], DataError, "object of texts"),
}


@pytest.mark.parametrize(("content", "error", "says"), BROKEN.values(), ids=BROKEN)
def test_broken_files_say_what_is_wrong(content, error, says, tmp_path) -> None:
    place = tmp_path / "d.json"
    if isinstance(content, list):
        content = json.dumps({"format": "kg-decisions", "version": 1, "decisions": content})
    if content is not None:
        place.write_text(content, encoding="utf-8")
    with pytest.raises(error, match=says):
        read([place])


def test_later_files_count(tmp_path) -> None:
    write(tmp_path / "a.json", [Decision("x", "wrong"), Decision("y", "right")])
    write(tmp_path / "b.json", [Decision("x", "right", note="doch")])
    found = read([tmp_path / "a.json", tmp_path / "b.json"])
    assert found == (Decision("y", "right"), Decision("x", "right", note="doch"))


MERGES = {
    "chain": ([("a:1", "a:2"), ("a:2", "a:3")], {"a:1": "a:3", "a:2": "a:3"}, []),
    "circle": ([("a:1", "a:2"), ("a:2", "a:1")], {"a:1": "a:2"}, ["other way round"]),
    "itself": ([("a:1", "a:1")], {}, ["other way round"]),
    "two truths": ([("a:1", "a:2"), ("a:1", "a:3")], {"a:1": "a:2"}, ["already"]),
    "other type": ([("a:1", "b:1")], {}, ["different types"]),
    "gone": ([("a:1", "a:9")], {}, ["no node a:9"]),
    "open": ([("a:1", "")], {}, ["does not say"]),
}


@pytest.mark.parametrize(("pairs", "wanted", "reasons"), MERGES.values(), ids=MERGES)
def test_merges(pairs, wanted, reasons) -> None:
    given = [Decision(f"f{n}", "merge", node=a, into=b) for n, (a, b) in enumerate(pairs)]
    applied = match(given, {"f0", "f1"}, {"a:1", "a:2", "a:3", "b:1"})
    assert applied.merges == wanted
    assert len(applied.unmatched) == len(reasons)
    assert all(r in line for r, line in zip(reasons, applied.unmatched, strict=True))

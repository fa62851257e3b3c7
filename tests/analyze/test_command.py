"""``kg analyze``: what it prints and writes, and how it says no."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from kg.cli import main
from kg.tables import Build
from tests.builds import big_build, empty_build


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return big_build(tmp_path_factory.mktemp("made") / "build", regions=25, industries=20)


def test_without_a_measure_it_is_an_overview(
    made: Build, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["analyze", "-d", str(made.path), "--top", "3"]) == 0
    printed = capsys.readouterr().out
    assert "entities with" in printed.splitlines()[0]
    for title in ("核心地区", "核心产业", "社群", "产业相近的地区"):
        assert title in printed
    assert "PageRank：" in printed


def test_json_says_what_it_means(made: Build, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["analyze", "central", "--label", "Region", "--by", "degree", "--top", "4", "--json"]
    assert main([*asked, "-d", str(made.path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["label"] for row in told["rows"]] == ["Region"] * 4
    degrees = [row["degree"] for row in told["rows"]]
    assert degrees == sorted(degrees, reverse=True)
    assert set(told["meaning"]["degree"]) == {"zh", "en"}


def test_a_file_has_the_community_of_every_member(made: Build, tmp_path: Path) -> None:
    for suffix in ("csv", "json"):
        out = tmp_path / f"groups.{suffix}"
        assert main(["analyze", "communities", "-o", str(out), "-d", str(made.path)]) == 0
    with (tmp_path / "groups.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = json.loads((tmp_path / "groups.json").read_text(encoding="utf-8"))
    assert len(rows) == len(told["every_member"]) == told["nodes"] > 40
    assert {row["community"] for row in rows} == {str(n + 1) for n in range(told["communities"])}


def test_what_is_like_one_region(made: Build, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "similar", "--of", "测试第3市", "--json", "-d", str(made.path)]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert rows and {row["one"] for row in rows} == {"测试第3市"}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["fame"], "fame"),
        (["central", "--type", "LIKES"], "DEVELOPS"),
        (["central", "--by", "fame"], "pagerank"),
        (["central", "--label", "Town"], "Region"),
        (["central", "--of", "测试第3市"], "similar"),
        (["similar", "--of", "无名"], "无名"),
        (["communities", "--resolution", "0"], "above 0"),
        (["central", "-o", "table.xlsx"], ".csv"),
        (["-o", "overview.csv"], ".json"),
        (["central", "--engine", "abacus"], "networkx"),
        (["--type", "LOCATED_IN"], "--background"),
    ],
)
def test_wrong_calls(
    made: Build, capsys: pytest.CaptureFixture[str], asked: list[str], said: str
) -> None:
    assert main(["analyze", *asked, "-d", str(made.path)]) == 2
    error = capsys.readouterr().err
    assert said in error and len(error.splitlines()) == 1


def test_a_build_without_ties_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", "-d", str(empty_build(tmp_path / "empty").path)]) == 2
    assert "no such ties" in capsys.readouterr().err

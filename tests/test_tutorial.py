"""What docs/neo4j.md shows is run: its Python on a demo build and a real server, its commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kg.cli import main
from kg.store.server import Target
from tests import servers

DOCS = Path(__file__).parents[1] / "docs"
PAGES = ("neo4j.md", "neo4j.zh-CN.md")
URI = "bolt://localhost:7687"


def blocks(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def code(page: str) -> str:
    return re.sub("#.*", "", "\n".join(blocks(page, "python") + blocks(page, "sh")))


def test_both_languages_show_the_same() -> None:
    assert code(PAGES[0]) == code(PAGES[1])


def test_the_tutorial_runs(
    sample_build: Path,
    neo4j: Target,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "demo").symlink_to(sample_build)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_DIR", raising=False)
    monkeypatch.setenv("NEO4J_USERNAME", neo4j.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j.password)
    names: dict[str, object] = {}
    scripts = blocks(PAGES[0], "python")
    local = [script for script in scripts if URI not in script]
    for script in local:
        exec(script, names)
    assert "低空经济 planned" in capsys.readouterr().out
    assert {"成都市", "低空经济"} <= set(names["network"])  # type: ignore[call-overload]
    for line in blocks(PAGES[0], "sh")[0].splitlines():
        if line.startswith("kg "):
            assert main(shlex.split(line.replace(URI, neo4j.uri))[1:]) == 0, line
    printed = capsys.readouterr().out
    assert "dry run: nothing was changed" in printed
    assert re.search(r"^nodes +[1-9]\d* +0 +0 +0$", printed, re.M)
    assert "新能源汽车" in printed
    assert main(["load", "neo4j", "--uri", neo4j.uri]) == 0
    assert "nothing to change" in capsys.readouterr().out
    assert neo4j.password not in printed
    for script in scripts[len(local) :]:
        exec(script.replace(URI, neo4j.uri), names)
    assert "低空经济" in capsys.readouterr().out


def test_a_password_is_never_an_argument(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["load", "neo4j", "--uri", "bolt://localhost:1", "--password", "x"]
    assert main(arguments) == 2
    assert "--password" in capsys.readouterr().err


def test_without_a_password_the_error_says_where_from(
    sample_build: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NEO4J_PASSWORD", raising=False)
    arguments = ["load", "neo4j", "--uri", "bolt://localhost:1", "-d", str(sample_build)]
    assert main(arguments) == 2
    assert "NEO4J_PASSWORD" in capsys.readouterr().err


def test_servers_are_only_skipped_with_a_reason() -> None:
    reason = servers.why_not()
    assert reason is None or len(reason) > 10

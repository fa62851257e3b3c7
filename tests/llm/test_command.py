"""The command line with a language model: what it writes, says and leaves with."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.errors import LlmError
from kg.llm import KEY_VARIABLE
from kg.llm.client import Client
from tests.llm.stub import Say, Stub, refusal, relation, said, serving

CITY, FOG = said("Region", "宁德市"), said("Industry", "海雾利用")


def fog(request: dict[str, Any]) -> Say:
    """Finds 海雾利用 in whatever it is shown."""
    text = request["messages"][1]["content"]
    if "海雾利用" not in text:
        return Say({"entities": [], "relations": []})
    row = relation("宁德市", "DEVELOPS", "海雾利用", 0, "宁德市大力发展海雾利用")
    return Say({"entities": [CITY, FOG], "relations": [row]})


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with three short documents, read in this order."""
    monkeypatch.chdir(tmp_path)
    for variable in (KEY_VARIABLE, "KG_LLM_URL", "KG_LLM_MODEL", "KG_LLM_EXTRA"):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "in"
    folder.mkdir()
    for name, industry in (("a", "海雾利用"), ("b", "茶产业"), ("c", "新能源汽车产业")):
        (folder / f"{name}.txt").write_text(f"宁德市大力发展{industry}。\n", encoding="utf-8")
    return tmp_path


def arguments(stub: Stub, mode: str, *more: str) -> list[str]:
    return ["--extractor", mode, "--llm-url", stub.url, "--llm-model", "m", "-j", "1", *more]


def records(text: str) -> dict[str, set[tuple[str, str]]]:
    rows = [json.loads(line) for line in text.splitlines()]
    return {row["doc"]: {(r["tail"], r["rule"]) for r in row["relations"]} for row in rows}


def test_extract_by_the_model_alone(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(fog) as stub:
        assert main(["extract", "in", *arguments(stub, "llm")]) == 0
    printed = capsys.readouterr()
    assert records(printed.out) == {"a.txt": {("海雾利用", "llm")}, "b.txt": set(), "c.txt": set()}
    assert printed.err == (
        "kg: language model: 3 requests, 0 answers from the cache, 300 tokens; "
        "1 relations kept, 0 dropped\n"
    )
    assert len(list((place / "exports" / "llm-cache").rglob("*.json"))) == 3


def test_extract_by_both(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(fog) as stub:
        assert main(["extract", "in", *arguments(stub, "both")]) == 0
    found = records(capsys.readouterr().out)
    assert any(tail == "海雾利用" and rule.endswith("llm") for tail, rule in found["a.txt"])
    assert {tail for tail, _ in found["c.txt"]} == {"新能源汽车"}


def test_endpoint_and_model_from_the_environment(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(fog) as stub:
        monkeypatch.setenv("KG_LLM_URL", stub.url)
        monkeypatch.setenv("KG_LLM_MODEL", "of-the-environment")
        monkeypatch.setenv("KG_LLM_EXTRA", '{"seed": 7}')
        assert main(["extract", "in/a.txt", "--extractor", "llm"]) == 0
    assert [(r["model"], r["seed"]) for r in stub.requests] == [("of-the-environment", 7)]


def test_the_budget_ends_it_and_keeps_what_is_done(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(fog) as stub:
        call = ["extract", "in", "-o", "out.jsonl", *arguments(stub, "llm")]
        assert main([*call, "--llm-max-requests", "2"]) == LlmError.exit_code
        told = capsys.readouterr().err.splitlines()
        assert len(told) == 2
        assert told[0].startswith(
            "kg: the language model's budget of 2 requests is used up after 2"
        )
        written = (place / "out.jsonl").read_text(encoding="utf-8")
        assert set(records(written)) == {"a.txt", "b.txt"}
        # The same budget goes further the next time.
        assert main([*call, "--llm-max-requests", "2"]) == 0
    assert len(records((place / "out.jsonl").read_text(encoding="utf-8"))) == 3
    assert len(stub.requests) == 3


def test_build_tells_who_read(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(fog) as stub:
        call = ["build", "in", "-o", "out", "--no-database", *arguments(stub, "both")]
        assert main([*call, "--llm-max-requests", "2"]) == LlmError.exit_code
    info = json.loads((place / "out" / "build.json").read_text(encoding="utf-8"))
    assert info["extractor"] == "both"
    assert info["counts"]["documents"] == 2
    assert "budget of 2 requests" in info["unread"][0]
    assert {k: info["llm"][k] for k in ("model", "requests", "documents", "failed")} == {
        "model": "m", "requests": 2, "documents": 2, "failed": 1,
    }  # fmt: skip


def test_one_unusable_answer_concerns_one_document(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = Say({"entities": [said("Person", "张三")], "relations": []})

    def answer(request: dict[str, Any]) -> Say:
        return bad if "茶产业" in request["messages"][1]["content"] else fog(request)

    with serving(answer) as stub:
        assert main(["extract", "in", *arguments(stub, "llm")]) == LlmError.exit_code
        printed = capsys.readouterr()
        assert set(records(printed.out)) == {"a.txt", "c.txt"}
        assert "b.txt: unknown entity type 'Person'" in printed.err
        assert main(["extract", "in", *arguments(stub, "both")]) == LlmError.exit_code
        printed = capsys.readouterr()
        assert set(records(printed.out)) == {"a.txt", "b.txt", "c.txt"}
        assert "b.txt: unknown entity type 'Person'" in printed.err


@pytest.mark.parametrize("command", [["extract", "-o", "out"], ["build", "-o", "out"]])
def test_an_endpoint_that_refuses_leaves_nothing(
    command: list[str], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(refusal(401, "no such key")) as stub:
        status = main([*command, "in", *arguments(stub, "both")])
    assert status == LlmError.exit_code
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert "no such key" in told[0]
    assert len(stub.requests) == 1
    assert not (place / "out").exists()


WRONG = {
    "no url": (["--llm-model", "m"], "KG_LLM_URL"),
    "no model": (["--llm-url", "http://localhost/v1"], "KG_LLM_MODEL"),
    "extra": (["--llm-url", "http://localhost/v1", "--llm-model", "m", "--llm-extra", "[1]"],
              "--llm-extra is no JSON object"),
}  # fmt: skip


@pytest.mark.parametrize(("options", "told"), WRONG.values(), ids=WRONG)
def test_wrong_options(
    options: list[str], told: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", "in", "--extractor", "llm", *options]) == 2
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    assert told in printed


def test_without_the_extra_it_says_what_to_install(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    options = ["--llm-url", "http://localhost/v1", "--llm-model", "m"]
    assert main(["extract", "in/a.txt", "--extractor", "llm", *options]) == 2
    assert "pip install 'regional-kg[llm]'" in capsys.readouterr().err
    assert main(["extract", "in/a.txt", "-j", "1"]) == 0


def test_the_rules_ask_nobody(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "__init__", lambda *_: pytest.fail("asked"))
    monkeypatch.setenv("KG_LLM_URL", "http://localhost/v1")
    assert main(["extract", "in/a.txt", "-j", "1", "-o", "out.jsonl"]) == 0

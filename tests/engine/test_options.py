"""What the command line says when Spark cannot run, and what it refuses: no Java starts here."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.engine.session import _java_version
from tests.conftest import SAMPLES


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["build", str(SAMPLES), *words])
    return code, capsys.readouterr().err


def test_without_pyspark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    real = builtins.__import__

    def missing(name: str, *more: Any, **words: Any) -> Any:
        if name.partition(".")[0] == "pyspark":
            raise ImportError(name)
        return real(name, *more, **words)

    monkeypatch.setattr(builtins, "__import__", missing)
    code, said = _run(capsys, "--engine", "spark", "-o", str(tmp_path / "out"))
    assert code == 2
    assert said.splitlines() == [
        "kg: --engine spark needs pyspark (pip install 'regional-kg[spark]')"
    ]
    assert not (tmp_path / "out").exists()


def test_without_java(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    code, said = _run(capsys, "--engine", "spark", "-o", str(tmp_path / "out"))
    assert (code, len(said.splitlines())) == (2, 1)
    assert "needs Java 17 or newer" in said
    assert "JAVA_HOME" in said


def test_old_java(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\n")
    java.chmod(0o755)
    assert _java_version(str(java)) == 8
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    code, said = _run(capsys, "--engine", "spark", "-o", str(tmp_path / "out"))
    assert code == 2
    assert "is Java 8" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--master", "yarn"], "add --engine spark"),
        (["--engine", "spark", "--spark-conf", "memory"], "--spark-conf memory is no setting"),
        (
            ["--engine", "spark", "--extractor", "llm", "--llm-url", "http://localhost:1/v1",
             "--llm-model", "m"],
            "a language model reads on one machine only",
        ),
    ],
)  # fmt: skip
def test_refused(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, said = _run(capsys, "-o", str(tmp_path / "out"), *words)
    assert code == 2
    assert told in said

"""What is in the wheel: everything that the installed package reads at run time."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[1]
DATA = ("kg/data", "kg/view", "kg/resolve", "kg/store")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (path,) = out.glob("*.whl")
    return set(zipfile.ZipFile(path).namelist())


def test_every_module_and_data_file_is_in(wheel: set[str]) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "kg"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not tracked:
        pytest.skip("not a git checkout")
    assert [name for name in tracked if (ROOT / name).exists() and name not in wheel] == []


@pytest.mark.parametrize("folder", DATA)
def test_data_is_in(folder: str, wheel: set[str]) -> None:
    files = [p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    assert files
    assert {p.relative_to(ROOT).as_posix() for p in files} <= wheel


def test_questions_are_in(wheel: set[str]) -> None:
    questions = {f"kg/_cypher/{p.relative_to(ROOT / 'cypher').as_posix()}"
                 for p in (ROOT / "cypher").rglob("*.cypher")}  # fmt: skip
    assert len(questions) >= 15
    assert questions <= wheel


def test_nothing_else_is_in(wheel: set[str]) -> None:
    assert [n for n in wheel if not n.startswith(("kg/", "regional_kg-"))] == []


def test_version_is_told_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == kg.__version__

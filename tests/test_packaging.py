"""What is in the wheel: everything that the installed package reads at run time."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[1]
DATA = ("kg/data", "kg/diff", "kg/llm", "kg/view", "kg/resolve", "kg/store", "kg/verify")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    out = tmp_path_factory.mktemp("packages")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist"]
    subprocess.run([*command, "-d", str(out)], cwd=ROOT, check=True, capture_output=True)
    return out


@pytest.fixture(scope="module")
def wheel(packages: Path) -> set[str]:
    (path,) = packages.glob("*.whl")
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


def test_licences_are_in_both(packages: Path, wheel: set[str]) -> None:
    (path,) = packages.glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    for name in ("LICENSE", "NOTICE"):
        assert name in names
        assert f"regional_kg-{kg.__version__}.dist-info/licenses/{name}" in wheel


def test_every_source_of_data_with_a_licence_of_its_own_is_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    heads = "".join(
        "".join(line for line in path.open(encoding="utf-8") if line.startswith("#"))
        for path in (ROOT / "kg" / "data").rglob("*.tsv")
    )
    packages = re.findall(r"([a-z][\w-]+) (\d+\.\d+\.\d+)", heads)
    assert len(packages) >= 3
    assert [p for p in packages if " ".join(p) not in notice] == []


# Import name, where it is not the name of the package.
IMPORTS = {
    "ahocorasick-rs": "ahocorasick_rs",
    "arcadedb-embedded": "arcadedb_embedded",
    "graspologic-native": "graspologic_native",
    "jpype1": "jpype",
    "python-docx": "docx",
}
# What an extra installs and the code asks for in a function, with an error that names the extra.
OPTIONAL = {"pandas", "pyspark", "py4j"}
# What nothing imports itself: another dependency asks for it in a way that older pips do not read.
INDIRECT = {"lxml-html-clean", "neo4j-rust-ext"}


def imported(*folders: str) -> set[str]:
    """Top-level modules that the files of these folders import, except the standard library's."""
    found = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"kg"}


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["llm"]]
    names = {re.split(r"[<>=~;\s]", line)[0] for line in lines} - INDIRECT
    declared = {IMPORTS.get(name, name) for name in names}
    assert imported("kg") - OPTIONAL <= declared
    assert declared <= imported("kg", "benchmarks")


def test_version_is_told_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == kg.__version__

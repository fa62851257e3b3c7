"""The import files, proved by importing them into a real server of their own."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.errors import StoreError
from kg.export import export
from kg.export.neo4j_admin import FILES, command
from kg.query import library, run
from kg.store import Store
from kg.store.neo4j import load
from kg.store.server import connect
from kg.tables import Build
from tests import servers
from tests.builds import DOCUMENTS, NODES, make_build
from tests.export.test_export import HOSTILE
from tests.neo4j_server import Server, missing

QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("region-industries", {"region": "深圳"}),
    ("industry-regions", {"industry": "新能源汽车"}),
    ("edge-evidence", {"from": "深圳", "to": "广东"}),
    ("strategy-scope", {"strategy": "鲁渝协作"}),
    ("region-indicators", {"region": "深圳"}),
    ("paths-between", {"from": "重庆", "to": "新能源汽车"}),
    ("cooperation-partners", {"region": "重庆"}),
    ("most-connected", {}),
    ("weak-facts", {}),
    ("documents-about", {"name": "深圳"}),
    ("region-organizations", {"region": "广东"}),
)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The usual small build, with names that are hard on files."""
    hard = [
        {"id": f"region:{i}", "label": "Region", "name": name, "kind": "city",
         "aliases": [name, ""]}
        for i, name in enumerate((*HOSTILE, "\u201c引号\u201d,\"逗号\";分号\\", "  空格  "))
    ]  # fmt: skip
    path = tmp_path_factory.mktemp("admin") / "build"
    return make_build(path, nodes=[*NODES, *hard], documents=DOCUMENTS)


@pytest.fixture(scope="module")
def server(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, since an import needs one that is stopped."""
    if missing():
        pytest.skip(f"no real Neo4j: {missing()}")
    folder = export(build, "neo4j-admin", tmp_path_factory.mktemp("files") / "files")
    made = Server(tmp_path_factory.mktemp("imported"))
    made.admin(["sh", folder / "import.sh"])
    with made, connect(made.target) as store:
        for statement in (folder / "schema.cypher").read_text(encoding="utf-8").split(";\n"):
            if statement:
                store.query(statement, write=True)
        yield made


def answers(store: Store) -> dict[str, Any]:
    return {name: run(store, library()[name], given) for name, given in QUESTIONS}


def test_a_load_after_an_import_changes_nothing(build: Build, server: Server) -> None:
    report = load(build, server.target)
    assert report.changed == 0
    assert report.total("nodes").unchanged > 40


def test_an_import_is_as_a_load(build: Build, server: Server) -> None:
    """Every node, edge and property, so every count; and eleven questions, to be sure."""
    with connect(server.target) as store:
        content_then, answers_then = servers.content(store), answers(store)
        servers.wipe(server.target)
        assert servers.content(store) == [[], []]
        load(build, server.target)
        assert servers.content(store) == content_then
        assert answers(store) == answers_then
    assert all(found.rows for found in answers_then.values())


def test_a_read_only_server_is_one_clear_line(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Which can be asked, and told what a load would do, all the same."""
    server.restart({"server.databases.default_to_read_only": "true"})
    less = make_build(tmp_path / "less", documents=DOCUMENTS)
    monkeypatch.setenv("NEO4J_PASSWORD", server.password)
    command = ["load", "neo4j", "--uri", server.uri, "--mode", "sync", "-d", str(less.path)]
    assert main([*command, "--dry-run"]) == 0
    capsys.readouterr()
    assert main(command) == StoreError.exit_code
    said = capsys.readouterr().err.strip()
    assert re.fullmatch(r"kg: .* is read-only.*\(make it writable.*\)", said), said
    with connect(server.target) as store:
        assert store.query("MATCH (n:Region) RETURN count(n) > 0 AS x")[1] == [[True]]


def test_the_script_is_the_command(build: Build, tmp_path: Path) -> None:
    folder = export(build, "neo4j-admin", tmp_path / "files")
    script = (folder / "import.sh").read_text(encoding="utf-8")
    words = shlex.split(script.replace("\\\n", ""), comments=True)
    assert words[words.index("neo4j-admin") + 1 : -1] == command()
    assert {path.name for path in folder.iterdir()} == set(FILES)


def test_ci_has_the_server() -> None:
    import os

    if os.environ.get("CI") == "true":
        assert servers.why_not() is None

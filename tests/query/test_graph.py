"""kg.open: one way to ask, whether a folder or a server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.errors import StoreError, UsageError
from kg.graph import load as tables
from kg.graph import to_networkx
from kg.query import Graph, library
from kg.store import backend
from kg.store.neo4j import load
from kg.store.server import Target
from kg.tables import Build
from tests import servers
from tests.builds import make_build


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    made = make_build(tmp_path_factory.mktemp("graph") / "build")
    backend().load(made)
    return made


@pytest.fixture(scope="module", params=["folder", "neo4j"])
def graph(request: pytest.FixtureRequest, build: Build) -> Iterator[Graph]:
    if request.param == "folder":
        with kg.open(build.path) as opened:
            yield opened
        return
    target: Target = request.getfixturevalue("neo4j_server")
    servers.wipe(target)
    load(build, target)
    account = {"user": target.user, "password": target.password}
    with kg.open(target.uri, **account) as opened:
        yield opened


def test_rows(graph: Graph) -> None:
    found = graph.query("region-industries", region="深圳")
    assert [row["industry"] for row in found] == ["新能源汽车", "低空经济"]
    assert (len(found), found.columns[0]) == (2, "industry")


def test_a_question_as_a_graph(graph: Graph) -> None:
    found = graph.query("region-industries", region="深圳", status="planned").to_networkx()
    assert list(found.nodes(data=True)) == [
        ("深圳市", {"label": "Region"}), ("低空经济", {"label": "Industry"})
    ]  # fmt: skip
    ((source, target, row),) = found.edges(data=True)
    assert (source, target) == ("深圳市", "低空经济")
    assert (row["type"], row["evidence"]) == (
        "DEVELOPS", "深圳将布局低空经济，先从送药的小航线做起。"
    )  # fmt: skip


def test_a_question_that_names_the_relation_in_a_column(graph: Graph) -> None:
    found = graph.query("weak-facts").to_networkx()
    types = {row["type"] for _, _, row in found.edges(data=True)}
    assert {"COVERS", "PROMOTES", "DEVELOPS", "LOCATED_IN", "ENGAGES_IN"} <= types


def test_a_column_of_names_gives_an_edge_each(graph: Graph) -> None:
    found = graph.query("industry-strategies", industry="笋竹加工").to_networkx()
    assert set(found.edges()) == {("鲁渝协作", "笋竹加工"), ("鲁渝协作", "重庆市")}


def test_paths_as_a_graph(graph: Graph) -> None:
    path = "MATCH p = (:Region {name: $name})-[:DEVELOPS]->(:Industry) RETURN p"
    found = graph.query(path, name="深圳市").to_networkx()
    assert set(found.edges()) == {
        ("region:440300", "industry:新能源汽车"), ("region:440300", "industry:低空经济")
    }  # fmt: skip
    assert found.nodes["region:440300"]["aliases"] == ["深圳", "鹏城"]
    assert not [key for _, row in found.nodes(data=True) for key in row if key.startswith("kg_")]


def test_rows_that_are_no_graph(graph: Graph) -> None:
    with pytest.raises(UsageError, match="no graph"):
        graph.query("RETURN 1 AS x").to_networkx()
    assert len(graph.query("MATCH (n:Region {id: 'none'}) RETURN n").to_networkx()) == 0


def test_the_whole_graph_is_that_of_the_tables(graph: Graph, build: Build) -> None:
    found, wanted = graph.to_networkx(), to_networkx(tables(build))
    assert dict(found.nodes(data=True)) == dict(wanted.nodes(data=True))
    assert set(found.edges(keys=True)) == set(wanted.edges(keys=True))
    for *edge, row in wanted.edges(keys=True, data=True):
        kept = {key: value for key, value in row.items() if key != "sentences"}
        assert found.edges[tuple(edge)] == kept


def test_pandas(graph: Graph) -> None:
    frame = graph.query("region-industries", region="深圳").to_pandas()
    assert list(frame["industry"]) == ["新能源汽车", "低空经济"]
    assert graph.query("MATCH (n:Nothing) RETURN n.id AS id").to_pandas().shape == (0, 1)


def test_without_pandas_the_error_says_what_to_install(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"regional-kg\[pandas\]"):
        graph.query("RETURN 1 AS x").to_pandas()


def test_names_and_questions(graph: Graph) -> None:
    assert graph.find("鹏城").id == "region:440300"
    assert graph.questions() == library()
    with pytest.raises(UsageError, match="did you mean 深圳市"):
        graph.query("region-industries", region="深川市")


def test_writing_is_refused(graph: Graph) -> None:
    with pytest.raises(UsageError, match="would change"):
        graph.query("MATCH (n) DETACH DELETE n")


def test_the_account_comes_from_the_environment(
    neo4j_server: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_USERNAME", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    with kg.open(neo4j_server.uri) as opened:
        assert opened.query("RETURN 1 AS x").rows == [[1]]


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no build"):
        kg.open(tmp_path)
    with pytest.raises(StoreError, match="no server answers"):
        kg.open("bolt://127.0.0.1:1", password="x")


def test_opening_kg_imports_nothing_heavy() -> None:
    import subprocess

    code = "import sys, kg; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"neo4j", "pandas", "arcadedb_embedded", "duckdb"} & set(done.stdout.split()) == set()

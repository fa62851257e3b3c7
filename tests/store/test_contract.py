"""What every embedded store does, whichever it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.data.schema import node_types, relation_types
from kg.errors import StoreError, UsageError
from kg.store import STORES, Backend, Store, backend
from kg.tables import Build
from tests.extractions import HOSTILE


@pytest.fixture(scope="module", params=STORES)
def kind(request: pytest.FixtureRequest) -> Backend:
    return backend(request.param)


@pytest.fixture(scope="module")
def made(kind: Backend, tables_only: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    path = tmp_path_factory.mktemp("loaded") / "build"
    shutil.copytree(tables_only, path)
    build = Build.open(path)
    kind.load(build)
    return build


@pytest.fixture
def store(kind: Backend, made: Build) -> Iterator[Store]:
    opened = kind.open(made)
    yield opened
    opened.close()


def test_an_unknown_store_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="arcadedb"):
        backend("nosuch")


def test_all_nodes_are_there(store: Store, made: Build) -> None:
    labels = made.table("nodes")["label"].to_pylist()
    for label in node_types():
        _, rows = store.query(f"MATCH (n:{label}) RETURN count(n) AS number")
        if label != "Sentence":
            assert rows == [[labels.count(label)]]


def test_all_edges_are_there(store: Store, made: Build) -> None:
    types = made.table("edges")["type"].to_pylist()
    for name in relation_types():
        _, rows = store.query(f"MATCH ()-[e:{name}]->() RETURN count(e) AS number")
        if name != "IN_DOCUMENT":
            assert rows == [[types.count(name)]]


def test_sentences_are_those_of_the_evidence(store: Store, made: Build) -> None:
    evidence = {key for keys in made.table("edges")["evidence"].to_pylist() for key in keys}
    _, rows = store.query("MATCH (s:Sentence)-[:IN_DOCUMENT]->(:Document) RETURN s.id AS id")
    assert {row[0] for row in rows} == evidence
    assert len(rows) == len(evidence) < made.table("sentences").num_rows


def test_every_property_arrives(store: Store, made: Build) -> None:
    for row in made.table("nodes").to_pylist():
        label = row.pop("label")
        for name, value in row.items():
            _, rows = store.query(f"MATCH (n:{label} {{id: $id}}) RETURN n.{name} AS x", row)
            assert rows == [[value]], (row["id"], name)


def test_every_fact_property_arrives(store: Store, made: Build) -> None:
    for row in made.table("edges").to_pylist():
        kind, _, _ = row.pop("type"), row.pop("source"), row.pop("target")
        names = ["support"] if kind == "MENTIONED_IN" else list(row)
        for name in names:
            _, rows = store.query(f"MATCH ()-[e:{kind} {{id: $id}}]->() RETURN e.{name} AS x", row)
            assert rows == [[row[name]]], (row["id"], name)


def test_edges_go_from_source_to_target(store: Store) -> None:
    _, rows = store.query(
        "MATCH (a:Region)-[:PART_OF]->(b:Region {id: $b}) RETURN a.id AS a ORDER BY a",
        {"b": "region:510000"},
    )
    assert rows == [["region:510100"], ["region:510600"]]


def test_hostile_names_are_data(store: Store) -> None:
    cypher = "MATCH (n:Industry {name: $name}) RETURN n.id AS id, n.name AS name"
    assert store.query(cypher, {"name": HOSTILE.name})[1] == [[HOSTILE.id, HOSTILE.name]]
    attack = "深圳市'}) DETACH DELETE n //"
    assert store.query(cypher, {"name": attack}) == (["id", "name"], [])
    assert store.query("MATCH (n) RETURN count(n) > 0 AS alive")[1] == [[True]]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1", 1),
        ("9007199254740993", 9007199254740993),
        ("0.5", 0.5),
        ("'深圳'", "深圳"),
        ("null", None),
        ("true", True),
        ("[1, [2, null], 'a']", [1, [2, None], "a"]),
        ("{a: {b: [1]}}", {"a": {"b": [1]}}),
        ("date('2024-01-31')", "2024-01-31"),
        ("$list", [1, "b"]),
        ("$map", {"k": [1.5]}),
    ],
)
def test_values_are_plain(store: Store, expression: str, value: object) -> None:
    params = {"list": [1, "b"], "map": {"k": [1.5]}}
    columns, rows = store.query(f"RETURN {expression} AS x", params)
    assert (columns, rows) == (["x"], [[value]])
    assert type(rows[0][0]) is type(value)


def test_columns_keep_their_order(store: Store) -> None:
    columns, _ = store.query("MATCH (n:Region) RETURN n.name AS z, n.id AS a, 1 AS m LIMIT 1")
    assert columns == ["z", "a", "m"]


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (n) DETACH DELETE n",
        "CREATE (n:Region {id: 'x'})",
        "MATCH (n:Region) SET n.name = 'x' RETURN n.id",
        "MERGE (n:Region {id: 'x'}) RETURN n.id",
        "MATCH (n:Region) REMOVE n.name",
        "match (n) detach delete n",
        "MATCH (n) /* DELETE */ DeLeTe n",
    ],
)
def test_writing_is_refused(store: Store, cypher: str) -> None:
    before = store.query("MATCH (n) RETURN count(n) AS c")
    with pytest.raises(UsageError, match="would change"):
        store.query(cypher)
    assert store.query("MATCH (n) RETURN count(n) AS c") == before


def test_a_read_only_database_refuses_even_when_asked(store: Store) -> None:
    with pytest.raises(StoreError):
        store.query("CREATE (n:Region {id: 'x'})", write=True)


@pytest.mark.parametrize("cypher", ["RETRN 1", "MATCH (n RETURN n", "MATCH (n) RETURN nope"])
def test_a_malformed_statement_is_a_clear_error(store: Store, cypher: str) -> None:
    with pytest.raises(StoreError, match="refused the query") as caught:
        store.query(cypher)
    assert "\n" not in str(caught.value)
    assert "Exception" not in str(caught.value)


def test_a_writable_database_can_be_written(kind: Backend, made: Build, tmp_path: Path) -> None:
    shutil.copytree(made.path, tmp_path / "copy")
    build = Build.open(tmp_path / "copy")
    store = kind.open(build, read_only=False)
    store.query("CREATE (n:Region {id: 'region:new'}) RETURN n.id AS id", write=True)
    store.close()
    store = kind.open(build)
    assert store.query("MATCH (n:Region {id: 'region:new'}) RETURN count(n) AS c")[1] == [[1]]
    store.close()


def test_loading_again_replaces(kind: Backend, tables_only: Path, tmp_path: Path) -> None:
    shutil.copytree(tables_only, tmp_path / "copy")
    build = Build.open(tmp_path / "copy")
    for _ in range(2):
        steps: list[tuple[int, int]] = []
        kind.load(build, lambda done, total, steps=steps: steps.append((done, total)))
    assert steps[-1][0] == steps[-1][1] > 0
    store = kind.open(build)
    assert store.query("MATCH (n:Document) RETURN count(n) AS c")[1] == [[4]]
    store.close()


def test_without_a_database_the_error_says_what_to_do(kind: Backend, tables_only: Path) -> None:
    with pytest.raises(StoreError, match="kg build"):
        kind.open(Build.open(tables_only))

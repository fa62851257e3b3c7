"""Loading a real Neo4j: complete, repeatable, and never at the cost of what is not ours."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kg.data.schema import node_types, relation_types
from kg.errors import DataError, StoreError, UsageError
from kg.store import Store, backend, graph
from kg.store import neo4j as loading
from kg.store.labelled import marked
from kg.store.neo4j import LoadReport, load
from kg.store.neo4j_schema import constraints, indexes
from kg.store.server import ServerStore, Target, connect
from kg.tables import Build
from tests.builds import NODES, STATEMENTS, make_build
from tests.export.test_export import HOSTILE, hostile_build
from tests.proxy import breaking


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return make_build(tmp_path / "build")


@pytest.fixture
def less(tmp_path: Path) -> Build:
    """A later build: one sentence, two entities and the figures are gone, one name changed."""
    nodes = [{**row, "kind": "technology"} if row["name"] == "低空经济" else row for row in NODES]
    gone = ("西丽试飞场", "制造业当家")
    return make_build(
        tmp_path / "less",
        nodes=[row for row in nodes if row["name"] not in gone],
        statements=[row for row in STATEMENTS if row[1] not in gone],
        indicators=(),
    )


@pytest.fixture
def store(neo4j: Target) -> Iterator[ServerStore]:
    with connect(neo4j) as opened:
        yield opened


def numbers(report: LoadReport) -> tuple[tuple[int, int, int, int], ...]:
    totals = (report.total("nodes"), report.total("edges"))
    return tuple((t.created, t.updated, t.unchanged, t.removed) for t in totals)


def content(store: Store) -> tuple[list[object], list[object]]:
    """All nodes and edges with all their properties but the marks."""
    nodes = store.query("MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY n.id")[1]
    edges = store.query(
        "MATCH (a)-[e]->(b) RETURN a.id AS a, type(e) AS t, b.id AS b, properties(e) AS p "
        "ORDER BY a, t, b"
    )[1]
    return [own(row) for row in nodes], [own(row) for row in edges]


def own(row: list[object]) -> list[object]:
    return [
        {k: v for k, v in cell.items() if not k.startswith("kg_")} if isinstance(cell, dict)
        else cell for cell in row
    ]  # fmt: skip


def as_embedded(build: Build) -> tuple[list[object], list[object]]:
    backend().load(build)
    with closing(backend().open(build)) as store:
        return content(store)


def test_a_load_is_complete_and_the_second_changes_nothing(
    build: Build, neo4j: Target, store: ServerStore
) -> None:
    steps: list[tuple[int, int]] = []
    planned = load(build, neo4j, dry_run=True)
    assert content(store) == ([], [])
    report = load(build, neo4j, progress=lambda done, total: steps.append((done, total)))
    assert numbers(planned) == numbers(report) == ((25, 0, 0, 0), (34, 0, 0, 0))
    assert steps[-1] == (graph.count(build), graph.count(build))
    first = content(store)
    assert first == as_embedded(build)
    again = load(build, neo4j)
    assert numbers(again) == ((0, 0, 25, 0), (0, 0, 34, 0))
    assert (again.changed, again.schema) == (0, [])
    assert content(store) == first


def test_marks_and_transactions_stay_as_they_are(build: Build, neo4j: Target) -> None:
    """The second load does not only leave the same, it writes nothing at all."""
    load(build, neo4j)
    with connect(neo4j) as store:
        marks = "MATCH (n) RETURN elementId(n) AS e, n.kg_hash AS h, n.kg_build AS b ORDER BY e"
        before = store.query(marks)
        load(build, neo4j, mode="sync")
        assert store.query(marks) == before
        assert {row[2] for row in before[1]} == {build.id}


def test_constraints_and_indexes(build: Build, neo4j: Target, store: ServerStore) -> None:
    load(build, neo4j)
    shown = {row[0] for row in store.query("SHOW CONSTRAINTS YIELD name RETURN name")[1]}
    assert set(constraints()) <= shown
    ready = store.query("SHOW INDEXES YIELD name, state, populationPercent AS p "
                        "RETURN name, state, p")[1]  # fmt: skip
    assert {row[0] for row in ready if row[1:] == ["ONLINE", 100.0]} >= set(indexes())
    with pytest.raises(StoreError, match=r"refused.*already exists"):
        store.query("CREATE (:Region {id: 'region:440300'})", write=True)


@pytest.mark.parametrize(
    ("index", "words", "found"),
    [("kg_names", "低空", "低空经济"), ("kg_names", "鹏城", "深圳市"),
     ("kg_names", "产业观察", "深圳产业观察"), ("kg_sentences", "小航线", None)],
)  # fmt: skip
def test_full_text_search_in_chinese(
    index: str, words: str, found: str | None, build: Build, neo4j: Target, store: ServerStore
) -> None:
    load(build, neo4j)
    search = "CALL db.index.fulltext.queryNodes($index, $words) YIELD node RETURN node"
    (row, *_) = store.query(search, {"index": index, "words": words})[1]
    assert row[0]["name"] == found if found else words in row[0]["text"]


def test_a_later_build_updates_and_sync_removes(
    build: Build, less: Build, neo4j: Target, store: ServerStore
) -> None:
    load(build, neo4j)
    merged = load(less, neo4j)
    assert merged.total("nodes").removed == 0
    assert merged.nodes["Industry"].updated >= 1
    planned = load(less, neo4j, mode="sync", dry_run=True)
    report = load(less, neo4j, mode="sync")
    assert numbers(planned) == numbers(report)
    assert report.total("nodes").removed > 0 < report.total("edges").removed
    assert content(store) == as_embedded(less)
    assert load(less, neo4j, mode="sync").changed == 0


def test_properties_that_are_gone_go(build: Build, tmp_path: Path, neo4j: Target) -> None:
    load(build, neo4j)
    nodes = [{k: v for k, v in row.items() if k != "lat"} for row in NODES]
    load(make_build(tmp_path / "other", nodes=nodes), neo4j)
    with connect(neo4j) as store:
        cypher = "MATCH (n:Region {id: 'region:440300'}) RETURN n.lat AS lat, n.lon AS lon"
        assert store.query(cypher)[1] == [[None, 114.06]]


def test_what_others_made_stays(
    build: Build, less: Build, neo4j: Target, store: ServerStore
) -> None:
    """Their nodes, properties and edges; also a node of theirs that a build knows too."""
    store.query("CREATE (:Project {id: 'project:西丽试飞场', name: '旧名'})", write=True)
    store.query("CREATE (:Note {text: '不可丢'})", write=True)
    report = load(build, neo4j)
    assert report.nodes["Project"].updated == 1
    store.query(
        "MATCH (n:Note), (s:Strategy {id: 'strategy:制造业当家'}) "
        "CREATE (n)-[:ABOUT]->(s) SET s.remark = '我写的'", write=True,
    )  # fmt: skip
    report = load(less, neo4j, mode="sync")
    assert report.held == 1
    kept = store.query(
        "MATCH (n:Note)-[:ABOUT]->(s:Strategy) MATCH (p:Project) "
        "RETURN n.text AS t, s.remark AS r, p.name AS p"
    )[1]
    assert kept == [["不可丢", "我写的", "西丽试飞场"]]


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_names_are_parameters(attack: str, store: ServerStore) -> None:
    assert store.query("RETURN $x AS x", {"x": attack})[1] == [[attack]]


def test_hostile_names_are_data(tmp_path: Path, neo4j: Target, store: ServerStore) -> None:
    build = hostile_build(tmp_path / "hostile")
    load(build, neo4j)
    rows = store.query("MATCH (n:Region) RETURN n.name AS name ORDER BY n.id")[1]
    assert sorted(row[0] for row in rows) == sorted(HOSTILE)
    assert content(store) == as_embedded(build)
    assert load(build, neo4j).changed == 0


def test_labels_come_from_the_schema_only(tmp_path: Path, neo4j: Target) -> None:
    bad = "Region) DETACH DELETE n //"
    build = make_build(tmp_path / "bad", nodes=[{**NODES[0], "label": bad}], statements=(),
                       background=(), indicators=())  # fmt: skip
    with pytest.raises(DataError, match="unknown label"):
        load(build, neo4j)


def test_an_edge_to_nowhere_is_a_clear_error(tmp_path: Path, neo4j: Target) -> None:
    background = [("region:440300", "PART_OF", "region:nowhere")]
    build = make_build(tmp_path / "bad", background=background)
    with pytest.raises(DataError, match="region:nowhere"):
        load(build, neo4j)


def test_a_connection_that_breaks_is_taken_up_again(
    build: Build, neo4j: Target, store: ServerStore
) -> None:
    with breaking(neo4j, [6000] * 3) as proxy:
        report = load(build, proxy.target, batch=5)
        assert proxy.broken == 3
    assert report.total("nodes").changed == 25
    assert content(store) == as_embedded(build), "nothing twice, nothing missing"


def test_a_load_that_broke_off_goes_on(
    build: Build, neo4j: Target, store: ServerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = lambda target: connect(target, retry_seconds=0.5)  # noqa: E731
    monkeypatch.setattr(loading, "connect", quick)
    words = r"after \d+ of \d+ rows.*goes on from there"
    with (
        breaking(neo4j, [14_000], for_good=True) as proxy,
        pytest.raises(StoreError, match=words),
    ):
        load(build, proxy.target, batch=5)
    nodes, edges = map(len, content(store))
    assert 0 < nodes + edges < 25 + 34
    report = load(build, neo4j)
    assert (report.total("nodes").unchanged, report.total("edges").unchanged) == (nodes, edges)
    assert content(store) == as_embedded(build)


def one_line(error: pytest.ExceptionInfo[StoreError]) -> str:
    text = str(error.value)
    assert "\n" not in text and "Traceback" not in text
    return text


def test_a_wrong_password(build: Build, neo4j: Target) -> None:
    with pytest.raises(StoreError, match=r"wrong name or password.*NEO4J_PASSWORD") as error:
        load(build, replace(neo4j, password="geheim-123"))
    assert "geheim-123" not in one_line(error)


def test_a_wrong_database(build: Build, neo4j: Target) -> None:
    with pytest.raises(StoreError, match=r"no database called 'nirgends'.*--database") as error:
        load(build, replace(neo4j, database="nirgends"))
    one_line(error)


def test_a_stopped_server(build: Build) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(StoreError, match=r"no server answers.*start it") as error:
        load(build, Target(f"bolt://127.0.0.1:{port}", password="x"))
    one_line(error)


def test_an_old_version(build: Build, neo4j: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    """To a tool of the future this server is an old one."""
    monkeypatch.setattr(loading, "OLDEST", (99, 0))
    with pytest.raises(StoreError, match=r"is Neo4j 5\.26\.\d+, which is too old.*99\.0") as error:
        load(build, neo4j)
    one_line(error)


@pytest.mark.parametrize("answer", [b"\x00\x00\x00\x00", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_what_speaks_no_bolt(answer: bytes, build: Build) -> None:
    """A Neo4j so old that it shares no protocol with the driver, or a web server."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            client, _ = listener.accept()
            with client:
                client.recv(64)
                client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        port = listener.getsockname()[1]
        with pytest.raises(StoreError, match=r"no Bolt that this driver knows.*5.26") as error:
            load(build, Target(f"bolt://127.0.0.1:{port}", password="x"))
        thread.join()
    one_line(error)


def test_another_database_is_not_filled(neo4j: Target, build: Build, tmp_path: Path) -> None:
    from kg.store.serve import serving

    backend().load(build)
    with serving(build) as served:
        target = Target(served.uri, served.user, served.password)
        with pytest.raises(StoreError, match=r"is no Neo4j but .*ArcadeDB"):
            load(build, target)


def test_an_unknown_mode(build: Build) -> None:
    with pytest.raises(UsageError, match="merge, sync"):
        load(build, Target("bolt://127.0.0.1:1"), mode="replace")  # type: ignore[arg-type]


def test_two_rows_are_equal_when_their_hashes_are() -> None:
    row = {"id": "a", "aliases": ["x", "y"], "lat": 1.5}
    assert marked(row, "b")["kg_hash"] == marked(dict(reversed(row.items())), "c")["kg_hash"]
    for other in ({**row, "lat": 2.5}, {**row, "aliases": ["x|y"]}, {"id": "a"}):
        assert marked(other, "b")["kg_hash"] != marked(row, "b")["kg_hash"]
    json.dumps(marked(row, "b"))


def test_every_label_has_a_constraint() -> None:
    assert len(constraints()) == len(node_types())
    names = [*constraints(), *indexes()]
    assert all(re.fullmatch("kg_[a-z_]+", name) for name in names)
    assert len(set(names)) == len(names)
    assert relation_types()

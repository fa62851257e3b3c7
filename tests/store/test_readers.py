"""Readers of a graph that changes under them: no error, and nothing that is half of two builds."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KgError
from kg.place import replacing
from kg.query import library, run
from kg.store import Rows, Store, backend, graph
from kg.store.labelled import marked
from kg.store.neo4j import load
from kg.store.server import ServerStore, Target, connect
from kg.tables import Build
from tests import servers
from tests.builds import big_build
from tests.readers import Found, readers
from tests.store.test_serve import kg_serve

RUNS = [
    pytest.param(8, 3.0, id="short"),
    pytest.param(50, 600.0, id="long", marks=(pytest.mark.soak, pytest.mark.timeout(1800))),
]
# A reader of a served build leaves after so many answers and comes again.
STAY = 10
# So that a sync is many transactions.
BATCH = 500


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Build]:
    """Two builds of other documents, with most names and many relations in common."""
    folder = tmp_path_factory.mktemp("readers")
    one = big_build(folder / "one", regions=60, industries=25, documents=12)
    two = big_build(folder / "two", regions=56, industries=29, documents=9, prefix="new")
    for build in (one, two):
        backend().load(build)
    return one, two


def told(capsys: pytest.CaptureFixture[str], what: str, found: Found) -> None:
    with capsys.disabled():
        print(f"\n{what}: {found}")
    assert not found.errors, found.errors[:3]
    assert not found.torn, found.torn[:3]
    assert len(found.seconds) >= 100


QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("MATCH (n) RETURN labels(n) AS label, count(n) AS number ORDER BY label", {}),
    ("MATCH ()-[e]->() RETURN type(e) AS type, count(e) AS number ORDER BY type", {}),
    *(
        ("MATCH (r:Region {name: $name})-[e:DEVELOPS]->(i:Industry) "
         "RETURN i.name AS industry, e.evidence AS evidence, e.support AS support, "
         "e.last_seen AS last ORDER BY industry", {"name": f"测试第{n}市"})
        for n in range(0, 60, 3)
    ),
)  # fmt: skip


@pytest.mark.parametrize(("number", "seconds"), RUNS)
def test_of_a_served_build(
    number: int, seconds: float, builds: tuple[Build, Build], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Every answer of a connection is that of one build, the same one, while builds come and go."""
    expected = [_answers(build) for build in builds]
    assert sum(a != b for a, b in zip(*expected, strict=True)) > 15
    place = Build.open(shutil.copytree(builds[0].path, tmp_path / "build"))
    turns, met = itertools.count(1), set[int]()

    def change() -> None:
        with replacing(place.path) as work:
            shutil.copytree(builds[next(turns) % 2].path, work)
        time.sleep(2)

    with kg_serve(place) as (process, target):
        found = readers(
            lambda: OfServed(connect(target), expected, met), change, number, seconds,
            stay=STAY, enough=lambda found: len(found.seconds) >= 100 and len(met) == 2,
        )  # fmt: skip
        assert process.poll() is None
    told(capsys, f"{number} readers of a served build, {next(turns) - 1} builds", found)
    assert met == {0, 1}, "both builds were read"


class OfServed:
    """Somebody who holds every answer against those of both builds."""

    def __init__(self, store: ServerStore, expected: list[list[Rows]], met: set[int]) -> None:
        self._store, self._expected, self._met = store, expected, met
        self._fits = {0, 1}

    def ask(self, dice: random.Random) -> list[str]:
        number = dice.randrange(len(QUESTIONS))
        said = self._store.query(*QUESTIONS[number])
        self._fits &= {n for n in (0, 1) if said == self._expected[n][number]}
        if len(self._fits) == 1:
            self._met |= self._fits
        return [] if self._fits else [f"{QUESTIONS[number]}: {said} is of no build, or of both"]

    def close(self) -> None:
        self._store.close()


def _answers(build: Build) -> list[Rows]:
    with closing(backend().open(build)) as store:
        return [store.query(*question) for question in QUESTIONS]


class Elements:
    """What nodes and edges of either build are like, to hold what a reader gets against."""

    def __init__(self, builds: tuple[Build, ...]) -> None:
        self.nodes: list[dict[tuple[str, str], dict[str, Any]]] = []
        self.edges: list[dict[tuple[str, str, str], dict[str, Any]]] = []
        for build in builds:
            self.nodes.append(
                {
                    (part.label, row["id"]): marked(row, build.id)
                    for part in graph.vertices(build)
                    for row in part.rows
                }
            )
            self.edges.append(
                {
                    (source, part.type, target): marked(row, build.id)
                    for part in graph.edges(build)
                    for source, target, row in zip(
                        part.sources, part.targets, part.rows, strict=True
                    )
                }
            )
        self.names = sorted(set().union(*self.nodes))
        self.triples = sorted(set().union(*self.edges))
        self.leaving = 0

    def wrong(self, kinds: list[dict[Any, Any]], key: Any, rows: list[list[Any]]) -> list[str]:
        """What is wrong with the properties found for one element, of which there is one."""
        versions = [kind[key] for kind in kinds if key in kind]
        if not rows and len(versions) == len(kinds):
            return [f"{key} is in both builds and was not there"]
        if len(rows) > 1:
            return [f"{key} was there {len(rows)} times"]
        if rows == [[{}]] and len(versions) < len(kinds):
            self.leaving += 1  # Neo4j finds it and then reads it, and it was removed in between
            return []
        without = [_unmarked(version) for version in versions]
        return [f"{key} is {row} and in no build so" for row, in rows
                if _unmarked(row) not in without]  # fmt: skip


def _unmarked(row: dict[str, Any]) -> dict[str, Any]:
    """Unchanged elements take the id of the build in a step of their own; the hash stays."""
    return {key: value for key, value in row.items() if key != "kg_build"}


@pytest.mark.parametrize(("number", "seconds"), RUNS)
def test_of_neo4j_while_it_is_synced(
    number: int, seconds: float, builds: tuple[Build, Build], neo4j: Target,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Each node and edge is as one of the builds has it, and the evidence of each edge is there."""
    load(builds[0], neo4j)
    elements = Elements(builds)
    with syncing([build.path for build in builds], neo4j) as turns, connect(neo4j) as store:
        found = readers(
            lambda: OfNeo4j(store, elements), lambda: time.sleep(0.2), number, seconds,
            enough=lambda found: len(found.seconds) >= 100 and turns.value >= 2,
        )  # fmt: skip
    servers.wipe(neo4j)
    what = (
        f"{number} readers of Neo4j, {turns.value} syncs, {elements.leaving} met on their way out"
    )
    told(capsys, what, found)
    assert turns.value >= 2


@contextmanager
def syncing(builds: list[Path], target: Target) -> Iterator[Any]:
    """Syncs with one build after the other, in a process of its own; how often, as ``value``."""
    spawn = multiprocessing.get_context("spawn")
    turns, end = spawn.Value("i", 0), spawn.Event()
    process = spawn.Process(target=_sync, args=(builds, target, turns, end))
    process.start()
    try:
        yield turns
    finally:
        end.set()
        process.join(120)
        assert process.exitcode == 0


def _sync(builds: list[Path], target: Target, turns: Any, end: Any) -> None:
    for path in itertools.cycle([*builds[1:], builds[0]]):
        if end.is_set():
            return
        assert load(Build.open(path), target, mode="sync", batch=BATCH).changed > 100
        turns.value += 1


class OfNeo4j:
    """Somebody who holds nodes and edges against what they are like in either build."""

    def __init__(self, store: ServerStore, elements: Elements) -> None:
        self._store, self._elements = store, elements

    def ask(self, dice: random.Random) -> list[str]:
        asked = dice.choice((_node, _edge, _evidence, _counts, _named))
        return asked(self._store, self._elements, dice)

    def close(self) -> None:
        """Nothing: its driver is that of all."""


def _node(store: ServerStore, elements: Elements, dice: random.Random) -> list[str]:
    label, name = key = dice.choice(elements.names)
    rows = store.query(f"MATCH (n:{label} {{id: $id}}) RETURN properties(n) AS p", {"id": name})[1]
    return elements.wrong(elements.nodes, key, rows)


def _edge(store: ServerStore, elements: Elements, dice: random.Random) -> list[str]:
    source, name, target = key = dice.choice(elements.triples)
    cypher = (f"MATCH (a:{_label(elements, source)} {{id: $a}})-[e:{name}]->"
              f"(b:{_label(elements, target)} {{id: $b}}) RETURN properties(e) AS p")  # fmt: skip
    rows = store.query(cypher, {"a": source, "b": target})[1]
    return elements.wrong(elements.edges, key, rows)


def _label(elements: Elements, name: str) -> str:
    labels = ("Region", "Industry", "Sentence", "Document")
    return next(x for x in labels if any((x, name) in nodes for nodes in elements.nodes))


def _evidence(store: ServerStore, elements: Elements, dice: random.Random) -> list[str]:
    region = f"region:测试第{dice.randrange(60)}市"
    cypher = (
        "MATCH (a:Region {id: $id})-[e:DEVELOPS]->(b) UNWIND e.evidence AS id "
        "OPTIONAL MATCH (s:Sentence {id: id}) WITH b, id, s WHERE s IS NULL "
        "RETURN b.id AS target, id"
    )
    rows = store.query(cypher, {"id": region})[1]
    return [f"{region} → {target}: the evidence {name} is missing" for target, name in rows]


def _counts(store: ServerStore, elements: Elements, dice: random.Random) -> list[str]:
    """No more than both have together, no less than both have in common."""
    ((number,),) = store.query("MATCH (n:Industry) RETURN count(n) AS n")[1]
    there = [{name for name in nodes if name[0] == "Industry"} for nodes in elements.nodes]
    least, most = len(there[0] & there[1]), len(there[0] | there[1])
    return [] if least <= number <= most else [f"{number} industries, not {least} to {most}"]


def _named(store: Store, elements: Elements, dice: random.Random) -> list[str]:
    """A question as people ask it; a region of one build only may be unknown just now."""
    number = dice.randrange(60)
    try:
        run(store, library()["region-industries"], {"region": f"测试第{number}市"})
    except KgError:
        if number < 56:
            raise
    return []

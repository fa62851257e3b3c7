"""A load whose connection is lost at random bytes: what is in Neo4j in the end is the build."""

from __future__ import annotations

import random
from typing import Any

import pytest

from kg.errors import StoreError
from kg.store import graph
from kg.store.labelled import marked
from kg.store.neo4j import LoadReport, load
from kg.store.server import ServerStore, Target, connect
from kg.tables import Build
from tests import servers
from tests.builds import make_build
from tests.proxy import Proxy, breaking

QUICK, ALL = 3, 50
BATCH = 5
# A load may lose its connection so often that it gives up; it is then started again.
STARTS = 10
SEEDS = [*range(QUICK), *(pytest.param(n, marks=pytest.mark.soak) for n in range(QUICK, ALL))]

Content = tuple[list[Any], list[Any]]


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return make_build(tmp_path_factory.mktemp("cuts") / "build")


@pytest.fixture(scope="module")
def size(build: Build, neo4j_server: Target) -> int:
    """How many bytes a load takes that nobody disturbs, both ways together."""
    load(build, neo4j_server)  # constraints and indexes stay
    servers.wipe(neo4j_server)
    with breaking(neo4j_server) as proxy:
        persistent(build, proxy)
        return proxy.passed


def held(store: ServerStore) -> Content:
    """All nodes and edges of the server with all their properties, marks too."""
    nodes = "MATCH (n) RETURN labels(n) AS l, properties(n) AS p"
    edges = "MATCH (a)-[e]->(b) RETURN a.id AS a, type(e) AS t, b.id AS b, properties(e) AS p"
    return sorted(store.query(nodes)[1], key=repr_of), sorted(store.query(edges)[1], key=repr_of)


def wanted(build: Build) -> Content:
    """The same of the tables."""
    nodes = [[[part.label], marked(row, build.id)]
             for part in graph.vertices(build) for row in part.rows]  # fmt: skip
    edges = [[source, part.type, target, marked(row, build.id)]
             for part in graph.edges(build)
             for source, target, row in zip(part.sources, part.targets, part.rows, strict=True)
             ]  # fmt: skip
    return sorted(nodes, key=repr_of), sorted(edges, key=repr_of)


def repr_of(row: list[Any]) -> str:
    """A key to sort by, whatever the order of the properties."""
    return repr([sorted(c.items()) if isinstance(c, dict) else c for c in row])


def persistent(build: Build, proxy: Proxy) -> LoadReport:
    """Run the same command again until it goes through."""
    for _ in range(STARTS):
        try:
            return load(build, proxy.target, batch=BATCH, mode="sync")
        except StoreError as error:
            assert "\n" not in str(error)
    raise AssertionError(f"{STARTS} starts were not enough")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_graph_is_exact(seed: int, build: Build, size: int, neo4j: Target) -> None:
    dice = random.Random(seed)
    # The first cut is anywhere in the load; sometimes another comes before it has caught up.
    cuts = [dice.randrange(size - 1000), *(dice.randrange(size // 2) for _ in range(seed % 3))]
    with breaking(neo4j, cuts) as proxy:
        persistent(build, proxy)
        assert proxy.broken > 0
    with connect(neo4j) as store:
        assert held(store) == wanted(build)
    assert load(build, neo4j, mode="sync").changed == 0

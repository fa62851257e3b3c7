"""Both engines say the same, and what a person would say of a small graph."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pyarrow as pa
import pytest
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

import kg
from kg.analyze import (
    Network,
    alike,
    central,
    communities,
    components,
    large,
    measures,
    of_build,
    of_networkx,
    overview,
    similar,
    small,
)
from kg.analyze.network import of_tables
from kg.errors import UsageError
from kg.graph import load, to_networkx
from kg.tables import Build
from tests.analyze.networks import network
from tests.builds import big_build, make_build

ENGINES = ("networkx", "rustworkx")


def drawn(*ties: tuple[str, str] | tuple[str, str, float]) -> Network:
    """A network of nodes named "label:name"."""
    rows = [(min(t[:2]), max(t[:2]), t[2] if len(t) > 2 else 1.0) for t in ties]
    ids = sorted({end for a, b, _ in rows for end in (a, b)})
    names = [key.split(":")[1] for key in ids]
    nodes = {"id": ids, "name": names, "label": [key.split(":")[0] for key in ids]}
    columns = zip(*sorted(rows), strict=True)
    return of_tables(pa.table(nodes), pa.table(dict(zip("ab", columns, strict=False))
                     | {"weight": [w for *_, w in sorted(rows)]}))  # fmt: skip


@pytest.fixture(scope="module")
def random_network() -> Network:
    return network(regions=120, industries=60, ties=500)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return make_build(tmp_path_factory.mktemp("made") / "build")


def test_degree_and_components_are_the_same_on_both(random_network: Network) -> None:
    assert (small.degrees(random_network) == large.degrees(random_network)).all()
    assert (small.components(random_network) == large.components(random_network)).all()
    assert small.degrees(random_network).sum() == 2 * len(random_network.sources)


@pytest.mark.parametrize("pivots", [180, 20])
def test_betweenness_is_that_of_networkx(random_network: Network, pivots: int) -> None:
    count = len(random_network.ids)
    starts = np.arange(min(pivots, count))
    found = large.betweenness(random_network, starts)
    assert found == pytest.approx(small.betweenness(random_network, starts))
    if pivots >= count:
        exact = nx.betweenness_centrality(random_network.to_networkx())
        shares = measures._shares(found, count)
        assert shares == pytest.approx([exact[node] for node in range(count)])


def test_pagerank_is_that_of_networkx(random_network: Network) -> None:
    graph = random_network.to_networkx().to_directed()
    expected = _pagerank_python(graph, tol=1e-12, max_iter=1000)
    for engine in (small, large):
        found = engine.pagerank(random_network)
        assert found == pytest.approx([expected[node] for node in graph], rel=1e-5)
        assert found.sum() == pytest.approx(1)


@pytest.mark.parametrize("label", ["Region", "Industry"])
def test_whole_answers_are_the_same_on_both(random_network: Network, label: str) -> None:
    one, two = (central(random_network, label=label, engine=engine) for engine in ENGINES)
    assert (one.rows, one.about) == (two.rows, two.about)
    pairs = [alike(random_network, label=label, top=200, engine=engine) for engine in ENGINES]
    assert pairs[0].rows == pairs[1].rows
    assert len(pairs[0].rows) > 20


def test_hubs_say_nothing_on_either(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = network(regions=150, industries=40, ties=900, seed=3)
    everything = alike(graph, top=10_000, engine="networkx").rows
    monkeypatch.setattr(similar, "HUB", 20)
    one, two = (alike(graph, top=10_000, engine=engine).rows for engine in ENGINES)
    assert one == two
    assert 0 < len(one) < len(everything)


def test_likeness_is_shared_weight_over_all_weight() -> None:
    found = drawn(
        ("Region:a", "Industry:x"), ("Region:a", "Industry:y"), ("Region:a", "Industry:z"),
        ("Region:b", "Industry:x"), ("Region:b", "Industry:y"),
        ("Region:c", "Industry:x"),
    )  # fmt: skip
    (row,) = alike(found).rows
    x, y, z = np.log(1 + 3 / 3), np.log(1 + 3 / 2), np.log(1 + 3 / 1)
    assert (row["one"], row["other"], row["in_common"]) == ("a", "b", ["x", "y"])
    assert row["similar"] == round((x + y) / (x + y + z), 4)
    assert alike(found, of="Region:b").rows[0]["one"] == "b"
    assert alike(found, of="Region:c").rows == []


@pytest.mark.parametrize("engine", ENGINES)
def test_communities_are_what_hangs_together(engine: str) -> None:
    ties = [(f"Region:{g}{a}", f"Region:{g}{b}", 3.0) for g in "pqr" for a in range(5)
            for b in range(a)]  # fmt: skip
    found = drawn(*ties, ("Region:p0", "Region:q0"), ("Region:q1", "Region:r1"))
    groups = communities(found, engine=engine)
    assert [row["size"] for row in groups.rows] == [5, 5, 5]
    assert groups.rows[0]["members"][0] == "p0"
    assert groups.rows[0]["inside"] == round(60 / 61, 3)
    assert {(m["name"][0], m["community"]) for m in groups.members} == {
        ("p", 1),
        ("q", 2),
        ("r", 3),
    }


@pytest.mark.parametrize("engine", ENGINES)
def test_communities_come_again(random_network: Network, engine: str) -> None:
    one, two = (communities(random_network, engine=engine) for _ in range(2))
    assert one == two
    more = communities(random_network, engine=engine, resolution=4.0)
    assert more.about["communities"] > one.about["communities"]
    graph = random_network.to_networkx()
    groups: dict[int, set[int]] = {}
    for place, member in enumerate(one.members):
        groups.setdefault(member["community"], set()).add(place)
    assert nx.community.modularity(graph, groups.values()) > 0.3


def test_the_centre_of_a_star_is_central() -> None:
    found = drawn(*[("Region:hub", f"Region:{n}", 2.0) for n in range(6)])
    first = central(found, by="betweenness").rows[0]
    assert (first["name"], first["degree"], first["strength"]) == ("hub", 6, 12)
    assert first["betweenness"] == 1


def test_large_graphs_are_estimated_from_some_nodes(
    random_network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert central(random_network).about["pivots"] == len(random_network.ids)
    monkeypatch.setattr(measures, "EXACT", 1000)
    rough = central(random_network, by="betweenness", top=30)
    assert rough.about["pivots"] == measures.PIVOTS
    monkeypatch.undo()
    best = [row["id"] for row in central(random_network, by="betweenness", top=5).rows]
    assert set(best) & {row["id"] for row in rough.rows[:8]}


def test_the_engine_follows_the_size(
    random_network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert central(random_network).engine == "networkx"
    monkeypatch.setattr(measures, "SMALL", 10)
    assert central(random_network).engine == "rustworkx"


def test_ties_of_a_build(made: Build, tmp_path: Path) -> None:
    found = of_build(made)
    named = {
        (found.names[a], found.names[b]): w
        for a, b, w in zip(found.sources, found.targets, found.weights, strict=True)
    }
    assert named["新能源汽车", "深圳市"] == 2
    assert ("广东省", "深圳市") not in named and ("深圳市", "广东省") not in named
    assert len(of_build(made, background=True).sources) == len(found.sources) + 1
    assert set(of_build(made, ["DEVELOPS"]).labels) == {"Region", "Industry"}


def test_a_build_and_its_networkx_graph_are_one_network(tmp_path: Path) -> None:
    build = big_build(tmp_path / "big", regions=30, industries=20)
    one, two = of_build(build), of_networkx(to_networkx(load(build)))
    assert (one.ids, one.names, one.labels) == (two.ids, two.names, two.labels)
    for column in ("sources", "targets", "weights"):
        assert (getattr(one, column) == getattr(two, column)).all()


def test_an_overview_has_all_parts(made: Build) -> None:
    whole = overview(of_build(made), top=2)
    assert whole["components"]["number"] == components(of_build(made))["number"]
    assert whole["central"]["Region"].rows[0]["name"] == "深圳市"
    assert len(whole["communities"].rows) == 2


def test_an_empty_network_has_no_rows() -> None:
    nodes = pa.table({c: pa.array([], pa.string()) for c in ("id", "label", "name")})
    ties = pa.table({"a": pa.array([], pa.string()), "b": pa.array([], pa.string()),
                     "weight": pa.array([], pa.float64())})  # fmt: skip
    empty = of_tables(nodes, ties)
    for engine in ENGINES:
        assert central(empty, engine=engine).rows == []
        assert communities(empty, engine=engine).rows == []
        assert alike(empty, engine=engine).rows == []
        assert components(empty, engine) == {"number": 0, "largest": 0}


@pytest.mark.parametrize(
    "call",
    [
        lambda n: central(n, by="fame"),
        lambda n: central(n, label="Town"),
        lambda n: central(n, engine="abacus"),
        lambda n: communities(n, resolution=0),
        lambda n: alike(n, through="Town"),
    ],
)
def test_wrong_calls_say_what_there_is(random_network: Network, call: object) -> None:
    with pytest.raises(UsageError) as caught:
        call(random_network)  # type: ignore[operator]
    assert caught.value.hint


def test_an_opened_graph_analyzes_too(sample_build: Path) -> None:
    build = Build.open(sample_build)
    with kg.open(sample_build) as graph:
        found = graph.analyze("central", label="Region", top=3)
        assert found.rows == central(of_build(build), label="Region", top=3).rows
        assert graph.analyze("similar", of="合肥").rows[0]["one"] == "合肥市"
        with pytest.raises(UsageError, match="fame"):
            graph.analyze("fame")

"""Every format: written whole, harmless, and read back where it can be."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pytest

from kg.errors import NotFoundError, UsageError
from kg.export import FORMATS, export, read
from kg.graph import load, to_networkx
from kg.tables import SCHEMAS, Build
from tests.builds import NODES, empty_build, make_build

HOSTILE = (
    "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\tx", "'quoted'", "a|b", "＝1+1",
    "</script><img src=x onerror=alert(1)>", "\\' OR 1=1 //", "\\u0027}) DETACH DELETE n //",
    "行一\n行二; 行三", "控制\x0b\x01符", "\u202eabc", "😀\U0002000b",
)  # fmt: skip

READABLE = [row.name for row in FORMATS.values() if row.readable]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    return make_build(tmp_path / "build")


def hostile_build(path: Path) -> Build:
    nodes = [
        {"id": f"region:{i}", "label": "Region", "name": name, "kind": "city", "aliases": [name]}
        for i, name in enumerate(HOSTILE)
    ]
    documents = [
        {"id": "d", "name": "x", "path": name, "title": name, "publisher": name, "published": None}
        for name in HOSTILE[:1]
    ]
    pairs = itertools.pairwise(HOSTILE)
    statements = [("d", a, "PART_OF", b, "属于", "existing", f"{a}属于{b}") for a, b in pairs]
    return make_build(
        path, nodes=nodes, documents=documents, statements=statements, background=(), indicators=()
    )


def target_of(name: str, folder: Path) -> Path:
    return folder / FORMATS[name].default_name


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("make", [make_build, empty_build, hostile_build])
def test_writes_and_leaves_nothing_else(name, make, tmp_path: Path) -> None:
    target = target_of(name, tmp_path / "out")
    build = make(tmp_path / "build")
    assert export(build, name, target) == target
    assert export(build, name, target) == target, "an earlier export is replaced"
    assert [p.name for p in (tmp_path / "out").iterdir()] == [target.name]
    assert any(target.iterdir()) if target.is_dir() else target.stat().st_size > 0


@pytest.mark.parametrize("name", READABLE)
def test_reads_back(name: str, build: Build, tmp_path: Path) -> None:
    """Nodes, edges, keys and attributes come back as they were."""
    wanted = to_networkx(load(build))
    found = read(name, export(build, name, target_of(name, tmp_path)))
    assert set(found.nodes) == set(wanted.nodes)
    assert set(found.edges(keys=True)) == set(wanted.edges(keys=True))
    without = {"csv": {"sentences"}}.get(name, set())
    for node, row in wanted.nodes(data=True):
        assert {key: found.nodes[node].get(key) for key in row} == row
    for *ends, row in wanted.edges(keys=True, data=True):
        kept = {key: value for key, value in row.items() if key not in without}
        assert {key: found.edges[tuple(ends)].get(key) for key in kept} == kept


@pytest.mark.parametrize("name", READABLE)
def test_hostile_names_come_back(name: str, tmp_path: Path) -> None:
    """XML loses only what it cannot hold; the others lose nothing."""
    build = hostile_build(tmp_path / "build")
    found = read(name, export(build, name, target_of(name, tmp_path)))
    names = [found.nodes[f"region:{i}"]["name"] for i in range(len(HOSTILE))]
    if name in ("gexf", "graphml"):
        assert [n.replace("\r", "") for n in names] == [
            n.replace("\x0b", "").replace("\x01", "") for n in HOSTILE
        ]
    else:
        assert names == list(HOSTILE)


def test_csv_runs_nothing(tmp_path: Path) -> None:
    target = export(hostile_build(tmp_path / "build"), "csv", tmp_path / "csv")
    assert (target / "nodes.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    for path in target.iterdir():
        for row in cells(path):
            for cell in row.values():
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")), (path, cell)


def test_csv_says_what_a_person_needs(build: Build, tmp_path: Path) -> None:
    target = export(build, "csv", tmp_path / "csv")
    fact = cells(target / "facts.csv")[2]
    assert (fact["head_name"], fact["type"], fact["tail_name"]) == (
        "深圳市",
        "DEVELOPS",
        "低空经济",
    )
    assert fact["evidence"] == "深圳将布局低空经济，先从送药的小航线做起。"
    assert (fact["title"], fact["publisher"], fact["published"]) == (
        "深圳产业观察", "测试日报", "2024-03-05",
    )  # fmt: skip
    growth = cells(target / "indicators.csv")[1]
    assert (growth["subject_name"], growth["value"], growth["year"]) == ("深圳市", "-0.5", "")


def test_json_carries_the_evidence(build: Build, tmp_path: Path) -> None:
    data = json.loads(export(build, "json", tmp_path / "g.json").read_text(encoding="utf-8"))
    (edge,) = [
        e for e in data["edges"] if e["type"] == "DEVELOPS" and e["target"] == "industry:新能源汽车"
    ]
    assert [f["document"] for f in edge["facts"]] == ["d1", "d2"]
    (partners,) = [e for e in data["edges"] if e["type"] == "COOPERATES_WITH"]
    assert partners["source"] < partners["target"]
    assert len(partners["facts"]) == 1, "a symmetric fact stated from the other end is found too"


@pytest.mark.parametrize("name", ["gexf", "graphml"])
def test_gephi_sees_names(name: str, build: Build, tmp_path: Path) -> None:
    path = export(build, name, target_of(name, tmp_path))
    graph = nx.read_gexf(path) if name == "gexf" else nx.read_graphml(path)
    assert graph.nodes["region:440300"]["label"] == "深圳市"
    assert graph.nodes["region:440300"]["category"] == "Region"


def test_parquet_is_the_build(build: Build, tmp_path: Path) -> None:
    target = export(build, "parquet", tmp_path / "p")
    for name, schema in SCHEMAS.items():
        table = pq.read_table(target / f"{name}.parquet")
        assert table.schema.equals(schema)
        assert table.equals(build.table(name))


def test_focus_and_top(build: Build, tmp_path: Path) -> None:
    one = read("json", export(build, "json", tmp_path / "a.json", focus="渝", depth=1))
    regions = {n for n, row in one.nodes(data=True) if row["label"] == "Region"}
    assert regions == {"region:500000", "region:440300"}
    assert "strategy:制造业当家" not in one
    two = read("json", export(build, "json", tmp_path / "b.json", top=2))
    entities = [n for n, row in two.nodes(data=True) if row["label"] != "Indicator"]
    assert len(entities) == 2 and "region:440300" in entities
    assert [r["name"] for r in load(build, top=1).rows("documents")] == ["a.txt", "b.html", "c.md"]


def test_focus_leaves_out_foreign_documents(build: Build) -> None:
    graph = load(build, focus="制造业当家", depth=0)
    assert [r["id"] for r in graph.rows("documents")] == ["d3"]
    assert {r["document"] for r in graph.rows("sentences")} == {"d3"}


@pytest.mark.parametrize(
    ("kwargs", "error", "says"),
    [
        ({"format": "xlsx"}, UsageError, "html, csv, graphml"),
        ({"format": "csv", "title": "x"}, UsageError, "no option title"),
        ({"format": "json", "focus": "能源车"}, NotFoundError, "did you mean 新能源汽车"),
        ({"format": "json", "top": 0}, UsageError, "top"),
        ({"format": "json", "target": "."}, UsageError, "is a folder"),
        ({"format": "csv", "target": "mine"}, UsageError, "holds other files (novel.txt)"),
        ({"format": "csv", "target": "mine/novel.txt"}, UsageError, "is a file"),
        ({"format": "json", "target": "mine/novel.txt/g.json"}, UsageError, "cannot write"),
    ],
)
def test_refuses(kwargs, error, says, build: Build, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine").mkdir()
    Path("mine/novel.txt").write_text("第一章", encoding="utf-8")
    with pytest.raises(error) as caught:
        export(build, **{"target": "out", **kwargs})
    assert says in str(caught.value)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["build", "mine"], "nothing half-written"
    assert Path("mine/novel.txt").read_text(encoding="utf-8") == "第一章"


def test_cannot_read_what_does_not_come_back(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="csv, graphml, gexf, json"):
        read("html", tmp_path / "x.html")


def test_every_relation_end_is_known(build: Build) -> None:
    """The graph holds no node that only an edge knows."""
    graph = to_networkx(load(build))
    assert all("label" in row for _, row in graph.nodes(data=True))
    assert {row["label"] for row in NODES} < {row["label"] for _, row in graph.nodes(data=True)}


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'"]
)
def test_raw_cells_are_to_the_letter_and_others_are_text(start: str, tmp_path: Path) -> None:
    name = f"{start}HYPERLINK(1)"
    nodes = [{"id": "industry:x", "label": "Industry", "name": name, "kind": "industry"}]
    made = make_build(
        tmp_path / "b", nodes=nodes, statements=(), background=(), indicators=(), documents=()
    )
    cells = {}
    for raw in (False, True):
        place = export(made, "csv", tmp_path / f"csv-{raw}", raw=raw)
        with (place / "nodes.csv").open(encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        cells[raw] = row["name"]
    assert cells == {False: f"'{name}", True: name}

"""The page's parts without a browser: size, policy, data blocks, layout, marks, pinyin."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.export import export
from kg.graph import load
from kg.view import page
from kg.view.columns import coded, packed, steps
from kg.view.evidence import Marker
from kg.view.layout import _box, positions
from kg.view.names import pinyin
from kg.view.overview import SIZE
from kg.view.payload import PART, payload
from kg.view.wide import spread
from tests.builds import make_build
from tests.view.scale import scale_build


def unfold(column: Any) -> list[Any]:
    """A column as the page unfolds it."""
    if isinstance(column, list):
        return column
    if "coded" in column or "of" in column:
        values = column.get("coded", column.get("of"))
        return [values[code] for code in column["at"]]
    if "steps" in column:
        total, found = 0, []
        for step in column["steps"]:
            total += step
            found.append(total)
        return found
    return [column["some"].get(str(n), column["else"]) for n in range(column["size"])]


def data_of(html: str, name: str = "kg-data") -> dict[str, Any]:
    found = re.search(rf'id="{name}" data-encoding="(\w+)">(.*?)</script>', html, re.S)
    assert found
    encoding, text = found.groups()
    if encoding == "deflate":
        text = zlib.decompress(base64.b64decode(text)).decode()
    data: dict[str, Any] = json.loads(text)
    return data


def test_two_thousand_nodes_fit_in_an_email(tmp_path) -> None:
    graph = load(scale_build(tmp_path / "b", 2000, 6000, documents=200))
    html = page(graph)
    assert len(html.encode()) <= 2_500_000
    data = data_of(html)
    assert len(unfold(data["nodes"]["label"])) == 2000
    assert data["overview"] == SIZE
    assert page(graph) == html, "the same graph gives the same page"


def test_policy_names_every_script_and_the_style(tmp_path) -> None:
    html = page(load(make_build(tmp_path / "b")))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    assert "default-src &#39;none&#39;" in policy
    assert "unsafe" not in policy and "http" not in policy
    blocks = re.findall(r"<(script|style)>(.*?)</\1>", html, re.S)
    assert [tag for tag, _ in blocks] == ["style", "script", "script"]
    for _, text in blocks:
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"sha256-{digest}".replace("+", "&#43;") in policy.replace("+", "&#43;")


def test_page_names_no_other_place(tmp_path) -> None:
    """Licences and the SVG name space apart, no address is in our part of the page."""
    html = page(load(make_build(tmp_path / "b")))
    ours = re.sub(r"/\*\*\n \* vis-network.*?</script>", "", html, count=1, flags=re.S)
    assert set(re.findall(r"(?:https?:)?//[\w.]+\.\w+[^\s\"')]*", ours)) == {
        "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml",
    }  # fmt: skip
    assert not re.search(r"\b(src|href)=", ours)


def test_payload_refers_by_position(tmp_path) -> None:
    made = payload(load(make_build(tmp_path / "b")))
    nodes = {key: unfold(column) for key, column in made.core["nodes"].items()}
    edges = {key: unfold(column) for key, column in made.core["edges"].items()}
    assert {"Document", "Indicator"}.isdisjoint(nodes["group"])
    names = [
        (nodes["label"][a], nodes["label"][b])
        for a, b in zip(edges["from"], edges["to"], strict=True)
    ]
    e = names.index(("深圳市", "新能源汽车"))
    first = sum(edges["facts"][:e])
    part = made.parts["facts-0"]
    shown = [part["texts"][part["text"][f]] for f in range(first, first + edges["facts"][e])]
    assert len(shown) == 2
    assert all("深圳" in text and "新能源汽车" in text for text in shown)
    assert edges["facts"][names.index(("深圳市", "重庆市"))] == 1, "stated from the other end"
    background = names.index(("深圳市", "广东省"))
    assert edges["background"][background] and not edges["facts"][background]
    assert nodes["label"][0] == "深圳市", "the best supported first"


def test_what_the_page_leads_to_is_relative(tmp_path, monkeypatch) -> None:
    """The page names no folder above the one that it shares with the documents."""
    monkeypatch.chdir(tmp_path)
    build = make_build(tmp_path / "b")
    place = export(build, "html", tmp_path / "out" / "deep" / "page.html", theme="dark")
    assert data_of(place.read_text(encoding="utf-8"))["base"] == "../.."
    with pytest.raises(UsageError, match="light, dark"):
        export(build, "html", place, theme="pink")


def test_parts_hold_what_the_core_counts(tmp_path) -> None:
    made = payload(load(scale_build(tmp_path / "b", 900, PART + 700, documents=50)))
    edges, parts = made.core["edges"], made.parts
    assert sum(unfold(edges["facts"])) == PART + 700
    assert [len(parts[f"facts-{n}"]["id"]) for n in range(2)] == [PART, 700]
    assert len({key for n in range(2) for key in parts[f"facts-{n}"]["id"]}) == PART + 700


VALUES = st.one_of(st.none(), st.integers(-9, 9), st.text(max_size=2), st.booleans())


@given(st.lists(VALUES, max_size=40), st.lists(st.integers(-50, 50), max_size=30))
def test_columns_unfold_to_what_they_were(values, numbers) -> None:
    for column in (packed(values), packed(values, ""), packed(numbers, 0)):
        wanted = numbers if column == packed(numbers, 0) else values
        assert [str(v) for v in unfold(column)] == [str(v) for v in wanted]
    assert unfold(steps(numbers)) == numbers
    texts = [str(value) for value in values]
    assert unfold(coded(texts, ("x", "y"))) == texts


@pytest.mark.parametrize(
    ("evidence", "trigger", "wanted"),
    [
        ("深圳发展陶瓷", "发展", [(0, 2, "head"), (2, 4, "trigger"), (4, 6, "tail")]),
        ("陶瓷在深圳市", "", [(0, 2, "tail"), (3, 6, "head")]),
        ("本市发展陶瓷", "发展", [(2, 4, "trigger"), (4, 6, "tail")]),
        ("😀深圳做陶瓷", "做", [(2, 4, "head"), (4, 5, "trigger"), (5, 7, "tail")]),
        ("深圳陶瓷好，发展陶瓷", "陶瓷", [(0, 2, "head"), (2, 4, "tail"), (8, 10, "trigger")]),
        ("什么也没有", "发展", []),
    ],
)
def test_marks_without_mentions(evidence, trigger, wanted, tmp_path) -> None:
    """Names are looked for when no mention was recorded; the longest form wins."""
    nodes = [
        {"id": "r", "label": "Region", "name": "深圳市", "kind": "city", "aliases": ["深圳"]},
        {"id": "i", "label": "Industry", "name": "陶瓷", "kind": "industry"},
    ]
    build = make_build(
        tmp_path / "b", nodes=nodes, statements=(), background=(), indicators=()
    )  # fmt: skip
    statement = {"document": "d1", "start": 10, "end": 10 + len(evidence), "evidence": evidence}
    found = Marker(load(build)).marks(statement, {"head": "r", "tail": "i"}, trigger)
    assert [tuple(mark) for mark in found] == wanted


@pytest.mark.parametrize(
    ("name", "syllables"),
    [
        ("深圳市", "shen zhen shi"),
        ("重庆市", "chong qing shi"),
        ("长沙", "chang sha"),
        ("5G基站", "ji zhan"),
        ("<b>", ""),
        ("", ""),
        ("__proto__", ""),
    ],
)
def test_pinyin(name, syllables) -> None:
    """By characters, or as a whole where the characters alone would be read differently."""
    table, special = pinyin([name])
    spelt = special.get(name) or " ".join(table[char] for char in name if char in table)
    assert spelt == syllables


@settings(deadline=None, max_examples=12)
@given(
    st.integers(1, 30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60),
)
def test_layout_keeps_boxes_apart(size, pairs) -> None:
    graph = nx.Graph()
    for n in range(size):
        graph.add_node(n, label="某市" * (1 + n % 4), size=8 + n % 20)
    graph.add_weighted_edges_from(
        (a % size, b % size, 1.0) for a, b in pairs if a % size != b % size
    )
    found = positions(graph)
    assert found == positions(graph), "the same in every run"
    assert set(found) == set(graph)
    boxes = {n: _box(graph.nodes[n]) for n in graph}
    for a in graph:
        for b in range(a):
            wide = (boxes[a][0] + boxes[b][0]) / 2 - abs(found[a][0] - found[b][0])
            high = (boxes[a][1] + boxes[b][1]) / 2 - abs(found[a][1] - found[b][1])
            assert wide <= 1 or high <= 1


def test_layout_of_nothing() -> None:
    assert positions(nx.Graph()) == {}


def test_wide_layout_keeps_communities_together_and_nodes_apart() -> None:
    graph = nx.planted_partition_graph(6, 40, 0.3, 0.004, seed=1)
    graph.add_nodes_from(range(240, 250))
    for node in graph:
        graph.nodes[node].update(label="某市", size=8)
    nx.set_edge_attributes(graph, 1.0, "weight")
    found = spread(graph)
    assert found == spread(graph) and set(found) == set(graph)
    spots = list(found.values())
    near = min(
        (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for i, a in enumerate(spots) for b in spots[:i]
    )
    assert near > 20**2

    def far(pairs: Any) -> float:
        lengths = [
            ((found[a][0] - found[b][0]) ** 2 + (found[a][1] - found[b][1]) ** 2) ** 0.5
            for a, b in pairs
        ]
        return sum(lengths) / len(lengths)

    inside = [(a, b) for a in range(40) for b in range(a)]
    across = [(a, b) for a in range(40) for b in range(120, 160)]
    assert far(inside) < far(across)

"""The page's parts without a browser: size, policy, data block, layout, marks, spellings."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import load
from kg.view import page
from kg.view.evidence import Marker
from kg.view.layout import _box, positions
from kg.view.names import spellings
from kg.view.overview import SIZE
from kg.view.payload import payload
from tests.builds import big_build, make_build


def data_of(html: str) -> dict:
    found = re.search(r'id="kg-data" data-encoding="(\w+)">(.*?)</script>', html, re.S)
    encoding, text = found.groups()
    if encoding == "deflate":
        text = zlib.decompress(base64.b64decode(text)).decode()
    return json.loads(text)


def test_two_thousand_nodes_fit_in_an_email(tmp_path) -> None:
    graph = load(big_build(tmp_path / "b", 800, 1200))
    html = page(graph)
    assert len(html.encode()) <= 2_500_000
    data = data_of(html)
    assert len(data["nodes"]["id"]) == 2000
    assert len(data["overview"]) == SIZE
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
    assert set(re.findall(r"(?:https?:)?//[\w.]+\.\w+[^\s\"']*", ours)) == {
        "http://www.w3.org/2000/svg"
    }
    assert not re.search(r"\b(src|href)=", ours)


def test_payload_refers_by_position(tmp_path) -> None:
    data = payload(load(make_build(tmp_path / "b")))
    nodes, edges, facts = data["nodes"], data["edges"], data["facts"]
    assert "Document" not in nodes["group"] and "Indicator" not in nodes["group"]
    names = [
        (nodes["label"][a], nodes["label"][b])
        for a, b in zip(edges["from"], edges["to"], strict=True)
    ]
    e = names.index(("深圳市", "新能源汽车"))
    shown = [data["texts"][facts["text"][f]] for f in edges["facts"][e]]
    assert len(shown) == edges["stated"][e] == 2
    assert all("深圳" in text and "新能源汽车" in text for text in shown)
    partners = names.index(("深圳市", "重庆市"))
    assert len(edges["facts"][partners]) == 1, "stated from the other end"
    background = names.index(("深圳市", "广东省"))
    assert edges["background"][background] and not edges["facts"][background]


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
    ("names", "some"),
    [
        (["深圳市", "深圳"], {"shenzhenshi", "szs", "shenzhen", "sz"}),
        (["重庆市"], {"chongqingshi", "cqs"}),
        (["5G"], {"5g"}),
        (["<b>"], {"<b>"}),
        ([""], set()),
    ],
)
def test_spellings(names, some) -> None:
    assert some <= set(spellings(names))


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

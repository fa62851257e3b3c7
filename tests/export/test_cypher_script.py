"""The Cypher script: literals that stay text, and statements a database runs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.cypher_script import literal, statements
from kg.graph import load
from kg.store import arcadedb
from tests.builds import make_build
from tests.export.test_export import hostile_build

_PIECE = re.compile(r"'((?:[^'\\]|\\.)*)'", re.S)
_BACK = {"\\\\": "\\", "\\'": "'", "\\n": "\n", "\\r": "\r", "\\t": "\t"}


def text_of(source: str) -> str:
    """What a Cypher parser makes of one string literal or a sum of them."""
    assert re.fullmatch(r"'(?:[^'\\]|\\.)*'(?: \+ '(?:[^'\\]|\\.)*')*", source, re.S), source
    inner = "".join(_PIECE.findall(source))
    return re.sub(r"\\.", lambda m: _BACK[m[0]], inner, flags=re.S)


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\'u0027\n;")))
def test_text_stays_text(text: str) -> None:
    source = literal(text)
    assert "\\u" not in source, "a parser would read it before it reads strings"
    kept = "".join(c for c in text if c >= " " or c in "\n\r\t")
    assert text_of(source) == kept


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (True, "true"), (None, "null"), (3, "3"), (2.5, "2.5"), (float("nan"), "null"),
        (["甲", "乙"], "['甲', '乙']"), ({"a": 1, "b": []}, "{a: 1, b: []}"),
    ],
)  # fmt: skip
def test_literals(value, source: str) -> None:
    assert literal(value) == source


def test_order_and_idempotence(tmp_path) -> None:
    script = list(statements(load(make_build(tmp_path / "b"))))
    kinds = [re.match(r"CREATE CONSTRAINT|UNWIND", s)[0] for s in script]
    assert kinds == sorted(kinds), "constraints first"
    assert not any(re.search(r"^CREATE \(", s, re.M) for s in script), "only MERGE writes"
    assert any("MERGE (a)-[r:IN_DOCUMENT" in s for s in script)
    first_edge = next(i for i, s in enumerate(script) if "MERGE (a)" in s)
    assert not any("MERGE (n:" in s for s in script[first_edge:]), "nodes before edges"


COUNTS = (
    "MATCH (n) RETURN labels(n)[0] AS label, count(n) AS n ORDER BY label",
    "MATCH ()-[r]->() RETURN type(r) AS type, count(r) AS n ORDER BY type",
    "MATCH ()-[r:DEVELOPS]->() RETURN r.id AS id, r.evidence AS e, r.support AS n ORDER BY id",
)


@pytest.mark.parametrize("make", [make_build, hostile_build])
def test_a_database_takes_it_twice(make, tmp_path) -> None:
    """Run twice, the script leaves what the store holds, with the texts as they were."""
    embedded = pytest.importorskip("arcadedb_embedded")
    build = make(tmp_path / "b")
    # Through the store first, so that the virtual machine starts with the project's settings.
    arcadedb.load(build)
    graph = load(build)
    with arcadedb.ArcadeStore(embedded.create_database(str(tmp_path / "filled"))) as filled:
        for statement in [*statements(graph), *statements(graph)]:
            if not statement.startswith("CREATE CONSTRAINT"):  # Neo4j's words for it
                filled.query(statement, write=True)
        with arcadedb.open(build) as store:
            assert [filled.query(q) for q in COUNTS] == [store.query(q) for q in COUNTS]
        _, rows = filled.query("MATCH (n:Region) RETURN n.id AS id, n.name AS name")
    regions = (row for row in graph.rows("nodes") if row["label"] == "Region")
    assert dict(rows) == {row["id"]: re.sub("[\x0b\x01]", "", row["name"]) for row in regions}

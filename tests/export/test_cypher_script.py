"""The Cypher script: literals that stay text, and statements a database runs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.cypher_script import literal, statements
from kg.graph import load
from tests.builds import make_build

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

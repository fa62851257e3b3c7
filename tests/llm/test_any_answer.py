"""Whatever a model answers: either it is refused, or what is kept stands in the text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.data.schema import relation_types
from kg.errors import AnswerError
from kg.llm.answer import parse
from kg.llm.chunks import Chunk
from kg.llm.facts import read_answer
from kg.llm.merge import merge
from kg.llm.names import Names
from kg.model import EntityType, Extraction, RelationType
from tests.llm.conftest import TEXT
from tests.llm.stub import dumps, relation, said
from tests.test_evidence import check

PIECES = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(
    lambda ends: TEXT[min(ends) : max(ends)]
)
NAMES = st.sampled_from(
    ["宁德市", "我市", "锂电池", "海雾利用", "岚谷集团", "青禾计划", "", "新疆\x00", "市"]
)
ENTITIES = st.lists(
    st.builds(said, st.sampled_from(get_args(EntityType)), NAMES, NAMES, PIECES), max_size=8
)
RELATIONS = st.lists(
    st.builds(relation, NAMES, st.sampled_from(get_args(RelationType)), NAMES, st.integers(-1, 5),
              PIECES, trigger=PIECES),
    max_size=8,
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["entities", "relations", "type", "forms"]), inner)
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(entities=ENTITIES, relations=RELATIONS)
def test_what_is_kept_stands_in_the_text(
    entities: list[Any], relations: list[Any], extraction: Extraction
) -> None:
    answer = parse(dumps({"entities": entities, "relations": relations}))
    chunk = Chunk(extraction.sentences)
    reading = read_answer(extraction.document, chunk, answer, Names(extraction))
    assert len(reading.facts) + reading.dropped.total() == len(relations)
    found = replace(extraction, facts=reading.facts, mentions=reading.mentions)
    check(found)
    check(merge(extraction, found, {s.index for s in chunk.sentences}))
    for fact in found.facts:
        assert (fact.head.type, fact.tail.type) in relation_types()[fact.type].ends
        assert fact.head.id != fact.tail.id


@settings(max_examples=80, deadline=None)
@given(JSON)
def test_other_json_is_refused(value: Any) -> None:
    if isinstance(value, dict) and value.get("entities") == value.get("relations") == []:
        assert parse(dumps(value)).entities == ()
        return
    with pytest.raises(AnswerError):
        parse(dumps(value))


@given(st.text())
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(AnswerError):
        parse(text)

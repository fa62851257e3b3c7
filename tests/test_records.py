"""What the record of a document holds."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from kg import pipeline
from kg.model import Document, EntityType, Extraction
from kg.records import SURE, counting, entities, to_record
from kg.resolve.rows import to_tables


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    text = "深圳市大力发展新能源汽车产业。有人说起锂电池，也说起千企升级行动和中国。"
    return pipeline.extract_document(Document("1", "a", "a", text, "1"))


def named(extraction: Extraction, score: float) -> set[str]:
    """What is listed of names that no fact speaks of, when the tagger gives all this score."""
    mentions = tuple(replace(m, score=score) for m in extraction.mentions)
    return {e["name"] for e in entities(replace(extraction, facts=(), mentions=mentions))}


def test_every_type_but_regions_has_a_least_score() -> None:
    assert {*SURE, "Region"} == set(get_args(EntityType))


def test_what_facts_speak_of_is_listed(extraction: Extraction) -> None:
    record = to_record(extraction)
    listed = {e["name"] for e in record["entities"]}
    assert {"深圳市", "新能源汽车"} <= listed
    assert {r[end] for r in record["relations"] for end in ("head", "tail")} <= listed


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0.0, {"深圳市"}),
        (0.7, {"深圳市", "千企升级行动"}),
        (0.9, {"深圳市", "千企升级行动", "新能源汽车", "锂电池"}),
    ],
)
def test_other_names_count_when_the_tagger_is_sure(
    extraction: Extraction, score: float, expected: set[str]
) -> None:
    assert named(extraction, score) & {*expected, "锂电池", "中国"} == expected


def test_a_name_that_is_sure_in_one_place_counts_in_every_other(extraction: Extraction) -> None:
    one, *others = (m for m in extraction.mentions if m.entity.name == "锂电池")
    twice = (replace(one, score=0.0), *others, replace(one, sentence=0, score=0.9))
    listed = counting(replace(extraction, mentions=twice), ())
    assert [m.score for m in listed if m.entity.name == "锂电池"] == [0.0, 0.9]
    assert counting(replace(extraction, mentions=twice[:1], indicators=()), ()) == []


@pytest.mark.parametrize("score", [0.0, 0.7, 0.9])
def test_the_tables_hold_the_same_entities(extraction: Extraction, score: float) -> None:
    mentions = tuple(replace(m, score=score) for m in extraction.mentions)
    changed = replace(extraction, mentions=mentions)
    listed, tables = {e["id"] for e in entities(changed)}, to_tables([changed])
    assert set(tables["entities"]["id"].to_pylist()) == listed
    assert set(tables["mentions"]["node"].to_pylist()) <= listed


def test_everyone_is_every_name(extraction: Extraction) -> None:
    listed = {e["id"] for e in entities(extraction, everyone=True)}
    assert listed >= {m.entity.id for m in extraction.mentions}

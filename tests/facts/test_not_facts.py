"""What is no fact although names stand side by side: suppositions; and what a region bans."""

from __future__ import annotations

import pytest

from kg.model import Document, Extraction
from kg.pipeline import extract_document, to_record


def extracted(words: str) -> Extraction:
    return extract_document(Document("0" * 16, "a.txt", "a.txt", words, "0" * 64))


@pytest.mark.parametrize(
    "words",
    [
        "如果没有港口，宁波市就不会发展石化产业。",
        "倘若宁波市发展石化产业，海湾就要让路。",
        "要是唐山市不发展钢铁产业，就业会更难。",
        "没有港口，宁波市就不会发展石化产业。",
        "若无深水港，大连市难以发展造船产业。",
    ],
)
def test_a_supposition_states_nothing(words: str) -> None:
    assert extracted(words).facts == ()


@pytest.mark.parametrize(
    "words",
    [
        "如果说宁波市发展石化产业靠的是港口，唐山市发展钢铁产业靠的是铁矿。",
        "宁波市不仅发展石化产业，还发展汽车产业。",
        "若羌县大力发展红枣产业。",
    ],
)
def test_the_same_words_elsewhere_do_not_suppose(words: str) -> None:
    assert {f.type for f in extracted(words).facts} == {"DEVELOPS"}


def test_what_is_banned_is_kept_apart_from_what_is_developed() -> None:
    found = extracted("甘肃省严禁新增水泥产能，压减电解铝产业，大力发展光伏产业。")
    record = to_record(found)
    assert {r["tail"] for r in record["relations"]} == {"光伏"}
    assert {r["tail"]: r["trigger"] for r in record["restricted"]} == {
        "水泥": "严禁",
        "电解铝": "压减",
    }
    assert {f.tail.name for f in found.facts if f.stage == "restricted"} == {"水泥", "电解铝"}


def test_a_word_of_banning_in_the_clause_bans_nothing_by_itself() -> None:
    (fact,) = extracted("唐山市大力发展钢铁产业并有序退出亏损企业。").facts
    assert (fact.tail.name, fact.type) == ("钢铁", "DEVELOPS")
    assert fact.stage != "restricted"

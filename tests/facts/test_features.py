"""What the models see of a candidate."""

from __future__ import annotations

import pytest

from kg import facts, mentions, text
from kg.facts.features import word_pairs
from kg.model import Document, RelationType


def features(words: str, kind: RelationType) -> dict[tuple[str, str], set[str]]:
    """Features of the candidates of a relation, by the names of its ends."""
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    proposed = facts.propose(sentences, found.mentions, found.home)
    return {
        (c.head.name, c.tail.name): set(c.features)
        for _, several in proposed
        for c in several
        if c.type == kind
    }


def test_quotes_between_a_region_and_an_industry_say_nothing() -> None:
    plain = features("川渝汽车产业发展壮大。", "DEVELOPS")
    quoted = features("“川渝”汽车产业发展壮大。", "DEVELOPS")
    for pair in (("四川省", "汽车"), ("重庆市", "汽车")):
        assert "between=clause:" in plain[pair] & quoted[pair]


def test_a_region_in_another_is_seen_as_such() -> None:
    seen = features("四川省支持德阳市发展低空经济。", "DEVELOPS")
    assert {"nest=oc", "nest=clause:oc"} <= seen["四川省", "低空经济"]
    assert {"nest=ic", "nest=clause:ic"} <= seen["德阳市", "低空经济"]


def test_partners_are_seen_by_the_words_around_them() -> None:
    (seen,) = features("四川省与重庆市携手建设产业园。", "COOPERATES_WITH").values()
    assert {"A=四川省", "A=重庆市", "a2=与", "ob=携手", "o=携"} <= seen


@pytest.mark.parametrize(
    ("words", "pairs"),
    [("", []), ("建", []), ("建设", ["x建设"]), ("建设建设", ["x建设", "x设建"])],
)
def test_word_pairs_are_told_once(words: str, pairs: list[str]) -> None:
    assert list(word_pairs("x", words)) == pairs

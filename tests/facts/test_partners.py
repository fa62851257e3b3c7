"""Which places of a sentence may be partners at all."""

from __future__ import annotations

import pytest

from kg import facts, mentions, text
from kg.model import Document, RelationType


def pairs(relation: RelationType, words: str) -> set[frozenset[str]]:
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    proposed = facts.propose(sentences, found.mentions, found.home)
    return {
        frozenset((c.head.name, c.tail.name))
        for _, cs in proposed
        for c in cs
        if c.type == relation
    }


@pytest.mark.parametrize(
    ("words", "partners", "why"),
    [
        ("成都市与西安市合作。", {("成都市", "西安市")}, "two cities"),
        ("哈尔滨工业大学与深圳大学合作。", set(), "universities are no cities"),
        ("四川成都与陕西西安合作。", {("成都市", "西安市")}, "nor are the provinces meant"),
        ("四川省与陕西西安合作。", {("四川省", "西安市")}, "unless one stands by itself"),
    ],
)
def test_cooperation(words: str, partners: set[tuple[str, str]], why: str) -> None:
    assert pairs("COOPERATES_WITH", words) == {frozenset(p) for p in partners}, why


def test_membership() -> None:
    found = pairs("PART_OF", "安徽马鞍山融入南京都市圈。")
    assert frozenset(("马鞍山市", "南京都市圈")) in found
    assert frozenset(("安徽省", "南京都市圈")) not in found

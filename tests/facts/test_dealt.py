"""分别 deals the members of one list to those of another."""

from __future__ import annotations

import pytest

from kg import facts, mentions, text
from kg.model import Document


def pairs(words: str) -> set[tuple[str, str]]:
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    proposed = facts.propose(sentences, found.mentions, found.home)
    return {(c.head.name, c.tail.name) for _, cs in proposed for c in cs if c.type == "DEVELOPS"}


@pytest.mark.parametrize("word", ["分别", "依次"])
def test_even_lists_go_member_to_member(word: str) -> None:
    assert pairs(f"苏州、无锡、常州三市{word}发展生物医药、集成电路、动力电池产业。") == {
        ("苏州市", "生物医药"), ("无锡市", "集成电路"), ("常州市", "动力电池"),
    }  # fmt: skip


def test_uneven_lists_are_not_dealt() -> None:
    assert len(pairs("苏州、无锡、常州三市分别发展生物医药、集成电路产业。")) == 6


def test_without_the_word_every_member_has_all() -> None:
    assert len(pairs("苏州、无锡、常州三市发展生物医药、集成电路、动力电池产业。")) == 9

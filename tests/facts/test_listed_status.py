"""The members of one list exist, or are planned, together."""

from __future__ import annotations

import pytest

from kg import facts, mentions, text
from kg.model import Document


def statuses(words: str) -> dict[str, str]:
    """Status of what each industry is developed with."""
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    stated, _ = facts.read(document, sentences, found.mentions, found.home)
    return {f.tail.name: f.status for f in stated if f.type == "DEVELOPS"}


@pytest.mark.parametrize(
    "words",
    [
        "德阳市还要发展能源化工、装备制造和电子信息三大产业。",
        "德阳市将培育“新能源”“生物医药”、低空经济以及人工智能产业。",
        "德阳市已经建成装备制造、新材料、电子信息产业集群。",
    ],
)
def test_one_list_has_one_status(words: str) -> None:
    found = statuses(words)
    assert len(found) >= 3
    assert len(set(found.values())) == 1


def test_lists_of_two_sentences_may_differ() -> None:
    found = statuses(
        "德阳市装备制造、新材料产业集群已经形成。德阳市今后将谋划布局低空经济、人工智能产业。"
    )
    assert found["装备制造业"] == found["新材料"] == "existing"
    assert found["低空经济"] == found["人工智能"] == "planned"

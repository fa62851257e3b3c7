"""What the network adds to candidates: features for pairs and names, and nothing without it."""

from __future__ import annotations

from kg import facts, mentions, text
from kg.facts.candidates import Candidate
from kg.facts.network import STEPS, scored
from kg.model import Document
from kg.neural import Encoding

TEXT = "合肥市大力发展量子科技产业。芜湖市的天气晴朗。"


def proposed(words: str, network: bool) -> tuple[list[Candidate], mentions.Found]:
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    encoding: Encoding | None = found.encoding if network else None
    several = facts.propose(sentences, found.mentions, found.home, encoding)
    return [c for _, cs in several for c in cs], found


def test_without_a_network_candidates_stay_as_they_are() -> None:
    plain, found = proposed(TEXT, network=False)
    assert plain
    assert scored(None, found.mentions, plain) == plain
    assert not any(f.startswith("nn") for c in plain for f in c.features)


def test_the_network_adds_features_and_drops_no_candidate() -> None:
    plain, _ = proposed(TEXT, network=False)
    full, _ = proposed(TEXT, network=True)
    assert [(c.head, c.tail, c.type) for c in full] == [(c.head, c.tail, c.type) for c in plain]
    for one, other in zip(full, plain, strict=True):
        assert one.features[: len(other.features)] == other.features
        assert any(f.startswith("nn=") for f in one.features)


def test_steps_are_a_thermometer() -> None:
    full, _ = proposed(TEXT, network=True)
    for c in full:
        on = [step for step in STEPS if f"nn>{step}" in c.features]
        assert on == list(STEPS)[: len(on)]


def test_dealt_lists_go_member_to_member() -> None:
    words = "苏州、无锡、常州三市分别发展生物医药、集成电路、动力电池产业。"
    found, _ = proposed(words, network=False)
    pairs = {(c.head.name, c.tail.name) for c in found if c.type == "DEVELOPS"}
    assert pairs == {("苏州市", "生物医药"), ("无锡市", "集成电路"), ("常州市", "动力电池")}


def test_uneven_lists_are_not_dealt() -> None:
    words = "苏州、无锡、常州三市分别发展生物医药、集成电路产业。"
    found, _ = proposed(words, network=False)
    pairs = {(c.head.name, c.tail.name) for c in found if c.type == "DEVELOPS"}
    assert len(pairs) == 6

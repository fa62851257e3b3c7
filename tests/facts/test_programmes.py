"""Strategies of earlier sentences and of headings may promote an industry."""

from __future__ import annotations

from collections.abc import Iterator

from kg import facts, mentions, text
from kg.facts.candidates import Candidate
from kg.model import Document

PLAN = "实施京津冀协同发展战略。"


def carried(words: str) -> Iterator[Candidate]:
    """Candidates that lean on a strategy named elsewhere."""
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    for _, proposed in facts.propose(sentences, found.mentions, found.home):
        yield from (c for c in proposed if c.rule.id == "carried")


def ends(words: str) -> set[tuple[str, str]]:
    return {(c.head.name, c.tail.name) for c in carried(words)}


def test_of_an_earlier_sentence_of_the_paragraph() -> None:
    found = list(carried(f"{PLAN}培育壮大集成电路产业。发展生物医药产业。"))
    assert {c.tail.name for c in found} == {"集成电路", "生物医药"}
    assert {c.type for c in found} == {"PROMOTES"}
    assert not any(c.implicit or c.default for c in found)
    since = [next(f for f in c.features if f.startswith("since=") and "|" not in f) for c in found]
    assert since == ["since=earlier1", "since=earlier2"]


def test_of_another_paragraph_it_is_not() -> None:
    assert not ends(f"{PLAN}\n\n培育壮大集成电路产业，支持企业上市，扩大有效投资。")


def test_a_later_strategy_takes_its_place() -> None:
    words = f"{PLAN}落实西部大开发战略。培育壮大集成电路产业。"
    assert {head for head, _ in ends(words)} == {"西部大开发"}


def test_of_a_heading_it_is_implicit() -> None:
    words = (
        "一、京津冀协同发展\n培育壮大集成电路产业，支持企业上市。\n"
        "二、民生\n发展生物医药产业，扩大就业。"
    )
    found = list(carried(words))
    assert {(c.head.name, c.tail.name) for c in found} == {("京津冀协同发展", "集成电路")}
    assert all(c.implicit for c in found)


def test_the_strategy_of_the_sentence_itself_is_not_carried() -> None:
    assert not ends(f"{PLAN}京津冀协同发展带动集成电路产业。")

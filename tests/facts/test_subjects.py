"""Who may be the subject of a place in a sentence, and how each is known."""

from __future__ import annotations

import pytest

from kg import facts, mentions, text
from kg.facts.candidates import Candidate
from kg.model import Document


def proposed(words: str, industry: str) -> list[Candidate]:
    """Candidates of "some region develops the industry"."""
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    return [
        c
        for _, several in facts.propose(sentences, found.mentions, found.home)
        for c in several
        if c.type == "DEVELOPS" and c.tail.name == industry
    ]


def ways(words: str, industry: str) -> set[tuple[str, str]]:
    """How each region is known that may develop the industry."""
    return {
        (f.removeprefix("how=").rstrip("0123456789"), c.head.name)
        for c in proposed(words, industry)
        for f in c.features
        if f.startswith("how=") and "|" not in f
    }


@pytest.mark.parametrize(
    ("words", "way", "why"),
    [
        ("德阳市发展核电产业。", ("clause", "德阳市"), "named before, in the clause"),
        ("德阳市加快转型，发展核电产业。", ("sentence", "德阳市"), "in a clause before"),
        ("核电产业在德阳市壮大。", ("after", "德阳市"), "named behind, in the clause"),
        (
            "推进核电产业发展，让德阳市更有活力。",
            ("later", "德阳市"),
            "in a clause behind",
        ),
        (
            "德阳重型机械集团不断创新，推动核电产业升级。",
            ("held", "德阳市"),
            "in the name of a firm before",
        ),
        ("德阳市很大。大力发展核电产业。", ("carried", "德阳市"), "the sentence before"),
        (
            "德阳市很大。\n\n大力发展核电产业，支持企业上市，扩大投资。",
            ("earlier", "德阳市"),
            "a paragraph before",
        ),
        (
            "德阳市委书记王某表示：“过去一年很不容易，大家都很努力。要大力发展核电产业。”",
            ("speaker", "德阳市"),
            "a quoted official's",
        ),
        ("大力发展核电产业。", ("nation", "中国"), "nobody is named at all"),
    ],
)
def test_ways(words: str, way: tuple[str, str], why: str) -> None:
    assert way in ways(words, "核电"), why


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("德阳市发展核电产业。", "somebody is named in the sentence"),
        ("我省发展核电产业，全省支持。四川省很大，四川省很美。", "somebody is at home"),
    ],
)
def test_the_nation_is_nobody_elses(words: str, why: str) -> None:
    assert "nation" not in {way for way, _ in ways(words, "核电")}, why


def test_other_relations_know_no_nation() -> None:
    words = "实施能效提升行动，建设白水河电站。"
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    heads = [
        c
        for _, several in facts.propose(sentences, found.mentions, found.home)
        for c in several
        if c.type in ("COVERS", "LOCATED_IN")
    ]
    assert not heads


def since(words: str) -> set[str]:
    return {
        f.partition("|since=")[2]
        for c in proposed(words, "核电")
        for f in c.features
        if f.startswith(("how=carried", "how=earlier")) and "|since=" in f
    }


def test_since_tells_of_other_headings() -> None:
    one = "一、发展情况\n德阳市正在全面转型，企业数量持续增加，投资不断扩大。"
    body = "大力发展核电产业，支持企业上市，扩大有效投资，稳定就业。"
    assert since(f"{one}\n{body}") == {"1"}
    assert since(f"{one}\n二、下一步打算\n{body}") == {"8"}


def test_a_long_run_of_characters_is_a_mere_list() -> None:
    words = "“汉孝随襄十”汽车走廊协同共建。湖北省很大，湖北省很美，全省都支持。"
    document = Document("0" * 16, "hubei-report.txt", "hubei-report.txt", words, "0" * 64)
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    partners = {
        frozenset((c.head.name, c.tail.name))
        for _, several in facts.propose(sentences, found.mentions, found.home)
        for c in several
        if c.type == "COOPERATES_WITH"
    }
    assert frozenset(("武汉市", "孝感市")) not in partners
    assert len([m for m in found.mentions if len(m.text) == 1]) == 5

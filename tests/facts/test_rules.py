"""The rules of ``rules/relations/*.toml`` do what their examples say, and bad files are named."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from kg import facts, mentions, text
from kg.errors import DataError
from kg.facts import engine
from kg.facts.candidates import Candidate
from kg.facts.rules import Rule, expand, parse_rules, relation_rules
from kg.model import Document, RelationType, Sentence

RULES = [r for relation in get_args(RelationType) for r in relation_rules(relation)]
FOUND = [r for r in RULES if not r.drop]
DROPS = [r for r in RULES if r.drop]


def read(words: str) -> tuple[tuple[Sentence, ...], mentions.Found]:
    """Sentences and mentions of a document of these words."""
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    sentences = text.sentences(document)
    return sentences, mentions.find(document, sentences)


def candidates(words: str, relation: str) -> list[Candidate]:
    """What the stages propose for one relation in a document of these words."""
    sentences, found = read(words)
    proposed = facts.propose(sentences, found.mentions, found.home)
    return [c for _, several in proposed for c in several if c.type == relation]


def stated(words: str, rule: Rule, by: str | None = None) -> set[str]:
    """ "head>tail" that rules alone state, all or those by one rule; both ways if unordered."""
    found = [c for c in candidates(words, rule.relation) if c.default]
    if by is not None:
        found = [c for c in found if c.rule.id == by]
    pairs = [(c.head.name, c.tail.name) for c in found]
    if rule.relation == "COOPERATES_WITH":
        pairs += [(tail, head) for head, tail in pairs]
    return {f"{head}>{tail}" for head, tail in pairs}


def without(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave one rule out."""
    monkeypatch.setattr(
        engine, "relation_rules", lambda name: [r for r in relation_rules(name) if r != rule]
    )


def test_ids_are_unique_and_every_relation_has_rules() -> None:
    assert len({r.id for r in RULES}) == len(RULES)
    assert {r.relation for r in RULES} == set(get_args(RelationType))


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)
def test_every_rule_has_examples(rule: Rule) -> None:
    assert rule.yes
    assert rule.no
    assert 0 < rule.confidence <= 1
    for example in rule.yes:
        assert set(example) == {"text", "facts"}


@pytest.mark.parametrize("rule", FOUND, ids=lambda r: r.id)
def test_yes_examples_are_found_by_the_rule(rule: Rule) -> None:
    for example in rule.yes:
        assert set(example["facts"]) <= stated(example["text"], rule, by=rule.id)


@pytest.mark.parametrize("rule", FOUND, ids=lambda r: r.id)
def test_no_examples_are_not_found_by_the_rule(rule: Rule) -> None:
    for example in rule.no:
        there = [m.entity.type for m in read(example)[1].mentions]
        assert rule.anchor in there if rule.anchor else len(there) >= 2, "no trial at all"
        assert stated(example, rule, by=rule.id) == set()


@pytest.mark.parametrize("rule", DROPS, ids=lambda r: r.id)
def test_drop_rules_leave_the_rest(rule: Rule) -> None:
    for example in rule.yes:
        assert set(example["facts"]) <= stated(example["text"], rule)


@pytest.mark.parametrize("rule", DROPS, ids=lambda r: r.id)
def test_drop_rules_drop(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    for example in rule.no:
        assert stated(example, rule) == set()
    without(rule, monkeypatch)
    for example in rule.no:
        assert stated(example, rule) != set()


def test_words_and_items_are_expanded() -> None:
    pattern = expand("{head:R+}(?:<make>){tail:[OP]}", {"make": "组成|构成"})
    assert pattern.count("(?P<") == 2
    assert "组成|构成" in pattern
    assert "{" not in pattern


RULE: dict[str, Any] = {"id": "x", "anchor": "I"}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"rule": [{**RULE, "colour": "red"}]}, r"a\.toml: rule x: unknown keys colour.*anchor"),
        ({"colour": {}}, r"a\.toml: unknown keys colour \(allowed keys: rule, words\)"),
        ({"rule": [{"anchor": "I"}]}, r"rule \?: a rule has an id"),
        ({"rule": [{"id": "x"}]}, "either anchor or pattern"),
        ({"rule": [{**RULE, "pattern": "{R}"}]}, "either anchor or pattern"),
        ({"rule": [{**RULE, "anchor": "Q"}]}, "anchor 'Q'.*R, I, S"),
        ({"rule": [{**RULE, "scope": "page"}]}, "scope 'page'.*clause, sentence"),
        ({"rule": [{**RULE, "left": "("}]}, r"a\.toml: rule x: left"),
        (
            {"words": {"make": ["做"]}, "rule": [{**RULE, "left": "<grow>"}]},
            "<grow> is not under.*make",
        ),
    ],
)
def test_bad_files_are_named(table: dict[str, Any], says: str) -> None:
    with pytest.raises(DataError, match=says):
        parse_rules("DEVELOPS", table, "a.toml")

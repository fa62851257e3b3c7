"""The options for whose a figure is: the rules' choice among them, each subject once."""

from __future__ import annotations

import pytest

from kg import mentions, text
from kg.facts.indicators import Context, Proposed, propose_indicators, read_indicators
from kg.facts.model import Logistic
from kg.model import Document

TEXT = "2023年，合肥市新能源汽车产量达到74.6万辆，占安徽省的一半以上。芜湖市奇瑞汽车销量增长50%。"


def read(words: str) -> tuple[list[Proposed], Context, mentions.Found]:
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64)
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    context = Context(document, found.home, None)
    return list(propose_indicators(sentences, found.mentions, context)), context, found


def test_each_subject_is_one_option_and_the_rules_choice_is_marked() -> None:
    figures, _, _ = read(TEXT)
    assert figures
    for figure in figures:
        subjects = [tuple(s.entity.id for s in o.subjects) for o in figure.options]
        assert len(subjects) == len(set(subjects))
        assert sum(o.chosen for o in figure.options) <= 1


def test_the_likeliest_option_is_the_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that likes whatever the rules did not choose gets it."""
    figures, context, found = read(TEXT)
    first = figures[0]
    other = next(o for o in first.options if not o.chosen)
    liked = next(
        f for f in other.features if all(f not in o.features for o in first.options if o.chosen)
    )
    model = Logistic({liked: 9.0, "bias": -3.0}, 0.5)
    monkeypatch.setattr("kg.facts.indicators.logistic", lambda _: model)
    sentences = text.sentences(context.document)
    facts = read_indicators(sentences, found.mentions, context)
    value = first.quantity.value
    assert {f.subject for f in facts if f.value == value} == {s.entity for s in other.subjects}


def test_an_unlikely_figure_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    _, context, found = read(TEXT)
    monkeypatch.setattr("kg.facts.indicators.logistic", lambda _: Logistic({"bias": -9.0}, 0.5))
    sentences = text.sentences(context.document)
    assert read_indicators(sentences, found.mentions, context) == []

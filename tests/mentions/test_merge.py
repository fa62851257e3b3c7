"""What stands of dictionaries, patterns and lists beside what the tagger thinks of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.mentions import find
from kg.mentions.merge import rate
from kg.mentions.span import Span
from kg.mentions.tagger import TaggedSpan, Tagger
from kg.model import Document, EntityType
from kg.neural import Reading
from kg.text import sentences


def stands(text: str, kind: EntityType, source: str, probability: float, sort: str = "") -> bool:
    """Whether a name stands that the tagger thinks so likely."""
    span = Span(0, len(text), kind, text, sort, source)
    return bool(rate(text, [span], [TaggedSpan(0, len(text), kind, probability)]))


@pytest.mark.parametrize(
    ("text", "kind", "source", "least", "why"),
    [
        ("白水河基地", "Project", "pattern", 0.4, "one in ten of the unlikely is a name"),
        ("白水河项目", "Project", "list", 0.05, "the list says what it is"),
        ("强链行动", "Strategy", "pattern", 0.3, "any action is called so"),
        ("强链行动", "Strategy", "list", 0.05, "the list says what it is"),
        ("乡村振兴", "Strategy", "lexicon", 0.2, "often no more than a phrase"),
        ("白水河集团", "Organization", "pattern", 0.05, "the ending is sure enough"),
        ("汽车", "Industry", "lexicon", 0.05, "often no more than a thing"),
    ],
)
def test_least(text: str, kind: EntityType, source: str, least: float, why: str) -> None:
    assert stands(text, kind, source, least), why
    assert not stands(text, kind, source, least - 0.01), why


def test_what_the_text_calls_an_industry_stands() -> None:
    assert stands("汽车产业", "Industry", "lexicon", 0.0)
    assert not stands("汽车产业", "Industry", "pattern", 0.0)


def test_a_sort_of_thing_stands() -> None:
    assert stands("白水河水库", "Project", "list", 0.0, "facility")
    assert not stands("白水河项目", "Project", "list", 0.0, "project")


def test_titles_and_regions_stand() -> None:
    assert stands("白水河规划", "Strategy", "title", 0.0)
    assert stands("德阳市", "Region", "lexicon", 0.0)


class Names(Tagger):
    """A tagger that finds a project in quotes, whatever else there is."""

    def __init__(self) -> None:
        """It holds no network."""

    def read(
        self, pages: Sequence[Sequence[Reading]], least: float
    ) -> list[list[list[TaggedSpan]]]:
        return [[[self.quoted(r.view)] for r in page] for page in pages]

    def quoted(self, view: str) -> TaggedSpan:
        return TaggedSpan(view.index("“") + 1, view.index("”"), "Project", 0.9)


@pytest.mark.parametrize(
    ("quoted", "projects"), [("川渝", set()), ("沪苏浙皖", set()), ("浙江明珠", {"浙江明珠"})]
)
def test_short_names_of_places_are_no_project(quoted: str, projects: set[str]) -> None:
    document = Document("a", "a.txt", "a.txt", f"“{quoted}”汽车产业发展壮大。", "a")
    found = find(document, sentences(document), Names())
    assert {m.entity.name for m in found.mentions if m.entity.type == "Project"} == projects
    assert any(m.entity.type == "Region" for m in found.mentions)

"""What the lexicons know, for the network: which stretches of a sentence are listed names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.data import lexicons
from kg.mentions.matcher import Matcher

Token = tuple[str, str]


@cache
def lexicon_forms() -> dict[str, str]:
    """Every form of the lexicons, two characters or more, and the letter of its class.

    S strategies, I industries, O organizations, F functional regions, D divisions, P projects.
    """
    forms: dict[str, str] = {}
    for letter, names in _lexicon_names():
        for name in names:
            if len(name) > 1:
                forms.setdefault(name, letter)
    return forms


def _lexicon_names() -> Iterator[tuple[str, tuple[str, ...]]]:
    for strategy in lexicons.strategies():
        yield "S", (strategy.name, *strategy.aliases)
    for industry in lexicons.industries():
        yield "I", (industry.name, *industry.aliases)
    for organization in lexicons.organizations():
        yield "O", (organization.name, *organization.aliases)
    for project in lexicons.projects():
        yield "P", (project.name, *project.aliases)
    for region in lexicons.functional_regions():
        yield "F", (region.name, *region.aliases)
    for division in lexicons.divisions():
        yield "D", (division.name, division.short, *division.aliases)


@cache
def lexicon_matcher() -> Matcher[str]:
    """Longest matches of all lexicons at once."""
    return Matcher(lexicon_forms())

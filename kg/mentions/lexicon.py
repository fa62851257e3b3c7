"""The dictionaries as matchers: places, industries, and names of strategies and organizations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from kg.data import lexicons, read_tsv
from kg.mentions.industries import TAILS
from kg.mentions.matcher import Layers
from kg.mentions.names import lexicon_forms
from kg.mentions.places import gazetteer
from kg.model import EntityType


class Term(NamedTuple):
    """What a dictionary form stands for. ``weak`` terms need a context to count."""

    type: EntityType
    name: str
    kind: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Matchers:
    """The dictionaries, and one matcher of all.

    ``layers`` finds places, foreign places, names, industries, and the network's lexicon names, in
    this order; layers may nest in one another, names of one layer may not.
    """

    layers: Layers
    industries: dict[str, Term]
    names: dict[str, Term]
    short_industries: frozenset[str]


@cache
def matchers() -> Matchers:
    """All dictionaries, built once."""
    industries, names = _industries(), _names()
    foreign = {r["name"]: r["name"] for r in read_tsv("lexicons/foreign.tsv", ("name", "kind"))}
    layers = Layers((gazetteer().forms, foreign, names, industries, lexicon_forms()))
    return Matchers(layers, industries, names, frozenset(_short()))


def _industries() -> dict[str, Term]:
    weak = {r["name"] for r in read_tsv("lexicons/industries_weak.tsv", ("name", "why"))}
    forms: dict[str, Term] = {}
    for row in lexicons.industries():
        for form in (row.name, *row.aliases):
            forms.setdefault(form, Term("Industry", row.name, row.kind, form in weak))
    for form, term in list(forms.items()):
        # A weak word is plain beside its tail: 旅游 may be a pastime, 旅游产业 is an industry.
        if term.weak and not form.endswith(TAILS):
            for tail in TAILS[1:4]:
                forms.setdefault(form + tail, Term("Industry", term.name, term.kind))
    for name in _short():
        for tail in TAILS[1:3]:
            forms.setdefault(name + tail, Term("Industry", name, "product"))
    return forms


def _names() -> dict[str, Term]:
    forms: dict[str, Term] = {}
    for row in lexicons.strategies():
        for form in (row.name, *row.aliases):
            forms.setdefault(form, Term("Strategy", row.name, row.kind))
    for org in lexicons.organizations():
        for form in (org.name, *org.aliases):
            forms.setdefault(form, Term("Organization", org.name, org.kind))
    for project in lexicons.projects():
        for form in (project.name, *project.aliases):
            forms.setdefault(form, Term("Project", project.name, project.kind))
    return forms


def _short() -> list[str]:
    columns = ("name", "kind", "aliases", "code", "parent")
    return [r["name"] for r in read_tsv("lexicons/industries_short.tsv", columns)]

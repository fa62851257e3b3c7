"""How two regions lie to one another: the same, one in the other, or apart."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import Literal

from kg.data.regions import memberships
from kg.mentions.places import gazetteer

Kinship = Literal["same", "in", "over", "apart", "unknown"]


@cache
def kinship(one: str, other: str) -> Kinship:
    """How the region of id ``one`` lies to that of id ``other``, by the gazetteer.

    "in" also for a member of a functional region and what lies in it: 合肥市 in 中部地区.
    """
    if one == other:
        return "same"
    places = gazetteer().by_id
    if one not in places or other not in places:
        return "unknown"
    if other in _wholes(one):
        return "in"
    return "over" if one in _wholes(other) else "apart"


@cache
def _wholes(region: str) -> frozenset[str]:
    """Ids of everything that a region lies in, members of members included."""
    place = gazetteer().by_id.get(region)
    above = set(place.chain) if place else set()
    found = set(above)
    for part in (region, *above):
        for whole in _functional().get(part, ()):
            found |= {whole} | _wholes(whole)
    return frozenset(found - {region})


@cache
def _functional() -> dict[str, list[str]]:
    """The functional regions that a region is a member of."""
    named = gazetteer().named
    found: dict[str, list[str]] = defaultdict(list)
    for member, name in memberships():
        part, whole = named(member), named(name)
        if part and whole and part is not whole:
            found[part.entity.id].append(whole.entity.id)
    return found

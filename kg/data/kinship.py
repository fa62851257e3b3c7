"""How two regions lie to one another: the same, one in the other, or apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Literal

from kg.data.lexicons import divisions, functional_regions
from kg.data.regions import memberships, region_ids

Kinship = Literal["same", "in", "over", "apart", "unknown"]


@cache
def kinship(one: str, other: str) -> Kinship:
    """How the region of id ``one`` lies to that of id ``other``, by the gazetteer.

    "in" also for a member of a functional region and what lies in it: 合肥市 in 中部地区.
    """
    if one == other:
        return "same"
    if one not in chains() or other not in chains():
        return "unknown"
    if other in _wholes(one):
        return "in"
    return "over" if one in _wholes(other) else "apart"


@cache
def _wholes(region: str) -> frozenset[str]:
    """Ids of everything that a region lies in, members of members included."""
    above = set(chains().get(region, ()))
    found = set(above)
    for part in (region, *above):
        for whole in _functional().get(part, ()):
            found |= {whole} | _wholes(whole)
    return frozenset(found - {region})


@cache
def chains() -> dict[str, tuple[str, ...]]:
    """Ids of the divisions above every region, nearest first; for a zone from its host on.

    A functional region without a host lies in what all its members lie in.
    """
    parents = {d.adcode: d.parent for d in divisions()}
    found: dict[str, tuple[str, ...]] = {region_ids()["中国"][0]: ()}
    for division in divisions():
        chain, above = [], division.parent
        while above:
            chain.append(f"region:{above}")
            above = parents[above]
        found[f"region:{division.adcode}"] = tuple(chain)
    for region in functional_regions():
        if region.host in region_ids():
            host = region_ids()[region.host][0]
            found[f"region:{region.name}"] = (host, *found.get(host, ()))
        else:
            members = [region_ids()[m][0] for m in region.members if m in region_ids()]
            found[f"region:{region.name}"] = _common([found.get(m, ()) for m in members])
    return found


def _common(chains: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What all of some chains hold: the province of 河西走廊 is 甘肃省."""
    return tuple(i for i in chains[0] if all(i in c for c in chains)) if chains else ()


@cache
def _functional() -> dict[str, list[str]]:
    """The functional regions that a region is a member of."""
    found: dict[str, list[str]] = defaultdict(list)
    for member, name in memberships():
        if member in region_ids() and name in region_ids() and member != name:
            found[region_ids()[member][0]].append(region_ids()[name][0])
    return found

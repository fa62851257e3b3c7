"""Official region names and the ids that nodes get from them."""

from __future__ import annotations

from functools import cache

from kg.data.lexicons import divisions, functional_regions, strategies


@cache
def region_ids() -> dict[str, tuple[str, str]]:
    """Region name to (node id, kind): divisions by adcode, functional regions by name.

    Of divisions that share a name the highest counts.
    """
    ids: dict[str, tuple[str, str]] = {"中国": ("region:100000", "country")}
    for d in divisions():
        ids.setdefault(d.name, (f"region:{d.adcode}", d.level))
    for f in functional_regions():
        ids.setdefault(f.name, (f"region:{f.name}", f.kind))
    return ids


@cache
def strategy_scope() -> dict[str, tuple[str, ...]]:
    """Strategy name to the region names that the name itself implies."""
    return {s.name: s.covers for s in strategies() if s.covers}


@cache
def memberships() -> frozenset[tuple[str, str]]:
    """(member, functional region) pairs of official names."""
    return frozenset((m, f.name) for f in functional_regions() for m in f.members)

"""What the gazetteer and the industry vocabulary add to the graph, as small Arrow tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import pyarrow as pa

from kg.data import lexicons

_S, _F = pa.string(), pa.float64()

_REGIONS = pa.schema(
    [("id", _S), ("name", _S), ("kind", _S), ("adcode", _S), ("lat", _F), ("lon", _F)]
)
_NAMES = pa.schema([("id", _S), ("form", _S)])
_ABOVE = pa.schema([("node", _S), ("source", _S), ("target", _S)])
_MEMBERS = pa.schema([("source", _S), ("target", _S)])
_CODES = pa.schema([("id", _S), ("code", _S)])


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Tables that aggregation joins with.

    ``regions`` (id, name, kind, adcode, lat, lon) has one row a known region; ``names``
    (id, form) other names of regions and industries; ``above`` (node, source, target) every
    PART_OF edge on the way up from ``node`` to its province; ``members`` (source, target) the
    members of functional regions; ``codes`` (id, code) industry codes.
    """

    regions: pa.Table
    names: pa.Table
    above: pa.Table
    members: pa.Table
    codes: pa.Table


@lru_cache(maxsize=1)
def load_gazetteer() -> Gazetteer:
    """The gazetteer of the package's lexicons."""
    return make_gazetteer(
        lexicons.divisions(), lexicons.functional_regions(), lexicons.industries()
    )


def make_gazetteer(
    divisions: Iterable[lexicons.Division],
    functional: Iterable[lexicons.FunctionalRegion],
    industries: Iterable[lexicons.KnownIndustry],
) -> Gazetteer:
    """Tables of these lexicons. Members and hosts that name no single division are left out."""
    divisions, functional, industries = tuple(divisions), tuple(functional), tuple(industries)
    by_code = {division.adcode: division for division in divisions}
    ids = _ids_by_name(divisions, functional)
    return Gazetteer(
        regions=_table(_REGIONS, _regions(divisions, functional)),
        names=_table(_NAMES, _names(divisions, functional, industries)),
        above=_table(_ABOVE, _above(by_code, functional, ids)),
        members=_table(_MEMBERS, _members(functional, ids)),
        codes=_table(_CODES, ((f"industry:{i.name}", i.code) for i in industries if i.code)),
    )


def _table(schema: pa.Schema, rows: Iterable[tuple[str | float | None, ...]]) -> pa.Table:
    columns = list(zip(*dict.fromkeys(rows), strict=True)) or [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def _region_id(region: lexicons.Division | lexicons.FunctionalRegion) -> str:
    key = region.adcode if isinstance(region, lexicons.Division) else region.name
    return f"region:{key}"


def _ids_by_name(
    divisions: tuple[lexicons.Division, ...], functional: tuple[lexicons.FunctionalRegion, ...]
) -> dict[str, str]:
    """Ids of official names. A name that several divisions have (朝阳区) means the highest one,
    and none when several stand on that level."""
    found: dict[str, list[lexicons.Division]] = {}
    for division in divisions:
        found.setdefault(division.name, []).append(division)
    ids = {region.name: _region_id(region) for region in functional}
    order = {"province": 0, "city": 1, "county": 2}
    for name, same in found.items():
        top = min(order[division.level] for division in same)
        highest = [division for division in same if order[division.level] == top]
        if len(highest) == 1:
            ids[name] = _region_id(highest[0])
    return ids


def _regions(
    divisions: tuple[lexicons.Division, ...], functional: tuple[lexicons.FunctionalRegion, ...]
) -> Iterator[tuple[str | float | None, ...]]:
    for d in divisions:
        yield _region_id(d), d.name, d.level, d.adcode, d.lat, d.lon
    for f in functional:
        yield _region_id(f), f.name, f.kind, None, f.lat, f.lon


def _names(
    divisions: tuple[lexicons.Division, ...],
    functional: tuple[lexicons.FunctionalRegion, ...],
    industries: tuple[lexicons.KnownIndustry, ...],
) -> Iterator[tuple[str, str]]:
    for division in divisions:
        for form in (division.short, *division.aliases):
            if form:
                yield _region_id(division), form
    for region in functional:
        yield from ((_region_id(region), form) for form in region.aliases)
    for industry in industries:
        yield from ((f"industry:{industry.name}", form) for form in industry.aliases)


def _chain(code: str, by_code: Mapping[str, lexicons.Division]) -> list[str]:
    """Ids from the division ``code`` up to its province."""
    chain: list[str] = []
    while code in by_code and len(chain) < 4:
        chain.append(_region_id(by_code[code]))
        code = by_code[code].parent
    return chain


def _above(
    by_code: Mapping[str, lexicons.Division],
    functional: tuple[lexicons.FunctionalRegion, ...],
    ids: Mapping[str, str],
) -> Iterator[tuple[str, str, str]]:
    codes = {_region_id(division): code for code, division in by_code.items()}
    chains = [_chain(code, by_code) for code in by_code]
    for region in functional:
        host = ids.get(region.host)
        if host in codes:
            chains.append([_region_id(region), *_chain(codes[host], by_code)])
    for chain in chains:
        for source, target in pairwise(chain):
            yield chain[0], source, target


def _members(
    functional: tuple[lexicons.FunctionalRegion, ...], ids: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for region in functional:
        for member in region.members:
            if member in ids and ids[member] != _region_id(region):
                yield ids[member], _region_id(region)

"""Typed access to the lexicons under ``kg/data/lexicons``."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kg.data import read_rows, split_list


class Division(NamedTuple):
    """An administrative division of China, province to county (level: province, city, county).

    ``short`` is the everyday short name (广西, 深圳; empty where it would be a single character),
    ``parent`` the adcode above ("" for provinces), ``lat``/``lon`` degrees WGS-84 or None.
    """

    adcode: str
    name: str
    short: str
    aliases: tuple[str, ...]
    level: str
    parent: str
    lat: float | None
    lon: float | None


class FormerDivision(NamedTuple):
    """A name a division had until ``until`` (ISO year or date): 撤县设区, renaming, merging.

    ``successor`` is the adcode it became, ``event`` what happened in a word.
    """

    name: str
    until: str
    successor: str
    event: str


class FunctionalRegion(NamedTuple):
    """A region that is no administrative division: 长三角, 成都都市圈, 河西走廊, 雄安新区.

    ``kind`` is one of the schema's Region kinds (macro_region, cluster, belt, zone); ``members``
    and ``host`` (the division that a zone lies in) are official full names.
    """

    name: str
    kind: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]
    host: str
    lat: float | None
    lon: float | None


class Abbreviation(NamedTuple):
    """A one-character name of a division (粤, 渝, 蓉) and the full name it means."""

    char: str
    name: str


class KnownStrategy(NamedTuple):
    """A national or regional strategy, plan, programme or mechanism with a settled name.

    ``covers`` lists regions that the name itself implies (京津冀协同发展 -> 京津冀).
    """

    name: str
    kind: str
    aliases: tuple[str, ...]
    covers: tuple[str, ...]


class KnownIndustry(NamedTuple):
    """An industry term; ``code`` of GB/T 4754-2017 or "" ; ``kind`` of the schema's Industry kinds.

    ``parent`` is a broader term of the same table, or "".
    """

    name: str
    kind: str
    aliases: tuple[str, ...]
    code: str
    parent: str


class Known(NamedTuple):
    """A well-known name of a kind of the schema, with its other forms."""

    name: str
    kind: str
    aliases: tuple[str, ...]


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions, provinces first, in adcode order."""
    rows = read_rows("lexicons/divisions.tsv", Division._fields)
    return tuple([
        Division(code, name, short, split_list(other), level, parent, _degrees(lat), _degrees(lon))
        for code, name, short, other, level, parent, lat, lon in rows
    ])  # fmt: skip


@cache
def former_divisions() -> tuple[FormerDivision, ...]:
    """Historical names with their successors."""
    rows = read_rows("lexicons/former_divisions.tsv", FormerDivision._fields)
    return tuple(map(FormerDivision._make, rows))


@cache
def functional_regions() -> tuple[FunctionalRegion, ...]:
    """Functional regions and named national zones."""
    rows = read_rows("lexicons/functional_regions.tsv", FunctionalRegion._fields)
    return tuple([
        FunctionalRegion(
            name, kind, split_list(other), split_list(members), host, _degrees(lat), _degrees(lon)
        )
        for name, kind, other, members, host, lat, lon in rows
    ])  # fmt: skip


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    """One-character names of divisions."""
    rows = read_rows("lexicons/abbreviations.tsv", Abbreviation._fields)
    return tuple(map(Abbreviation._make, rows))


@cache
def strategies() -> tuple[KnownStrategy, ...]:
    """Named strategies and plans."""
    rows = read_rows("lexicons/strategies.tsv", KnownStrategy._fields)
    return tuple([
        KnownStrategy(name, kind, split_list(other), split_list(covers))
        for name, kind, other, covers in rows
    ])  # fmt: skip


@cache
def industries() -> tuple[KnownIndustry, ...]:
    """Industry terms."""
    rows = read_rows("lexicons/industries.tsv", KnownIndustry._fields)
    return tuple([
        KnownIndustry(name, kind, split_list(other), code, parent)
        for name, kind, other, code, parent in rows
    ])  # fmt: skip


@cache
def organizations() -> tuple[Known, ...]:
    """Well-known organizations."""
    return _known("organizations")


@cache
def projects() -> tuple[Known, ...]:
    """Well-known infrastructure lines, facilities and works."""
    return _known("projects")


def _known(name: str) -> tuple[Known, ...]:
    rows = read_rows(f"lexicons/{name}.tsv", Known._fields)
    return tuple([Known(name, kind, split_list(other)) for name, kind, other in rows])

"""Typed access to the lexicons under ``kg/data/lexicons``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.data import read_tsv, split_list


@dataclass(frozen=True, slots=True)
class Division:
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


@dataclass(frozen=True, slots=True)
class FormerDivision:
    """A name a division had until ``until`` (ISO year or date): 撤县设区, renaming, merging.

    ``successor`` is the adcode it became, ``event`` what happened in a word.
    """

    name: str
    until: str
    successor: str
    event: str


@dataclass(frozen=True, slots=True)
class FunctionalRegion:
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


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A one-character name of a division (粤, 渝, 蓉) and the full name it means."""

    char: str
    name: str


@dataclass(frozen=True, slots=True)
class KnownStrategy:
    """A national or regional strategy, plan, programme or mechanism with a settled name.

    ``covers`` lists regions that the name itself implies (京津冀协同发展 -> 京津冀).
    """

    name: str
    kind: str
    aliases: tuple[str, ...]
    covers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownIndustry:
    """An industry term; ``code`` of GB/T 4754-2017 or "" ; ``kind`` of the schema's Industry kinds.

    ``parent`` is a broader term of the same table, or "".
    """

    name: str
    kind: str
    aliases: tuple[str, ...]
    code: str
    parent: str


@dataclass(frozen=True, slots=True)
class Known:
    """A well-known name of a kind of the schema, with its other forms."""

    name: str
    kind: str
    aliases: tuple[str, ...]


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


@cache
def divisions() -> tuple[Division, ...]:
    """All divisions, provinces first, in adcode order."""
    columns = ("adcode", "name", "short", "aliases", "level", "parent", "lat", "lon")
    return tuple(
        Division(
            r["adcode"], r["name"], r["short"], split_list(r["aliases"]), r["level"], r["parent"],
            _degrees(r["lat"]), _degrees(r["lon"]),
        )
        for r in read_tsv("lexicons/divisions.tsv", columns)
    )  # fmt: skip


@cache
def former_divisions() -> tuple[FormerDivision, ...]:
    """Historical names with their successors."""
    columns = ("name", "until", "successor", "event")
    rows = read_tsv("lexicons/former_divisions.tsv", columns)
    return tuple(FormerDivision(**r) for r in rows)


@cache
def functional_regions() -> tuple[FunctionalRegion, ...]:
    """Functional regions and named national zones."""
    columns = ("name", "kind", "aliases", "members", "host", "lat", "lon")
    return tuple(
        FunctionalRegion(
            r["name"], r["kind"], split_list(r["aliases"]), split_list(r["members"]), r["host"],
            _degrees(r["lat"]), _degrees(r["lon"]),
        )
        for r in read_tsv("lexicons/functional_regions.tsv", columns)
    )  # fmt: skip


@cache
def abbreviations() -> tuple[Abbreviation, ...]:
    """One-character names of divisions."""
    return tuple(
        Abbreviation(r["char"], r["name"])
        for r in read_tsv("lexicons/abbreviations.tsv", ("char", "name"))
    )


@cache
def strategies() -> tuple[KnownStrategy, ...]:
    """Named strategies and plans."""
    columns = ("name", "kind", "aliases", "covers")
    return tuple(
        KnownStrategy(r["name"], r["kind"], split_list(r["aliases"]), split_list(r["covers"]))
        for r in read_tsv("lexicons/strategies.tsv", columns)
    )


@cache
def industries() -> tuple[KnownIndustry, ...]:
    """Industry terms."""
    columns = ("name", "kind", "aliases", "code", "parent")
    return tuple(
        KnownIndustry(r["name"], r["kind"], split_list(r["aliases"]), r["code"], r["parent"])
        for r in read_tsv("lexicons/industries.tsv", columns)
    )


@cache
def organizations() -> tuple[Known, ...]:
    """Well-known organizations."""
    return _known("organizations")


@cache
def projects() -> tuple[Known, ...]:
    """Well-known infrastructure lines, facilities and works."""
    return _known("projects")


def _known(name: str) -> tuple[Known, ...]:
    return tuple(
        Known(r["name"], r["kind"], split_list(r["aliases"]))
        for r in read_tsv(f"lexicons/{name}.tsv", ("name", "kind", "aliases"))
    )

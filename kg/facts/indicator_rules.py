"""The knowledge behind numeric facts, read from ``rules/indicators.toml`` and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.data import read_text
from kg.errors import DataError
from kg.facts.numbers import Quantity, Scanner, Units

FILE = "rules/indicators.toml"
_UNIT_KEYS = {"measures", "counters", "small", "scales", "same", "not_before"}
_BLOCK_KEYS = {"id", "why", "units", "before", "after", "clause", "unless", "blocked", "kept"}


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why a number is no indicator; ``blocked`` and ``kept`` are its examples.

    A quantity is blocked when its unit is one of ``units`` (any when empty) and every pattern that
    is given agrees: ``before`` ends where the quantity starts, ``after`` starts where it ends,
    ``clause`` is found in its clause and ``unless`` is not.
    """

    id: str
    units: frozenset[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    clause: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    blocked: tuple[str, ...]
    kept: tuple[str, ...]

    def holds(self, text: str, quantity: Quantity, clause: str) -> bool:
        """Whether this quantity of ``text``, standing in ``clause``, is no indicator."""
        if self.units and quantity.name not in self.units:
            return False
        if self.before and not self.before.search(text, 0, quantity.start):
            return False
        if self.after and not self.after.match(text, quantity.end):
            return False
        if self.clause and not self.clause.search(clause):
            return False
        return not (self.unless and self.unless.search(clause))


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that ``rules/indicators.toml`` says."""

    scanner: Scanner
    blocks: tuple[Block, ...]
    _by_unit: dict[str, list[Block]] = field(default_factory=dict)

    def indicators(
        self, text: str, found: Sequence[Quantity], clauses: Sequence[tuple[int, int]]
    ) -> list[Quantity]:
        """Those of the quantities found in a sentence that no block holds for."""
        return [q for q in found if not self._blocked(text, q, clauses)]

    def _blocked(self, text: str, q: Quantity, clauses: Sequence[tuple[int, int]]) -> bool:
        start, end = next(span for span in clauses if q.start < span[1])
        clause = text[start:end]
        if q.name not in self._by_unit:
            fit = [b for b in self.blocks if not b.units or q.name in b.units]
            self._by_unit[q.name] = fit
        return any(block.holds(text, q, clause) for block in self._by_unit[q.name])


@cache
def rules() -> Rules:
    """The rules, read once."""
    return parse_rules(read_text(FILE))


def parse_rules(text: str) -> Rules:
    """Rules from TOML text; raises :class:`DataError` on an unknown or missing key."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{FILE}: {error}") from error
    _check(data, {"units", "block"}, "top level")
    units = data["units"]
    _check(units, _UNIT_KEYS, "[units]")
    blocks = tuple(_block(raw) for raw in data["block"])
    return Rules(Scanner(Units(**units)), blocks)


def _block(raw: Mapping[str, Any]) -> Block:
    where = f"block {raw.get('id', '?')}"
    _check(raw, _BLOCK_KEYS, where)
    return Block(
        raw["id"],
        frozenset(raw.get("units", ())),
        _pattern(raw, "before", where, end=True),
        _pattern(raw, "after", where),
        _pattern(raw, "clause", where),
        _pattern(raw, "unless", where),
        tuple(raw.get("blocked", ())),
        tuple(raw.get("kept", ())),
    )


def _pattern(
    raw: Mapping[str, Any], key: str, where: str, end: bool = False
) -> re.Pattern[str] | None:
    if key not in raw:
        return None
    try:
        return re.compile(f"(?:{raw[key]})$" if end else raw[key])
    except re.error as error:
        raise DataError(f"{FILE}: {where}: {key}: {error}") from error


def _check(table: Mapping[str, Any], allowed: set[str], where: str) -> None:
    unknown = set(table) - allowed
    if unknown:
        raise DataError(
            f"{FILE}: {where}: unknown keys {sorted(unknown)}", f"allowed: {sorted(allowed)}"
        )

"""Relation rules: data read from ``rules/<relation>.toml`` and compiled.

Two forms of rule (see ``docs/rules.md``):

*anchor rules* look at one item, and at what stands left and right of it in its clause or sentence
(``left`` must match up to the item, ``right`` from it on); the other end is found by role;

*pair rules* are one pattern with the groups ``head`` and ``tail`` over the skeleton.

In patterns ``{R}`` ``{I}`` ``{S}`` ``{O}`` ``{P}`` ``{F}`` are items (region, industry, strategy,
organization, project, foreign place), ``{R+}`` is an enumeration of them, ``{head:R+}`` captures.
Names in angle brackets, ``<develop>``, stand for the alternatives listed under ``[words]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.data import rules
from kg.errors import DataError
from kg.facts.frame import SIGNS

LETTERS = {"R": "Region", "I": "Industry", "S": "Strategy", "O": "Organization", "P": "Project",
           "F": "Foreign"}  # fmt: skip
JOIN = "(?:、|和|与|及|以及|暨|或|—|-|，)?"
KEYS = {"id", "anchor", "left", "right", "pattern", "scope", "role", "drop", "status", "stage",
        "confidence", "pairs", "unless", "needs", "why", "yes", "no", "trigger"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule; ``yes`` and ``no`` are its examples."""

    id: str
    relation: str
    confidence: float
    anchor: str | None = None
    left: re.Pattern[str] | None = None
    right: re.Pattern[str] | None = None
    pattern: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    scope: str = "clause"
    role: str = "subject"
    pairs: str = "all"
    drop: bool = False
    status: str | None = None
    stage: str | None = None
    yes: tuple[dict[str, Any], ...] = ()
    no: tuple[str, ...] = ()


@cache
def relation_rules(relation: str) -> tuple[Rule, ...]:
    """The rules of one relation, in file order (the first that fits an anchor decides)."""
    name = relation.lower()
    table = rules.table(f"relations/{name}")
    words = {k: "|".join(sorted(v, key=len, reverse=True)) for k, v in table["words"].items()}
    return tuple(
        _rule(relation, row, words, f"rules/relations/{name}.toml") for row in table["rule"]
    )


def _rule(relation: str, row: dict[str, Any], words: dict[str, str], file: str) -> Rule:
    unknown = set(row) - KEYS
    if unknown or "id" not in row:
        raise DataError(
            f"{file}: rule {row.get('id', '?')} has unknown keys {sorted(unknown)}",
            f"allowed keys: {', '.join(sorted(KEYS))}",
        )

    def pattern(key: str, template: str) -> re.Pattern[str] | None:
        return re.compile(template % expand(row[key], words)) if key in row else None

    return Rule(
        id=row["id"],
        relation=relation,
        confidence=row.get("confidence", 0.8),
        anchor=LETTERS[row["anchor"]] if "anchor" in row else None,
        left=pattern("left", r"(?:%s)$"),
        right=pattern("right", r"%s"),
        pattern=pattern("pattern", r"%s"),
        unless=pattern("unless", r"%s"),
        scope=row.get("scope", "clause"),
        role=row.get("role", "subject"),
        pairs=row.get("pairs", "all"),
        drop=row.get("drop", False),
        status=row.get("status"),
        stage=row.get("stage"),
        yes=tuple(row.get("yes", ())),
        no=tuple(row.get("no", ())),
    )


def expand(text: str, words: dict[str, str]) -> str:
    """A rule's pattern as a regular expression over skeletons."""
    text = re.sub(r"(?<!P)<(\w+)>", lambda m: f"(?:{words[m.group(1)]})", text)

    def item(m: re.Match[str]) -> str:
        signs = "".join(SIGNS[LETTERS[c]] for c in m.group(2).strip("[]"))
        sign = f"[{signs}]" if len(signs) > 1 else signs
        body = f"{sign}(?:{JOIN}{sign})*" if m.group(3) else sign
        return f"(?P<{m.group(1)[:-1]}>{body})" if m.group(1) else body

    return re.sub(r"\{(\w+:)?([RISOPF]|\[[RISOPF]+\])(\+)?\}", item, text)

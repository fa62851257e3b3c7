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
from typing import Any, get_args

from kg.data import rules
from kg.errors import DataError
from kg.facts.frame import SIGNS
from kg.model import Stage

LETTERS = {"R": "Region", "I": "Industry", "S": "Strategy", "O": "Organization", "P": "Project",
           "F": "Foreign"}  # fmt: skip
JOIN = "(?:、|和|与|及|以及|暨|或|—|-|，)?"
KEYS = {"id", "anchor", "left", "right", "pattern", "unless", "scope", "drop", "stage",
        "confidence", "why", "yes", "no"}  # fmt: skip
SCOPES = ("clause", "sentence")
STAGES = get_args(Stage)


@dataclass(frozen=True, slots=True)
class Rule:
    """One compiled rule; ``yes`` and ``no`` are its examples, run by the tests.

    ``needs`` are the signs of a pair rule's head and tail, one of each string to be there.
    Each ``yes`` is a table of a ``text`` and the ``facts`` ("head>tail") that the rule finds in it
    (for a ``drop`` rule: that it leaves), each ``no`` a text in which it finds (leaves) none.
    What a rule with a ``stage`` finds has that stage, and no model judges it.
    """

    id: str
    relation: str
    confidence: float
    anchor: str | None = None
    left: re.Pattern[str] | None = None
    right: re.Pattern[str] | None = None
    pattern: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    scope: str = "clause"
    drop: bool = False
    stage: Stage | None = None
    needs: tuple[str, ...] = ()
    yes: tuple[dict[str, Any], ...] = ()
    no: tuple[str, ...] = ()


@cache
def relation_rules(relation: str) -> tuple[Rule, ...]:
    """The rules of one relation, in file order (the first that fits an anchor decides).

    Raises :class:`kg.errors.DataError` naming file and rule when one is off.
    """
    name = f"relations/{relation.lower()}"
    return parse_rules(relation, rules.table(name), f"rules/{name}.toml")


def parse_rules(relation: str, table: dict[str, Any], file: str) -> tuple[Rule, ...]:
    """Compile a rule file's tables; ``file`` is what errors call it."""
    _check_keys(set(table), {"words", "rule"}, file)
    words = {
        k: "|".join(sorted(v, key=len, reverse=True)) for k, v in table.get("words", {}).items()
    }
    return tuple(_rule(relation, row, words, file) for row in table.get("rule", ()))


def _check_keys(keys: set[str], allowed: set[str], where: str) -> None:
    if unknown := keys - allowed:
        raise DataError(
            f"{where}: unknown keys {', '.join(sorted(unknown))}",
            f"allowed keys: {', '.join(sorted(allowed))}",
        )


def _rule(relation: str, row: dict[str, Any], words: dict[str, str], file: str) -> Rule:
    where = f"{file}: rule {row.get('id', '?')}"
    _check_keys(set(row), KEYS, where)
    _check_form(row, where)

    def pattern(key: str, template: str) -> re.Pattern[str] | None:
        if key not in row:
            return None
        try:
            return re.compile(template % expand(row[key], words))
        except KeyError as error:
            raise DataError(
                f"{where}: {key}: <{error.args[0]}> is not under [words]",
                f"words of this file: {', '.join(words) or 'none'}",
            ) from error
        except re.error as error:
            raise DataError(f"{where}: {key}: {error}", "see docs/rules.md") from error

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
        drop=row.get("drop", False),
        stage=row.get("stage"),
        needs=_needs(row.get("pattern", "")),
        yes=tuple(row.get("yes", ())),
        no=tuple(row.get("no", ())),
    )


def _needs(pattern: str) -> tuple[str, ...]:
    """The signs that head and tail of a pattern stand for; in an option they are not needed."""
    return tuple(
        "".join(SIGNS[LETTERS[c]] for c in m.group(1))
        for m in re.finditer(r"\{(?:head|tail):\[?([RISOPF]+)\]?\+?\}(?!\)[?*])", pattern)
    )


def _check_form(row: dict[str, Any], where: str) -> None:
    """A rule has an id and either an anchor or a pattern, and values that mean something."""
    if "id" not in row or ("anchor" in row) == ("pattern" in row):
        raise DataError(f"{where}: a rule has an id and either anchor or pattern")
    if "anchor" in row and row["anchor"] not in LETTERS:
        raise DataError(f"{where}: anchor {row['anchor']!r}", f"one of {', '.join(LETTERS)}")
    if row.get("scope", "clause") not in SCOPES:
        raise DataError(f"{where}: scope {row['scope']!r}", f"one of {', '.join(SCOPES)}")
    if "stage" in row and row["stage"] not in STAGES:
        raise DataError(f"{where}: stage {row['stage']!r}", f"one of {', '.join(STAGES)}")


def expand(text: str, words: dict[str, str]) -> str:
    """A rule's pattern as a regular expression over skeletons."""
    text = re.sub(r"(?<!P)<(\w+)>", lambda m: f"(?:{words[m.group(1)]})", text)

    def item(m: re.Match[str]) -> str:
        signs = "".join(SIGNS[LETTERS[c]] for c in m.group(2).strip("[]"))
        sign = f"[{signs}]" if len(signs) > 1 else signs
        body = f"{sign}(?:{JOIN}{sign})*" if m.group(3) else sign
        return f"(?P<{m.group(1)[:-1]}>{body})" if m.group(1) else body

    return re.sub(r"\{(\w+:)?([RISOPF]|\[[RISOPF]+\])(\+)?\}", item, text)

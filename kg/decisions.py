"""What a person decided about facts: kept beside them, applied on every build, undone at will.

A decision names a fact by its id. ``right`` confirms it, ``wrong`` takes it out of the graph,
``merge`` says that one of its nodes is in truth another node. The facts themselves stay as they
were extracted; only what is made of them changes, so a build without the decisions is the old one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from kg.errors import DataError, UsageError

FILE = "decisions.json"
FORMAT = "kg-decisions"
Verdict = Literal["right", "wrong", "merge"]
_FIELDS = ("fact", "verdict", "node", "into", "note", "says", "at")


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict on the fact with id ``fact``.

    ``node`` and ``into`` are node ids and serve ``merge`` alone. ``note``, ``says`` (the fact in
    words) and ``at`` (when it was decided) are for people.
    """

    fact: str
    verdict: Verdict
    node: str = ""
    into: str = ""
    note: str = ""
    says: str = ""
    at: str = ""

    @property
    def words(self) -> str:
        """The decision in one line."""
        what = f"{self.says} ({self.fact})" if self.says else self.fact
        merge = f": {self.node} into {self.into}" if self.verdict == "merge" else ""
        return f"{self.verdict} {what}{merge}"


def read(paths: Iterable[str | Path]) -> tuple[Decision, ...]:
    """Decisions of some files, as the viewer writes them; of two on one fact the later counts.

    Raises :class:`kg.errors.UsageError` for a missing file and :class:`kg.errors.DataError` for
    one that holds something else.
    """
    found: dict[str, Decision] = {}
    for path in map(Path, paths):
        for decision in _parsed(path):
            found.pop(decision.fact, None)
            found[decision.fact] = decision
    return tuple(found.values())


def write(path: Path, decisions: Sequence[Decision]) -> None:
    """Write decisions as :func:`read` takes them."""
    rows = [{k: v for k, v in asdict(decision).items() if v} for decision in decisions]
    data = {"format": FORMAT, "version": 1, "decisions": rows}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _parsed(path: Path) -> list[Decision]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{path} does not exist", "download it from the viewer") from error
    except (ValueError, OSError) as error:
        raise DataError(
            f"{path} is no JSON: {error}", "download it anew from the viewer"
        ) from error
    rows = data.get("decisions") if isinstance(data, dict) else None
    if not isinstance(rows, list) or data.get("format") != FORMAT or data.get("version") != 1:
        raise DataError(f"{path} holds no decisions", f'"format" must be "{FORMAT}", "version" 1')
    return [_decision(path, number, row) for number, row in enumerate(rows, 1)]


def _decision(path: Path, number: int, row: Any) -> Decision:
    where = f"{path}: decision {number}"
    if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
        raise DataError(f"{where} is no object of texts", f"its keys: {', '.join(_FIELDS)}")
    if unknown := row.keys() - set(_FIELDS):
        raise DataError(f"{where}: unknown {', '.join(sorted(unknown))}", f"keys: {_FIELDS}")
    if not row.get("fact") or row.get("verdict") not in get_args(Verdict):
        raise DataError(f"{where} needs a fact and a verdict", f"one of {get_args(Verdict)}")
    return Decision(**row)


@dataclass(frozen=True, slots=True)
class Applied:
    """Decisions sorted out against a build: what changes, and what no longer matches.

    ``merges`` leads from a node to the one that it is in truth, through all steps; ``unmatched``
    has one line for each decision that changes nothing here, with the reason.
    """

    decisions: tuple[Decision, ...] = ()
    right: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    merges: Mapping[str, str] = field(default_factory=dict)
    unmatched: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changes."""
        return bool(self.right or self.wrong or self.merges)


def match(decisions: Sequence[Decision], facts: set[str], nodes: set[str]) -> Applied:
    """Sort decisions out: which apply to a build with these fact and node ids."""
    merges: dict[str, str] = {}
    verdicts: dict[str, set[str]] = {"right": set(), "wrong": set()}
    unmatched = []
    for decision in decisions:
        reason = _misfit(decision, facts, nodes, merges)
        if reason:
            unmatched.append(f"{decision.words}: {reason}")
        elif decision.verdict == "merge":
            merges[decision.node] = decision.into
        else:
            verdicts[decision.verdict].add(decision.fact)
    return Applied(
        tuple(decisions), frozenset(verdicts["right"]), frozenset(verdicts["wrong"]),
        {node: _end(node, merges) for node in merges}, tuple(unmatched),
    )  # fmt: skip


def _misfit(
    decision: Decision, facts: set[str], nodes: set[str], merges: Mapping[str, str]
) -> str | None:
    """Why a decision cannot apply, or None."""
    if decision.fact not in facts:
        return "no such fact any more"
    if decision.verdict != "merge":
        return None
    node, into = decision.node, decision.into
    if not node or not into:
        return "it does not say which node is which"
    if missing := [key for key in (node, into) if key not in nodes]:
        return f"no node {missing[0]} any more"
    if node.partition(":")[0] != into.partition(":")[0]:
        return "the two nodes are of different types"
    if _end(into, merges) == node:
        return "the other way round was decided too"
    if merges.get(node, into) != into:
        return f"{node} was merged into {merges[node]} already"
    return None


def _end(node: str, merges: Mapping[str, str]) -> str:
    while node in merges:
        node = merges[node]
    return node

"""Every extracted relation with the verdict of the annotations on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.evaluate import Record, Score, Side, paired


@dataclass(frozen=True, slots=True)
class Judged:
    """One extracted relation: who read it, how sure (0..1), and whether the gold has it."""

    document: str
    type: str
    rule: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All judged relations, how many the gold requires by relation type, in how many documents."""

    judged: tuple[Judged, ...]
    gold: Mapping[str, int]
    documents: int = 0

    def score(self, least: float = 0.0, types: Collection[str] | None = None) -> Score:
        """Score of what remains when facts under ``least`` are left out; of some types only."""
        chosen = [j for j in self.of(types) if j.confidence >= least]
        required = sum(n for name, n in self.gold.items() if types is None or name in types)
        return Score(required, len(chosen), sum(j.right for j in chosen))

    def of(self, types: Collection[str] | None) -> list[Judged]:
        """Judged relations of these types; of all when None."""
        return [j for j in self.judged if types is None or j.type in types]


def judge(gold_dir: Path, facts: Path, only: Collection[str] | None = None) -> Verdicts:
    """Set the relations of ``facts`` (lines of ``kg extract``) beside the gold.

    Relations are matched as :func:`kg.evaluate.evaluate` matches them; what the annotators did not
    agree on is left out, and of several records of one relation the surest counts. Raises
    :class:`kg.errors.UsageError` for files that cannot be scored and for relations without rule or
    confidence.
    """
    judged: list[Judged] = []
    required: Counter[str] = Counter()
    pairs = list(paired(gold_dir, facts, only))
    for name, gold, predicted in pairs:
        wanted = Side(gold).relations(None)
        required.update(r["type"] for r in wanted.values() if not r.get("optional"))
        judged += _document(name, wanted, Side(gold), Side(predicted))
    return Verdicts(tuple(judged), required, len(pairs))


def _document(
    name: str, wanted: Mapping[Hashable, Record], gold: Side, found: Side
) -> Iterator[Judged]:
    same = gold.same(found)
    best: dict[Hashable, Record] = {}
    for r in found.stated():
        _check(name, r)
        key = found.relation_key(r, same)
        if key not in best or best[key]["confidence"] < r["confidence"]:
            best[key] = r
    for key, r in best.items():
        if not (key in wanted and wanted[key].get("optional")):
            yield Judged(name, r["type"], r["rule"], float(r["confidence"]), key in wanted)


def _check(name: str, relation: Record) -> None:
    for key, kind in (("rule", str), ("confidence", int | float)):
        if not isinstance(relation.get(key), kind):
            raise UsageError(
                f"{name}: a relation has no {key}", "FACTS must be the output of kg extract"
            )

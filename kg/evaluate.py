"""Precision, recall and F1 of extracted facts against annotated documents.

Gold is a folder with one JSON file per document; extracted facts are the lines of ``kg extract``.
Both hold ``doc``, ``entities`` (type, name, aliases), ``relations`` (head, type, tail) and
``indicators`` (subject, name, value, unit, year). Counts are summed over documents (micro
averages). Two entities are the same when their types agree and their normalized names or aliases
meet; a relation is right when both ends are and its type agrees; an indicator when subject, value,
unit and year are. What the annotators did not agree on (``"optional": true``) is neither required
nor counted as wrong, and facts marked ``"background": true`` are left out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from kg.data.schema import relation_types
from kg.errors import UsageError

Record = Mapping[str, Any]

ENTITY_TYPES = ("Region", "Strategy", "Industry", "Organization", "Project")
RELATION_TYPES = (
    "DEVELOPS", "COVERS", "PROMOTES", "PART_OF", "COOPERATES_WITH", "LOCATED_IN", "ENGAGES_IN",
)  # fmt: skip
CORE_ENTITIES = ENTITY_TYPES[:3]
CORE_RELATIONS = RELATION_TYPES[:2]

_DROPPED = re.compile(r"[\s\"'“”‘’《》〈〉「」『』·]")
_OPTIONAL_SUFFIX = {
    "Region": re.compile(
        r"(特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|省|市|地区|盟|区|县|旗|镇|乡)$"
    ),
    "Industry": re.compile(r"(产业集群|产业链|产业|行业|集群|领域)$"),
}


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind of item: required by gold, predicted, and right."""

    gold: int = 0
    predicted: int = 0
    right: int = 0

    def __add__(self, other: Score) -> Score:
        """Counts of both together."""
        return Score(
            self.gold + other.gold, self.predicted + other.predicted, self.right + other.right
        )

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 when nothing was predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the required that was found; 0 when nothing was required."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One item that is wrong: ``missed`` in the prediction, or ``extra`` in it."""

    document: str
    error: str
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The scores of one document, or of many together.

    ``scores`` has a key ``entity/TYPE`` or ``relation/TYPE`` for each type, and ``indicator``;
    ``explicit`` counts the gold relations whose ends are written in the passage (only its recall
    has a meaning), ``status`` the matched DEVELOPS relations and those with the right status.
    """

    scores: dict[str, Score]
    explicit: Score = field(default=Score())
    status: Score = field(default=Score())
    misses: tuple[Miss, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        """Both together, kind by kind."""
        kinds = {**self.scores, **other.scores}
        return Tally(
            {k: self.scores.get(k, Score()) + other.scores.get(k, Score()) for k in kinds},
            self.explicit + other.explicit,
            self.status + other.status,
            self.misses + other.misses,
        )

    def sum(self, prefix: str, types: Collection[str]) -> Score:
        """Score over several types: ``sum("relation", ("DEVELOPS", "COVERS"))``."""
        return sum((self.scores.get(f"{prefix}/{t}", Score()) for t in types), Score())

    def rows(self) -> dict[str, Score]:
        """Every line of a report in order, totals last."""
        return {
            **self.scores,
            "ENTITIES core (Region, Strategy, Industry)": self.sum("entity", CORE_ENTITIES),
            "ENTITIES all": self.sum("entity", ENTITY_TYPES),
            "RELATIONS core (DEVELOPS, COVERS)": self.sum("relation", CORE_RELATIONS),
            "RELATIONS all": self.sum("relation", RELATION_TYPES),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The whole result: ``total`` over all documents and the tally of each, by file name."""

    total: Tally
    documents: dict[str, Tally]


def evaluate(gold_dir: Path, facts: Path, only: Collection[str] | None = None) -> Report:
    """Score the JSON lines of ``facts`` against the gold files of ``gold_dir``.

    ``only`` limits the score to documents with these file names. A gold document without a line
    counts as a document in which nothing was found. Raises :class:`kg.errors.UsageError` for a
    missing folder or file, or a line that is not in the form of ``kg extract``.
    """
    documents = {
        name: compare(gold, predicted) for name, gold, predicted in paired(gold_dir, facts, only)
    }
    return Report(sum(documents.values(), _empty()), documents)


def paired(
    gold_dir: Path, facts: Path, only: Collection[str] | None = None
) -> Iterator[tuple[str, Record, Record]]:
    """Name, gold and prediction of each document, as :func:`evaluate` compares them."""
    golds = list(_read_gold(gold_dir))
    predicted = _read_facts(facts)
    for gold in golds:
        name = PurePath(gold["doc"]).name
        if only is None or name in only:
            yield name, gold, predicted.get(name, {})


def part_of_split(gold_dir: Path, part: str) -> set[str]:
    """File names of one part of the ``split.json`` that stands beside ``gold_dir``."""
    path = gold_dir.resolve().parent / "split.json"
    if not path.is_file():
        raise UsageError(f"no split.json beside {gold_dir}", "leave --part away to score all")
    parts: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    if part not in parts:
        raise UsageError(f"{path} has no part {part}", f"parts: {', '.join(parts)}")
    return set(parts[part])


def compare(gold: Record, predicted: Record) -> Tally:
    """Score one document's prediction against its gold."""
    name = PurePath(gold["doc"]).name
    required, found = Side(gold), Side(predicted)
    same = required.same(found)
    parts = (
        _compare_entities(name, required, found, same),
        _compare_relations(name, required.relations(None), found.relations(same)),
        _compare_indicators(name, required.indicators(None), found.indicators(same)),
    )
    return sum(parts, Tally({}))


def _empty() -> Tally:
    kinds = [f"entity/{t}" for t in ENTITY_TYPES] + [f"relation/{t}" for t in RELATION_TYPES]
    return Tally({kind: Score() for kind in [*kinds, "indicator"]})


class Side:
    """One side's entities, to be found by name, and its facts under comparable keys.

    A key names an entity by its gold index where it has one, else by its own index, so that the
    facts of both sides meet exactly when their ends do.
    """

    def __init__(self, record: Record) -> None:
        """Index the entities of ``record``."""
        self.record = record
        self.entities: list[Record] = list(record.get("entities", []))
        self._by_form: dict[tuple[str, str], int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        for index, entity in enumerate(self.entities):
            for form in _all_forms(entity):
                self._by_form.setdefault((entity["type"], form), index)
            self._by_name[entity["name"]].append(index)

    def match(self, entity: Record) -> int | None:
        """Index of the entity that ``entity`` of the other side is; its name counts first."""
        kind = entity["type"]
        for forms in (_forms(kind, entity["name"]), _all_forms(entity)):
            hits = [self._by_form[kind, f] for f in forms if (kind, f) in self._by_form]
            if hits:
                return min(hits)
        return None

    def same(self, other: Side) -> dict[int, int]:
        """Index of each entity of ``other`` that is one of this side's, and whose it is here."""
        return {i: g for i, e in enumerate(other.entities) if (g := self.match(e)) is not None}

    def find(self, name: str, kind: str | None) -> int | None:
        """Index of the entity with exactly this name, of this type if one is given."""
        for index in self._by_name.get(name, []):
            if kind is None or self.entities[index]["type"] == kind:
                return index
        return None

    def relations(self, same: Mapping[int, int] | None) -> dict[Hashable, Record]:
        """Stated relations by key; ``same`` leads to gold indices (None: these are they)."""
        return {self.relation_key(r, same): r for r in self.stated()}

    def stated(self) -> Iterator[Record]:
        """Relations that count: those of known types that are no background knowledge."""
        for r in self.record.get("relations", []):
            if not r.get("background") and r["type"] in RELATION_TYPES:
                yield r

    def indicators(self, same: Mapping[int, int] | None) -> dict[Hashable, Record]:
        """Indicators by subject, value, unit and year."""
        out: dict[Hashable, Record] = {}
        for r in self.record.get("indicators", []):
            key = self.figure_key(r.get("subject") or "", r.get("value"), r.get("unit"), same)
            out[*key, r.get("year")] = r
        return out

    def figure_key(
        self, subject: str, value: object, unit: str | None, same: Mapping[int, int] | None
    ) -> tuple[Hashable, Hashable, Hashable]:
        """Key of a figure without its year: subject, value, unit."""
        end = self._end(self.find(subject, None), same)
        owner = end if end and end[0] == "gold" else ("own", subject)
        return owner, _number(value), _DROPPED.sub("", unicodedata.normalize("NFKC", unit or ""))

    def relation_key(self, r: Record, same: Mapping[int, int] | None) -> Hashable:
        """Key of one relation: type and ends, in one order where the relation has no direction."""
        head_type, tail_type = _fixed_ends(r["type"])
        head = self._end(self.find(r["head"], r.get("head_type") or head_type), same)
        tail = self._end(self.find(r["tail"], r.get("tail_type") or tail_type), same)
        if head is None or tail is None:
            return r["type"], ("unknown", r["head"]), ("unknown", r["tail"])
        if relation_types()[r["type"]].symmetric:
            head, tail = sorted((head, tail))
        return r["type"], head, tail

    @staticmethod
    def _end(index: int | None, same: Mapping[int, int] | None) -> tuple[str, int] | None:
        if index is None:
            return None
        gold = index if same is None else same.get(index)
        return ("own", index) if gold is None else ("gold", gold)


def _compare_entities(name: str, gold: Side, found: Side, same: Mapping[int, int]) -> Tally:
    optional = {i for i, e in enumerate(gold.entities) if e.get("optional")}
    required = [(i, e) for i, e in enumerate(gold.entities) if i not in optional]
    counted = [(i, e) for i, e in enumerate(found.entities) if same.get(i) not in optional]
    hit = set(same.values())
    scores = {
        f"entity/{kind}": Score(
            sum(e["type"] == kind for _, e in required),
            sum(e["type"] == kind for _, e in counted),
            sum(e["type"] == kind for i, e in required if i in hit),
        )
        for kind in ENTITY_TYPES
    }
    extra = [Miss(name, "extra entity", e["type"], e["name"]) for i, e in counted if i not in same]
    missed = [
        Miss(name, "missed entity", e["type"], e["name"]) for i, e in required if i not in hit
    ]
    return Tally(scores, misses=(*extra, *missed))


def _compare_relations(
    name: str, gold: dict[Hashable, Record], found: dict[Hashable, Record]
) -> Tally:
    gold, found = _without_optional(gold, found)
    matched = gold.keys() & found.keys()
    scores = {
        f"relation/{kind}": Score(*(sum(r["type"] == kind for r in side) for side in sides))
        for sides in [(gold.values(), found.values(), [gold[k] for k in matched])]
        for kind in RELATION_TYPES
    }
    explicit = [k for k, r in gold.items() if not r.get("implicit")]
    stated = [k for k in matched if gold[k]["type"] == "DEVELOPS" and gold[k].get("status")]
    agreed = sum(gold[k]["status"] == found[k].get("status") for k in stated)
    return Tally(
        scores,
        Score(len(explicit), 0, sum(k in matched for k in explicit)),
        Score(len(stated), 0, agreed),
        tuple(_relation_misses(name, gold, found)),
    )


def _relation_misses(
    name: str, gold: dict[Hashable, Record], found: dict[Hashable, Record]
) -> Iterator[Miss]:
    for error, side, other in (("missed", gold, found), ("extra", found, gold)):
        for r in (r for k, r in side.items() if k not in other):
            what = f"{r['head']} -> {r['tail']} | {r.get('evidence', '')}"
            yield Miss(name, f"{error} relation", r["type"], what)


def _compare_indicators(
    name: str, gold: dict[Hashable, Record], found: dict[Hashable, Record]
) -> Tally:
    gold, found = _without_optional(gold, found)
    misses = tuple(
        Miss(name, f"{error} indicator", str(r.get("subject")),
             f"{r.get('name')} = {r.get('value')}{r.get('unit')} ({r.get('year')})")
        for error, side, other in (("missed", gold, found), ("extra", found, gold))
        for k, r in side.items() if k not in other
    )  # fmt: skip
    score = Score(len(gold), len(found), len(gold.keys() & found.keys()))
    return Tally({"indicator": score}, misses=misses)


def _without_optional(
    gold: dict[Hashable, Record], found: dict[Hashable, Record]
) -> tuple[dict[Hashable, Record], dict[Hashable, Record]]:
    excused = {k for k, r in gold.items() if r.get("optional")}
    return (
        {k: r for k, r in gold.items() if k not in excused},
        {k: r for k, r in found.items() if k not in excused},
    )


def _fixed_ends(relation: str) -> tuple[str | None, str | None]:
    """Types of head and tail where the schema leaves no choice."""
    heads, tails = (set(side) for side in zip(*relation_types()[relation].ends, strict=True))
    if len(heads) > 1 or len(tails) > 1:
        return None, None
    return heads.pop(), tails.pop()


def _forms(kind: str, text: str) -> set[str]:
    """Normalized forms of one name: whole, and without its optional suffix."""
    whole = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).lower()
    suffix = _OPTIONAL_SUFFIX.get(kind)
    short = suffix.sub("", whole) if suffix else whole
    return {form for form in (whole, short if len(short) >= 2 else whole) if form}


def _all_forms(entity: Record) -> set[str]:
    names = [entity["name"], *entity.get("aliases", [])]
    return {form for name in names if name for form in _forms(entity["type"], name)}


def _number(value: Any) -> float | None:
    try:
        return round(float(str(value).replace(",", "")), 6)
    except ValueError:
        return None


def _read_gold(folder: Path) -> Iterator[Record]:
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder", "name the folder with the gold JSON files")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise UsageError(
            f"{folder} holds no .json file", "name the folder with the gold JSON files"
        )
    for path in paths:
        yield _parse(path.read_text(encoding="utf-8"), str(path))


def _read_facts(path: Path) -> dict[str, Record]:
    if not path.is_file():
        raise UsageError(f"{path} is no file", f"make it with: kg extract PATH… -o {path}")
    out: dict[str, Record] = {}
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                record = _parse(line, f"{path}:{number}")
                out[PurePath(record["doc"]).name] = record
    return out


def _parse(text: str, where: str) -> Record:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{where}: no JSON ({error.msg})") from None
    if not isinstance(record, dict) or not isinstance(record.get("doc"), str):
        raise UsageError(f"{where}: no object with a document name under 'doc'")
    return record

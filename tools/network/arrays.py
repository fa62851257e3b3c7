"""Documents as arrays for training: windows of characters, labels, pairs of names.

Inputs are those of :mod:`kg.neural`, so that what is trained is what is run; pair features are
those of :mod:`tools.network.pairs`.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.neural.inputs import read_line
from kg.neural.network import BREAK, FIRST, UNKNOWN
from tools.network.annotated import Example, Line, Name, is_zone
from tools.network.pairs import FEATURES, PLANNED, RELATIONS, Place, Surroundings

WINDOW = 512  # characters of an annotated window
SHORT = 256  # characters of a window of plain text
PAIRS = 128  # pairs of names in a window
LABELS: list[list[str]] = [
    ["O", "B-Industry", "I-Industry"],
    ["O", "B-Organization", "I-Organization"],
    ["O", "B-Strategy", "I-Strategy", "B-Project", "I-Project", "B-Region", "I-Region"],
]
REGION, INDUSTRY, STRATEGY, ORGANIZATION, PROJECT = range(5)
CHAIN = {INDUSTRY: (0, 1), ORGANIZATION: (1, 1), STRATEGY: (2, 1), PROJECT: (2, 3), REGION: (2, 5)}
"""Chain and first label of each type."""

D, C, P, PART, COOP, L, E = range(7)
JOINS: dict[tuple[int, int], tuple[int, ...]] = {
    (REGION, INDUSTRY): (D,), (STRATEGY, REGION): (C,), (STRATEGY, INDUSTRY): (P,),
    (REGION, REGION): (PART, COOP), (STRATEGY, STRATEGY): (PART,),
    (ORGANIZATION, REGION): (L,), (PROJECT, REGION): (L,), (ORGANIZATION, INDUSTRY): (E,),
}  # fmt: skip
TAKES = {INDUSTRY: (D, P, E), STRATEGY: (C, P), ORGANIZATION: (L, E), PROJECT: (L,), REGION: ()}
"""Relations that a name of a type may have whoever the other end is."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Characters, pairs of neighbours and tags that have vectors, in the order of their ids."""

    chars: list[str]
    pairs: list[str]
    tags: list[str]

    @classmethod
    def count(cls, lines: Iterable[Line], pairs: int = 40_000) -> Vocabulary:
        """The vocabulary of these sentences: what is seen often enough to learn from."""
        chars: Counter[str] = Counter()
        twos: Counter[str] = Counter()
        tags: Counter[str] = Counter()
        for line in lines:
            view = line.view
            chars.update(view)
            twos.update(view[i : i + 2] for i in range(len(view) - 1))
            tags.update(_tags(line))
        return cls(
            [c for c, n in chars.most_common() if n >= 3 and ord(c) < 0xFFFF],
            [p for p, n in twos.most_common(pairs) if n >= 12],
            [t for t, n in tags.most_common() if n >= 5],
        )

    def tables(self) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
        """Ids of characters, pairs and tags."""
        chars, pairs, tags = (
            {x: i for i, x in enumerate(names, FIRST)}
            for names in (self.chars, self.pairs, self.tags)
        )
        return chars, pairs, tags


def _tags(line: Line) -> Iterator[str]:
    for word, tag in line.tokens:
        inner = ["B", *["M"] * (len(word) - 2), "E"] if len(word) > 1 else ["S"]
        yield from (place + tag for place in inner)


class Reader:
    """Turns sentences into ids."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """``vocabulary`` gives the ids."""
        self._tables = vocabulary.tables()

    def ids(self, lines: Sequence[Line], hidden: Collection[str] = ()) -> dict[str, Any]:
        """Ids and marks of all lines, each followed by a break; ``hidden`` names have no marks."""
        chars, pairs, tags = self._tables
        out: dict[str, list[Any]] = defaultdict(list)
        for line in lines:
            view = line.view
            shown = [(s, e, letter) for s, e, letter, name in line.names if name not in hidden]
            marks = read_line(view, line.tokens, shown).marks
            out["char"] += [*(chars.get(c, UNKNOWN) for c in view), BREAK]
            out["pair"] += [pairs.get(view[i : i + 2], UNKNOWN) for i in range(len(view) - 1)]
            out["pair"] += [UNKNOWN, UNKNOWN]
            out["tag"] += [*(tags.get(t, UNKNOWN) for t in _tags(line)), UNKNOWN]
            out["mark"] += [marks, np.zeros((1, marks.shape[1]), np.int8)]
            out["real"] += [*[1.0] * len(view), 0.0]
        return {
            "char": np.array(out["char"], np.int32), "pair": np.array(out["pair"], np.int32),
            "tag": np.array(out["tag"], np.int32), "mark": np.concatenate(out["mark"]),
            "real": np.array(out["real"], np.float32),
        }  # fmt: skip


def plain_windows(
    reader: Reader, lines: Sequence[Line], hidden: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Windows of a text without annotations; ``hidden`` lexicon names have no marks."""
    rows = reader.ids(lines, hidden)
    return [window(rows, a, min(a + SHORT, len(rows["char"])), SHORT)
            for a in range(0, len(rows["char"]), SHORT)]  # fmt: skip


def window(rows: Mapping[str, Any], start: int, end: int, size: int) -> dict[str, Any]:
    """Rows of a document from ``start`` to ``end``, filled up with zeros to ``size``."""
    out = {}
    for name, values in rows.items():
        blank = np.zeros((size, *values.shape[1:]), values.dtype)
        blank[: end - start] = values[start:end]
        out[name] = blank
    return out


def windows(
    reader: Reader, example: Example, pairs: Sequence[PairRow], hidden: Collection[str],
    ours: float, rng: random.Random,
) -> list[dict[str, Any]]:  # fmt: skip
    """Windows of an annotated document with labels and pairs.

    ``ours`` is 1 for annotations made as those that are scored, 0 for others.
    """
    rows = reader.ids(example.lines, hidden)
    rows["label"] = labels(example)
    out = []
    for start, end in cuts(example.lines, WINDOW):
        one = window(rows, start, end, WINDOW)
        one["ours"] = np.float32(ours)
        one.update(_pair_arrays(example.names, pairs, start, end, rng))
        out.append(one)
    return out


def cuts(lines: Sequence[Line], most: int) -> Iterator[tuple[int, int]]:
    """Stretches of at most ``most`` rows, ended at sentences where possible."""
    start = end = 0
    for line in lines:
        at, end = end, end + len(line.view) + 1
        if end - start > most and at > start:
            yield start, at
            start = at
        while end - start > most:
            yield start, start + most
            start += most
    if end > start:
        yield start, end


def labels(example: Example) -> Any:
    """Numbers of the labels, a row a character and break, a column a chain."""
    size = sum(len(line.view) + 1 for line in example.lines)
    out = np.zeros((size, len(LABELS)), np.int32)
    text = "\n".join(line.view for line in example.lines)
    order = sorted(example.names, key=lambda n: (n.start - n.end, n))
    for name in order:
        if name.type == REGION and not is_zone(text[name.start : name.end]):
            continue
        chain, first = CHAIN[name.type]
        stretch = out[name.start : name.end, chain]
        if not stretch.any():
            stretch[:] = first + 1
            stretch[0] = first
    return out


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two names (head -1: whoever it is), their features, and what is known of each relation.

    ``right`` and ``known`` have a column for each relation and one for planned.
    """

    head: int
    tail: int
    features: Any
    right: Any
    known: Any


def pair_rows(example: Example) -> list[PairRow]:
    """Every pair of names of a document that may be related, and every name by itself."""
    names = example.names
    places = [Place(n.start, n.end, n.type) for n in names]
    around = Surroundings(places, example.starts)
    stated: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    takes: dict[int, dict[int, int]] = defaultdict(dict)
    for (head, tail, relation), planned in example.stated.items():
        number = RELATIONS.index(relation)  # type: ignore[arg-type]
        stated[head, tail][number] = planned
        if number == COOP:
            stated[tail, head][number] = planned
        takes[head][number] = takes[tail][number] = planned
    elsewhere: dict[int, set[int]] = defaultdict(set)
    for ends, relations in example.related.items():
        for end in ends:
            elsewhere[end] |= {RELATIONS.index(r) for r in relations}  # type: ignore[arg-type]
    out = []
    for i, one in enumerate(names):
        for j, other in enumerate(names):
            joins = JOINS.get((one.type, other.type))
            if joins is None or i == j or one.entity == other.entity:
                continue
            if abs(one.start - other.start) > 150 or not around.near(places[i], places[j]):
                continue
            known = {
                RELATIONS.index(r)  # type: ignore[arg-type]
                for r in example.related.get((one.entity, other.entity), ())
            }
            right, sure = _targets(joins, stated.get((i, j), {}), known)
            out.append(PairRow(i, j, around.features(places[i], places[j]), right, sure))
    for j, name in enumerate(names):
        if TAKES[name.type]:
            right, sure = _targets(TAKES[name.type], takes.get(j, {}), elsewhere[name.entity])
            out.append(PairRow(-1, j, around.single(places[j]), right, sure))
    return out


def _targets(
    joins: Iterable[int], stated: Mapping[int, int], elsewhere: Collection[int]
) -> tuple[Any, Any]:
    """Right and known columns; a relation stated elsewhere in the document is not known here."""
    right, known = np.zeros(PLANNED + 1, np.float32), np.zeros(PLANNED + 1, np.float32)
    for relation in joins:
        if relation in stated:
            right[relation] = known[relation] = 1.0
            if relation == D:
                right[PLANNED], known[PLANNED] = stated[relation], 1.0
        elif relation not in elsewhere:
            known[relation] = 1.0
    return right, known


def _pair_arrays(
    names: Sequence[Name], pairs: Sequence[PairRow], start: int, end: int, rng: random.Random
) -> dict[str, Any]:
    """The pairs that lie in a window; where there are too many, some wrong ones are left out."""

    def inside(number: int) -> bool:
        return number < 0 or (start <= names[number].start and names[number].end <= end)

    here = [p for p in pairs if inside(p.head) and inside(p.tail)]
    if len(here) > PAIRS:
        wrong = [p for p in here if not p.right.any()]
        rng.shuffle(wrong)
        here = [*(p for p in here if p.right.any()), *wrong][:PAIRS]
    out = {
        "place": np.zeros((PAIRS, 4), np.int32), "single": np.zeros(PAIRS, np.float32),
        "feature": np.zeros((PAIRS, FEATURES), np.float32),
        "right": np.zeros((PAIRS, PLANNED + 1), np.float32),
        "known": np.zeros((PAIRS, PLANNED + 1), np.float32),
    }  # fmt: skip
    for k, pair in enumerate(here):
        tail = names[pair.tail]
        head = names[pair.head] if pair.head >= 0 else tail
        out["place"][k] = [
            head.start - start,
            head.end - start,
            tail.start - start,
            tail.end - start,
        ]
        out["single"][k] = pair.head < 0
        out["feature"][k], out["right"][k], out["known"][k] = pair.features, pair.right, pair.known
    return out

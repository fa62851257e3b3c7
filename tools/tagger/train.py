"""Training of the tagger's chains by CRFsuite, and its weights in the form of the model file."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.mentions.features import (
    OFFSETS,
    PAD,
    REACH,
    context_columns,
    word_attributes,
)
from tools.tagger.gold import Labelled, Line, labels

CHAINS = (("Industry",), ("Organization",), ("Strategy", "Project", "Region"))
LEAST_WEIGHT = 0.02
Clusters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of a training run.

    ``hide`` is the share of lexicon names hidden from a document's features, so that the chains
    learn to do without the lexicons; ``without`` names attributes to leave out.
    """

    hide: float = 0.25
    c1: float = 0.1
    c2: float = 0.05
    iterations: int = 80
    seed: int = 7
    without: frozenset[str] = field(default_factory=frozenset)


def attributes(
    line: Line, clusters: Clusters, hidden: set[str], without: frozenset[str]
) -> list[list[str]]:
    """All attributes of each token, with offsets, as CRFsuite reads them."""
    shown = [match for match, name in line.matches if name not in hidden]
    columns = context_columns(line.tokens, shown)
    size = len(line.tokens)
    out: list[list[str]] = [[] for _ in range(size)]
    for i, token in enumerate([*[PAD] * REACH, *line.tokens, *[PAD] * REACH], -REACH):
        found = [a.partition("=") for a in word_attributes(token, clusters)]
        here = [(name, value) for name, _, value in found]
        if 0 <= i < size:
            here += [(name, values[i]) for name, values in columns.items() if values[i]]
        for name, value in here:
            for offset in OFFSETS[name]:
                if 0 <= i - offset < size and name not in without:
                    out[i - offset].append(f"{name}{offset}={value}")
    return out


def train(documents: Sequence[Labelled], clusters: Clusters, options: Options) -> dict[str, Any]:
    """Model file contents. The same input gives the same weights."""
    rng = random.Random(options.seed)
    items = []
    for document in documents:
        names = sorted({name for line in document.lines for (_, _, letter), name in line.matches
                        if letter in "SIOF"})  # fmt: skip
        hidden = {name for name in names if rng.random() < options.hide}
        items.append([attributes(x, clusters, hidden, options.without) for x in document.lines])
    chains: list[dict[str, Any]] = []
    weights: dict[str, list[int]] = {}
    column = 0
    for types in CHAINS:
        chain = _train_chain(documents, items, types, options)
        order = ["O", *(f"{mark}-{t}" for t in types for mark in "BI")]
        moves = [[round(chain.moves.get((a, b), 0.0), 3) for b in order] for a in order]
        chains.append({"labels": order, "moves": moves})
        for (attribute, label), weight in sorted(chain.weights.items()):
            if abs(weight) >= LEAST_WEIGHT:
                pair = [column + order.index(label), round(weight * 1000)]
                weights.setdefault(attribute, []).extend(pair)
        column += len(order)
    return {"chains": chains, "weights": dict(sorted(weights.items()))}


@dataclass(frozen=True, slots=True)
class _Trained:
    moves: dict[tuple[str, str], float]
    weights: dict[tuple[str, str], float]


def _train_chain(
    documents: Sequence[Labelled],
    items: Sequence[Sequence[list[list[str]]]],
    types: Sequence[str],
    options: Options,
) -> _Trained:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for document, rows in zip(documents, items, strict=True):
        for line, row in zip(document.lines, rows, strict=True):
            if row:
                trainer.append(row, labels(line, document.annotation, types))
    trainer.set_params(
        {
            "c1": options.c1,
            "c2": options.c2,
            "max_iterations": options.iterations,
            "feature.possible_transitions": True,
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "chain.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return _Trained(dict(info.transitions), dict(info.state_features))

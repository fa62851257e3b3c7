"""Word clusters from unlabelled text: words in like company get the same cluster.

Positive pointwise mutual information with the neighbours on four places, reduced by a randomized
singular value decomposition, then spherical k-means at three granularities. All seeds are fixed.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import rjieba
from numpy.typing import NDArray

from kg.mentions.features import split_tokens

GRAINS = (64, 256, 800)
CONTEXTS = 3000
DIMENSIONS = 100
WEIGHTS = {-2: 0.5, -1: 1.0, 1: 1.0, 2: 0.5}

Matrix = NDArray[np.float32]


def build(corpus: Path, leave_out: Collection[str], least: int = 8) -> str:
    """Text of the cluster table: word, then its cluster at each granularity.

    ``corpus`` is a ``.jsonl.gz`` with ``id`` and ``text``; texts in ``leave_out`` (the annotated
    ones) are not used. Words seen fewer than ``least`` times get no cluster.
    """
    texts = list(_sentences(corpus, leave_out))
    counts = Counter(word for words in texts for word in words)
    words = [w for w, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= least]
    vectors = _reduce(_associations(texts, words))
    ids = [_kmeans(vectors, k) for k in GRAINS]
    rows = zip(words, *(a.tolist() for a in ids), strict=True)
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)


def _sentences(corpus: Path, leave_out: Collection[str]) -> Iterator[list[str]]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["id"] not in leave_out:
                for paragraph in filter(str.strip, record["text"].split("\n")):
                    yield [word for word, _ in split_tokens(rjieba.tag(paragraph))]


def _associations(texts: Sequence[Sequence[str]], words: Sequence[str]) -> Matrix:
    """Positive pointwise mutual information, words x (places x frequent words)."""
    number = {word: i for i, word in enumerate(words)}
    table = np.zeros((len(words), len(WEIGHTS) * CONTEXTS), np.float32)
    for text in texts:
        ids = np.array([number.get(word, -1) for word in text])
        for place, (offset, weight) in enumerate(WEIGHTS.items()):
            here = ids[max(0, -offset) : len(ids) - max(0, offset)]
            there = ids[max(0, offset) : len(ids) + min(0, offset)]
            if len(here) == len(there):
                good = (here >= 0) & (there >= 0) & (there < CONTEXTS)
                np.add.at(table, (here[good], there[good] + place * CONTEXTS), weight)
    total = table.sum()
    columns = table.sum(axis=0, keepdims=True) ** 0.75
    expected = table.sum(axis=1, keepdims=True) * (columns / columns.sum())
    out: Matrix = np.log(np.maximum(table / np.maximum(expected, 1e-9), 1e-9))
    return np.maximum(out, 0, out=out) if total else out


def _reduce(table: Matrix) -> Matrix:
    """Unit vectors of the words in the space of the largest singular values."""
    start = np.random.default_rng(0).standard_normal((table.shape[1], DIMENSIONS + 60))
    basis = table @ start.astype(np.float32)
    for _ in range(3):
        basis, _ = np.linalg.qr(basis)
        basis = table @ (table.T @ basis)
    basis, _ = np.linalg.qr(basis)
    left, values, _ = np.linalg.svd(basis.T @ table, full_matrices=False)
    vectors = (basis @ left)[:, :DIMENSIONS] * np.sqrt(values[:DIMENSIONS])
    out: Matrix = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return out


def _kmeans(vectors: Matrix, k: int, rounds: int = 25) -> NDArray[np.int64]:
    rng = np.random.default_rng(k)
    centres = vectors[rng.choice(min(len(vectors), 8000), k, replace=False)].copy()
    nearest = np.zeros(len(vectors), np.int64)
    for _ in range(rounds):
        nearest = (vectors @ centres.T).argmax(axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, vectors)
        norms = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(norms > 0, sums / (norms + 1e-9), centres)
    return nearest

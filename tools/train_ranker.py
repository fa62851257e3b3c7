"""Train the ranker of candidate relations, and measure it by cross-validation over documents.

usage: python tools/train_ranker.py GOLD=DOCUMENTS [GOLD=DOCUMENTS ...] [--only FILE] [--write]

GOLD is a folder of annotation files, DOCUMENTS the folder of their texts (several may be joined by
":"). --only names a JSON list of document names to keep. Needs scikit-learn. The model is written to
kg/data/models/ranker.json. Training is deterministic.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from kg import evaluate, mentions, records, text
from kg.facts import propose
from kg.facts.candidates import Candidate
from kg.model import Document, Extraction
from kg.read import read_path

MODEL = Path(__file__).parent.parent / "kg/data/models/ranker.json"
FOLDS = 5
FEWEST = 3  # candidates that must have a feature before it gets a weight


class Row(NamedTuple):
    """One candidate: its document, key there, features, whether it is right."""

    doc: str
    relation: str
    key: Any
    features: tuple[str, ...]
    right: bool


def main() -> None:
    """Read, train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--only", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--strength", type=float, default=0.15, help="inverse regularization")
    args = parser.parse_args()
    only = set(json.loads(args.only.read_text())) if args.only else None
    rows, gold = read_sets(args.sets, only)
    weights, thresholds = {}, {}
    for relation in sorted({r.relation for r in rows}):
        chosen = [r for r in rows if r.relation == relation]
        held_out = cross_validate(chosen, args.strength)
        threshold, f1, p, r = best_threshold(chosen, held_out, gold[relation])
        print(f"{relation:16} rows {len(chosen):6} gold {gold[relation]:5} "
              f"threshold {threshold:.2f} P {p:.3f} R {r:.3f} F1 {f1:.3f}")  # fmt: skip
        weights[relation], thresholds[relation] = fit(chosen, args.strength), threshold
    if args.write:
        MODEL.parent.mkdir(exist_ok=True)
        data = {"weights": weights, "thresholds": thresholds}
        MODEL.write_text(json.dumps(data, ensure_ascii=False, sort_keys=True, indent=0) + "\n")


def read_sets(sets: list[str], only: set[str] | None) -> tuple[list[Row], Counter[str]]:
    """Candidates of all documents, and the number of required gold relations by type."""
    rows: list[Row] = []
    gold: Counter[str] = Counter()
    for entry in sets:
        folder, places = entry.split("=")
        for path in sorted(Path(folder).glob("*.json")):
            record = json.loads(path.read_text(encoding="utf-8"))
            name = Path(record["doc"]).name
            if only is not None and name not in only:
                continue
            document = find_document(name, places.split(":"))
            gold.update(r["type"] for r in record["relations"] if not r.get("optional"))
            rows += judge(document, record)
    return rows, gold


def find_document(name: str, folders: list[str]) -> Document:
    """The text of an annotated document."""
    for folder in folders:
        if (Path(folder) / name).exists():
            (document,) = [d for d in read_path(Path(folder) / name) if isinstance(d, Document)]
            return document
    raise SystemExit(f"no text for {name}")


def judge(document: Document, record: dict[str, Any]) -> list[Row]:
    """Candidates of one document with whether the gold has them (optional ones are left out)."""
    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    proposed = [c for _, c in propose(sentences, found.mentions, found.home)]
    everything = Extraction(document, sentences, found.mentions, (), (), found.home)
    predicted = {"doc": document.name, "entities": records.entities(everything, everyone=True)}
    gold, own = evaluate.Side(record), evaluate.Side(predicted)
    same = {i: g for i, e in enumerate(own.entities) if (g := gold.match(e)) is not None}
    stated = gold.relations(None)
    rows = []
    for c in proposed:
        key = own.relation_key(as_relation(c), same)
        if not stated.get(key, {}).get("optional"):
            rows.append(Row(document.name, c.type, key, c.features, key in stated))
    return rows


def as_relation(c: Candidate) -> dict[str, Any]:
    """A candidate the way records name relations."""
    return {"type": c.type, "head": c.head.name, "head_type": c.head.type, "tail": c.tail.name,
            "tail_type": c.tail.type}  # fmt: skip


def fit(rows: list[Row], strength: float) -> dict[str, float]:
    """Weights by feature."""
    counts = Counter(f for r in rows for f in r.features)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform(
        [{f: 1.0 for f in r.features if counts[f] >= FEWEST} for r in rows]
    )
    y = np.array([r.right for r in rows])
    if y.all() or not y.any():
        return {"bias": 3.0 if y.all() else -3.0}
    model = LogisticRegression(C=strength, max_iter=2000, fit_intercept=False)
    model.fit(x, y)
    names = vectorizer.get_feature_names_out()
    return {n: round(float(w), 4) for n, w in zip(names, model.coef_[0], strict=True) if abs(w) > 0.005}


def cross_validate(rows: list[Row], strength: float) -> list[float]:
    """Each candidate's probability by a model that has not seen its document."""
    fold = {r.doc: zlib.crc32(r.doc.encode()) % FOLDS for r in rows}
    out = [0.0] * len(rows)
    for k in range(FOLDS):
        weights = fit([r for r in rows if fold[r.doc] != k], strength)
        for i, r in enumerate(rows):
            if fold[r.doc] == k:
                score = sum(weights.get(f, 0.0) for f in r.features)
                out[i] = 1 / (1 + np.exp(-score))
    return out


def best_threshold(
    rows: list[Row], probabilities: list[float], gold: int
) -> tuple[float, float, float, float]:
    """Threshold of the best F1 over documents' distinct relations, with F1, precision, recall."""
    best: dict[tuple[str, Any], float] = defaultdict(float)
    right = {}
    for r, p in zip(rows, probabilities, strict=True):
        best[r.doc, r.key] = max(best[r.doc, r.key], p)
        right[r.doc, r.key] = r.right
    results = []
    for step in range(10, 90, 2):
        t = step / 100
        kept = [k for k, p in best.items() if p >= t]
        hits = sum(right[k] for k in kept)
        p, r = hits / max(1, len(kept)), hits / max(1, gold)
        results.append((2 * p * r / max(1e-9, p + r), t, p, r))
    f1, t, p, r = max(results)
    return t, f1, p, r


if __name__ == "__main__":
    main()

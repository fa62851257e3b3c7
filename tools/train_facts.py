"""Train the models that judge candidate relations and their status; measure them held out.

usage: python -m tools.train_facts GOLD=DOCUMENTS [GOLD=DOCUMENTS ...] [--only FILE]
           [--taggers DIR] [--wider NETWORK] [--write]

GOLD is a folder of annotation files, DOCUMENTS the folder of their texts (several may be joined by
":"). --only names a JSON list of document names to keep. DIR holds the networks of the folds,
NETWORK is one that has not seen the wider annotations (``tools.train_network folds``, ``narrow``):
with it the models learn from the wider annotations too. Needs scikit-learn. The model is written to
kg/data/models/facts.json. Training is deterministic.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from kg import evaluate, mentions, records, text
from kg.facts import RIVAL, propose
from kg.facts.candidates import Candidate
from kg.facts.frame import Frame
from kg.facts.indicators import Context, propose_indicators
from kg.facts.manner import manner_of
from kg.facts.status import status_features
from kg.mentions.tagger import Tagger
from kg.model import Document, Extraction, Sentence
from kg.neural import Network
from kg.read import read_path
from tools.annotations import texts as wider_texts
from tools.shown import shows

MODEL = Path(__file__).parent.parent / "kg/data/models/facts.json"
FOLDS = 5
# Per cent: an edge less likely is not worth a reader's time. Cross-validated F1 is flat about
# there, and precision is not. Relations that few facts reach lose more, and stay lower.
LEAST = 40
# Regions named side by side are far more common in news than in the gold (docs/judged-facts.csv).
LEAST_OF = {
    "COOPERATES_WITH": 50, "LOCATED_IN": 34, "PART_OF": 30, "ENGAGES_IN": 34, "indicator": 26,
}  # fmt: skip
# Relations that only the sentence of their evidence states. For the others, what other sentences
# say of the same pair teaches more than it misleads (cross-validated).
SHOWN = {"COVERS", "LOCATED_IN"}
LIKELY = 0.1  # probability from which facts count for how far probabilities hold
STRENGTH = 0.12  # inverse regularization
FEWEST = 12  # candidates that must have a feature before it gets a weight
# What a candidate of the wider annotations counts beside one of the gold: own texts are like the
# gold documents, the corpus less so.
OWN, CORPUS_ITEM = 0.5, 0.15
# News tells of cooperation and membership as the gold documents do, and the gold has few of them.
CORPUS_OF = {"COOPERATES_WITH": 0.4, "PART_OF": 0.4}
MARK = "wider="  # begins the features that wider candidates alone have
LIGHTEST = 0.05  # weights under this are left out
CORPUS = Path(__file__).parents[2] / "shared" / "corpus" / "broadcasts.jsonl.gz"


class Row(NamedTuple):
    """One candidate: its document, key there, features, whether it is right.

    ``item`` is shared by rivals (see ``kg.facts.judge``), ``shown`` tells whether the sentence
    counts as one that states the fact. For status rows ``right`` says that the fact is planned.
    """

    doc: str
    relation: str
    key: Any
    features: tuple[str, ...]
    right: bool
    item: Any = None
    shown: bool = True


def main() -> None:
    """Read, train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--only", type=Path)
    parser.add_argument("--taggers", type=Path, help="folder of networks by fold")
    parser.add_argument("--wider", type=Path, help="network that reads the wider annotations")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--strength", type=float, default=STRENGTH, help="inverse regularization")
    args = parser.parse_args()
    only = set(json.loads(args.only.read_text())) if args.only else None
    rows, gold = read_sets(args.sets, only, args.taggers)
    wider = wider_rows(args.wider) if args.wider else []
    models = {}
    for name in sorted({r.relation for r in rows}):
        chosen = [r for r in rows if r.relation == name]
        more = [r for r in wider if r.relation == name]
        standard = standard_of(name, chosen, more, gold[name], args.strength)
        most = len({(x.doc, x.key) for x in chosen if x.right})
        print(f"{name:16} candidates {len(chosen):6} gold {gold[name]:5} "
              f"reachable {most / max(1, gold[name]):.3f} threshold {standard.threshold:.2f} "
              f"{standard.told}")  # fmt: skip
        weights = standard.line.weights(fit(chosen, args.strength, more))
        models[name] = {"threshold": standard.threshold, "weights": weights}
    if args.write:
        MODEL.parent.mkdir(exist_ok=True)
        MODEL.write_text(json.dumps(models, ensure_ascii=False, sort_keys=True, indent=0) + "\n")


def read_sets(
    sets: list[str], only: set[str] | None, taggers: Path | None
) -> tuple[list[Row], Counter[str]]:
    """Candidates of all documents, and the number of required gold relations by type.

    With ``taggers`` every document is read by a tagger that was trained without it, so that the
    models meet names found as surely, or unsurely, as in a document nobody has seen.
    """
    rows: list[Row] = []
    gold: Counter[str] = Counter()
    for record, document in annotated(sets, only):
        gold.update(r["type"] for r in record["relations"] if not r.get("optional"))
        gold["indicator"] += sum(not f.get("optional") for f in record["indicators"])
        tagger = fold_tagger(taggers, fold_of(Path(record["doc"]).name))
        for variant in variants(document):
            rows += rows_of(variant, record, tagger)
    return rows, gold


def annotated(sets: list[str], only: set[str] | None) -> Iterator[tuple[dict[str, Any], Document]]:
    """Annotations with their documents."""
    for entry in sets:
        folder, places = entry.split("=")
        for path in sorted(Path(folder).glob("*.json")):
            record = json.loads(path.read_text(encoding="utf-8"))
            name = Path(record["doc"]).name
            if only is None or name in only:
                yield record, find_document(name, places.split(":"))


def variants(document: Document) -> list[Document]:
    """A document with and without what metadata says, since most texts come without."""
    if document.region is None:
        return [document]
    return [document, replace(document, region=None, publisher=None)]


def fold_of(name: str) -> int:
    """The fold a document is held out in."""
    return zlib.crc32(name.encode()) % FOLDS


@cache
def fold_tagger(folder: Path | None, number: int) -> Tagger | None:
    """The tagger of one fold, as ``tools.train_network folds`` left it."""
    if folder is None:
        return None
    return Tagger(Network.read((folder / f"{number}.npz").read_bytes()))


def find_document(name: str, folders: list[str]) -> Document:
    """The text of an annotated document."""
    for folder in folders:
        if (Path(folder) / name).exists():
            (document,) = [d for d in read_path(Path(folder) / name) if isinstance(d, Document)]
            return document
    raise SystemExit(f"no text for {name}")


def rows_of(document: Document, record: dict[str, Any], tagger: Tagger | None) -> list[Row]:
    """Candidates of one document with whether the gold has them (optional ones are left out)."""
    sentences = text.sentences(document)
    found = mentions.find(document, sentences, tagger)
    manner = manner_of(sentences, found.home is not None)
    proposed = [
        (frame, c)
        for frame, several in propose(sentences, found.mentions, found.home)
        for c in several
        if c.rule.stage is None
    ]
    gold, own = evaluate.Side(record), evaluate.Side(everyone(document, sentences, found, proposed))
    same = {i: g for i, e in enumerate(own.entities) if (g := gold.match(e)) is not None}
    stated = gold.relations(None)
    rows = []
    for frame, c in proposed:
        key = own.relation_key(as_relation(c), same)
        told = stated.get(key, {})
        if not told.get("optional"):
            item = (document.region, frame.sentence.index, c.item)
            here = c.type not in SHOWN or shows(frame.sentence.view, told.get("evidence", ""))
            rows.append(Row(document.name, c.type, key, c.features, key in stated, item, here))
        if c.type == "DEVELOPS" and told.get("status"):
            features = tuple(status_features(frame, c.at, manner))
            rows.append(Row(document.name, "status", key, features, told["status"] == "planned"))
    rows += indicator_rows(document, sentences, found, (gold, own, same))
    return rows


def everyone(
    document: Document, sentences: Sequence[Sentence], found: mentions.Found,
    proposed: Sequence[tuple[Frame, Candidate]],
) -> dict[str, Any]:  # fmt: skip
    """A record of every entity mentioned or proposed: the home region may never be named."""
    everything = Extraction(document, tuple(sentences), found.mentions, (), (), found.home)
    entities = list(records.entities(everything, everyone=True))
    named = {e["id"] for e in entities}
    ends = {e.id: e for _, c in proposed for e in (c.head, c.tail) if e.id not in named}
    entities += [{"type": e.type, "name": e.name, "aliases": [], "id": e.id} for e in ends.values()]
    return {"doc": document.name, "entities": entities}


def indicator_rows(
    document: Document, sentences: Sequence[Sentence], found: mentions.Found,
    sides: tuple[evaluate.Side, evaluate.Side, dict[int, int]],
) -> Iterator[Row]:  # fmt: skip
    """Options of every figure, right where the gold has that subject with that value."""
    gold, own, same = sides
    stated: dict[Any, Any] = dict(gold.indicators(None))
    wanted = {key[:3]: not figure.get("optional") for key, figure in stated.items()}
    year = int(document.published[:4]) if document.published else None
    for p in propose_indicators(sentences, found.mentions, Context(document, found.home, year)):
        item = (document.region, p.sentence.index, p.quantity.start)
        for o in p.options:
            keys = [own.figure_key(s.entity.name, p.quantity.value, p.quantity.unit, same)
                    for s in o.subjects]  # fmt: skip
            right = any(key in wanted for key in keys)
            yield Row(document.name, "indicator", (*keys[0], item), o.features, right, item)


def as_relation(c: Candidate) -> dict[str, Any]:
    """A candidate the way records name relations."""
    return {"type": c.type, "head": c.head.name, "head_type": c.head.type, "tail": c.tail.name,
            "tail_type": c.tail.type}  # fmt: skip


def wider_rows(network: Path) -> list[Row]:
    """Candidates of the wider annotations, as a network reads them that has not seen them."""
    tagger = Tagger(Network.read(network.read_bytes()))
    return [row for _, record, document in wider_texts(CORPUS)
            for row in rows_of(document, record, tagger)]  # fmt: skip


def fit(rows: list[Row], strength: float, wider: Sequence[Row] = ()) -> dict[str, float]:
    """Weights by feature, from gold rows and, counting less, wider ones."""
    every = [*rows, *map(_marked, wider)]
    counts = Counter(f for r in every for f in r.features)
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform(
        [{f: 1.0 for f in r.features if counts[f] >= FEWEST} for r in every]
    )
    y = np.array([r.right and r.shown for r in every])
    if y.all() or not y.any():
        return {"bias": 3.0 if y.all() else -3.0}
    model = LogisticRegression(C=strength, max_iter=2000, fit_intercept=False, tol=1e-4)
    model.fit(x, y, sample_weight=[1.0] * len(rows) + list(map(_weight, wider)))
    names = vectorizer.get_feature_names_out()
    weights = {n: round(float(w), 3) for n, w in zip(names, model.coef_[0], strict=True)}
    return {n: w for n, w in weights.items() if abs(w) >= LIGHTEST and not n.startswith(MARK)}


def _marked(row: Row) -> Row:
    """A wider candidate that says where it comes from, and how its subject is known there.

    Less of what they propose is right in our own texts, and others of their subjects: so the
    models learn that of them, and not of documents.
    """
    source = f"{MARK}{'own' if row.doc.startswith('own-') else 'corpus'}"
    ways = (f for f in row.features if f.startswith("how=") and "|" not in f)
    return row._replace(features=(*row.features, source, *(f"{source}&{way}" for way in ways)))


def _weight(row: Row) -> float:
    return OWN if row.doc.startswith("own-") else CORPUS_OF.get(row.relation, CORPUS_ITEM)


def cross_validate(rows: list[Row], strength: float, wider: Sequence[Row] = ()) -> list[float]:
    """Each candidate's probability by a model that has not seen its document."""
    fold = {r.doc: fold_of(r.doc) for r in rows}
    out = [0.0] * len(rows)
    for k in range(FOLDS):
        weights = fit([r for r in rows if fold[r.doc] != k], strength, wider)
        for i, r in enumerate(rows):
            if fold[r.doc] == k:
                score = sum(weights.get(f, 0.0) for f in r.features)
                out[i] = 1 / (1 + np.exp(-score))
    return out


class Line(NamedTuple):
    """What makes a model's scores those of its facts: a slope and an offset."""

    slope: float
    offset: float

    def of(self, probabilities: Sequence[float]) -> list[float]:
        """The probabilities put right."""
        p = np.clip(probabilities, 1e-9, 1 - 1e-9)
        score = self.slope * np.log(p / (1 - p)) + self.offset
        right: list[float] = (1 / (1 + np.exp(-score))).tolist()
        return right

    def weights(self, weights: dict[str, float]) -> dict[str, float]:
        """The weights of a model that gives them."""
        scaled = {name: round(w * self.slope, 3) for name, w in weights.items()}
        return {**scaled, "bias": round(scaled.get("bias", 0.0) + self.offset, 3)}


class Standard(NamedTuple):
    """What held-out candidates say of a model: its line, its threshold, and how good it is."""

    line: Line
    threshold: float
    told: str


def standard_of(
    name: str, rows: list[Row], wider: Sequence[Row], gold: int, strength: float
) -> Standard:
    """The line and the threshold of the model called ``name``; ``gold`` is what it should find."""
    held_out = cross_validate(rows, strength, wider)
    if name == "status":
        hits = sum((p >= 0.5) == r.right for r, p in zip(rows, held_out, strict=True))
        return Standard(Line(1.0, 0.0), 0.5, f"accuracy {hits / len(rows):.3f}")
    line = calibration(rows, held_out)
    least = LEAST_OF.get(name, LEAST)
    threshold, f1, p, r = best_threshold(rows, line.of(held_out), gold, least)
    return Standard(line, threshold, f"P {p:.3f} R {r:.3f} F1 {f1:.3f}")


def calibration(rows: list[Row], probabilities: list[float]) -> Line:
    """How often facts are right that held-out models call as likely.

    A fact is as likely as its likeliest candidate, so that models, each right about candidates,
    promise too much of facts.
    """
    best, right = facts_of(rows, probabilities)
    likely = [k for k, p in best.items() if p >= LIKELY]
    p = np.clip([best[k] for k in likely], 1e-9, 1 - 1e-9)
    model = LogisticRegression(C=1e6)
    model.fit(np.log(p / (1 - p))[:, None], [right[k] for k in likely])
    return Line(float(model.coef_[0][0]), float(model.intercept_[0]))


def facts_of(
    rows: list[Row], probabilities: Sequence[float]
) -> tuple[dict[tuple[str, Any], float], dict[tuple[str, Any], bool]]:
    """The probability of each distinct relation of a document, rivals left out; which are right."""
    likeliest: dict[tuple[str, Any], float] = defaultdict(float)
    for r, p in zip(rows, probabilities, strict=True):
        likeliest[r.doc, r.item] = max(likeliest[r.doc, r.item], p)
    best: dict[tuple[str, Any], float] = defaultdict(float)
    right = {}
    for r, p in zip(rows, probabilities, strict=True):
        if p >= RIVAL * likeliest[r.doc, r.item]:
            best[r.doc, r.key] = max(best[r.doc, r.key], p)
            right[r.doc, r.key] = r.right
    return best, right


def best_threshold(
    rows: list[Row], probabilities: Sequence[float], gold: int, least: int
) -> tuple[float, float, float, float]:
    """Threshold of the best F1 over documents' distinct relations, with F1, precision, recall.

    It is ``least`` per cent or more. F1 is that of the threshold and its neighbours: single ones
    are high by chance.
    """
    best, right = facts_of(rows, probabilities)
    results = []
    for step in range(least, 90, 2):
        t = step / 100
        kept = [k for k, p in best.items() if p >= t]
        hits = sum(right[k] for k in kept)
        precision, recall = hits / max(1, len(kept)), hits / max(1, gold)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        results.append((f1, t, precision, recall))
    smooth = np.convolve(np.pad([row[0] for row in results], 2, "edge"), np.ones(5) / 5, "valid")
    f1, t, precision, recall = results[int(np.argmax(smooth))]
    return t, f1, precision, recall


if __name__ == "__main__":
    main()

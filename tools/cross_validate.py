"""Extract every annotated document with models that have not seen it, as ``kg extract`` lines.

usage: python -m tools.cross_validate OUT GOLD=DOCUMENTS [GOLD=DOCUMENTS ...]
           [--only FILE] --taggers DIR [--wider NETWORK] [--strength C]

The arguments are those of ``tools.train_facts``. Score OUT with ``kg eval``: the figures are what
to expect of documents that nobody has annotated. Metadata is left out, as most texts come without.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from unittest.mock import patch

from kg import facts, mentions, text
from kg.facts import model
from kg.facts.model import Logistic
from kg.mentions.tagger import Tagger
from kg.model import Document, Extraction
from kg.records import to_record
from tools import train_facts as training


def main() -> None:
    """Train by fold, read the held-out documents, write their lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("sets", nargs="+")
    parser.add_argument("--only", type=Path)
    parser.add_argument("--taggers", type=Path, required=True)
    parser.add_argument("--wider", type=Path)
    parser.add_argument("--strength", type=float, default=training.STRENGTH)
    args = parser.parse_args()
    only = set(json.loads(args.only.read_text())) if args.only else None
    wider = training.wider_rows(args.wider) if args.wider else []
    models = fold_models(args.sets, only, args.taggers, args.strength, wider)
    with args.out.open("w", encoding="utf-8") as out:
        for record, document in training.annotated(args.sets, only):
            fold = training.fold_of(Path(record["doc"]).name)
            tagger = training.fold_tagger(args.taggers, fold)
            with patch.object(model, "_models", lambda fold=fold: models[fold]):
                line = to_record(read(training.variants(document)[-1], tagger))
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def read(document: Document, tagger: Tagger | None) -> Extraction:
    """The pipeline with a given tagger."""
    sentences = text.sentences(document)
    found = mentions.find(document, sentences, tagger)
    stated, indicators = facts.read(document, sentences, found.mentions, found.home)
    own = tuple(m for m in found.mentions if m.entity.kind != mentions.FOREIGN)
    return Extraction(document, sentences, own, stated, indicators, found.home)


def fold_models(
    sets: list[str],
    only: set[str] | None,
    taggers: Path,
    strength: float,
    wider: list[training.Row],
) -> dict[int, dict[str, Logistic]]:
    """For each fold the models trained on the others, with one set of thresholds."""
    rows, gold = training.read_sets(sets, only, taggers)
    by_name = defaultdict(list)
    for row in rows:
        by_name[row.relation].append(row)
    models: dict[int, dict[str, Logistic]] = {k: {} for k in range(training.FOLDS)}
    for name, chosen in by_name.items():
        more = [r for r in wider if r.relation == name]
        standard = training.standard_of(name, chosen, more, gold[name], strength)
        for k in models:
            others = [r for r in chosen if training.fold_of(r.doc) != k]
            weights = standard.line.weights(training.fit(others, strength, more))
            models[k][name] = Logistic(weights, standard.threshold)
    return models


if __name__ == "__main__":
    main()

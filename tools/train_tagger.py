"""Train or cross-validate the statistical tagger.

usage: python -m tools.train_tagger train|validate|clusters|folds [--gold DIR] [--corpus FILE]

``train`` writes kg/data/models/tagger.json from all annotated documents outside the test part;
``validate`` prints precision/recall/F1 of five-fold cross-validation by document; ``clusters``
rebuilds kg/data/models/clusters.tsv from unlabelled text; ``folds --out DIR`` writes one model per
fold, 0.json to 4.json, each trained without the documents of that fold (crc32 of the name modulo
5), for stages that must learn from names as found in unseen documents. Needs python-crfsuite.
"""

from __future__ import annotations

import argparse
import json
import zlib
from multiprocessing import Pool
from pathlib import Path

from kg.mentions.tagger import read_clusters
from tools.tagger import clusters as word_clusters
from tools.tagger import validate
from tools.tagger.gold import Labelled, load
from tools.tagger.train import Clusters, Options, train

FOLDS = 5
ROOT = Path(__file__).parent.parent
MODELS = ROOT / "kg" / "data" / "models"
SHARED = ROOT.parent / "shared"
CLUSTERS_HEADER = """\
# Words and their clusters, coarse to fine, by the company they keep in 7 million characters of
# Chinese broadcast news transcripts. Counts only, no text. Made by tools/train_tagger.py.
# Licence: MIT.
"""


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("command", choices=("train", "validate", "clusters", "folds"))
    parser.add_argument("--gold", type=Path, default=SHARED / "gold")
    parser.add_argument("--corpus", type=Path, default=SHARED / "corpus" / "broadcasts.jsonl.gz")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("taggers"), help="folder for folds")
    args = parser.parse_args()
    if args.command == "clusters":
        annotated = (args.gold / "extra" / "annotations").glob("broadcast-*.json")
        table = word_clusters.build(
            args.corpus, {p.stem.removeprefix("broadcast-") for p in annotated}
        )
        (MODELS / "clusters.tsv").write_text(CLUSTERS_HEADER + table, encoding="utf-8")
        return
    clusters = read_clusters((MODELS / "clusters.tsv").read_text(encoding="utf-8"))
    documents = load(args.gold)
    if args.command == "train":
        write_model(MODELS / "tagger.json", documents, clusters)
    elif args.command == "folds":
        args.out.mkdir(parents=True, exist_ok=True)
        for number in range(FOLDS):
            others = [d for d in documents if zlib.crc32(d.name.encode()) % FOLDS != number]
            write_model(args.out / f"{number}.json", others, clusters)
    else:
        report(documents, clusters, args.gold, args.jobs)


def write_model(path: Path, documents: list[Labelled], clusters: Clusters) -> None:
    """Train on the documents and write the model file whole or not at all."""
    model = train(documents, clusters, Options())
    part = path.with_suffix(".part")
    text = json.dumps(model, ensure_ascii=False, separators=(",", ":"))
    part.write_text(text + "\n", encoding="utf-8")
    part.replace(path)


def report(documents: list[Labelled], clusters: Clusters, gold: Path, jobs: int) -> None:
    """Print the table of cross-validation."""
    score = validate.scorer(gold)
    fold = validate.folds(documents)
    for name, options in (
        ("without lexicon", Options(without=frozenset(("x",)))),
        ("nothing hidden", Options(hide=0.0)),
        ("tagger", Options()),
    ):
        with Pool(jobs) as pool:
            work = [(documents, fold, number, clusters, options) for number in range(5)]
            results = [r for part in pool.starmap(validate.run_fold, work, 1) for r in part]
        for threshold in (0.3, 0.4, 0.5, 0.6, 0.7):
            counts = validate.count(results, validate.at_least(threshold), score)
            print(f"{name:16} {threshold:.1f}      {validate.row(counts)}", flush=True)
    print(f"{'lexicons':25} {validate.row(validate.count(results, validate.lexicon_only, score))}")
    for low in (0.05, 0.1, 0.2):
        for high in (0.4, 0.5):
            counts = validate.count(results, validate.hybrid(low, high), score)
            print(f"{'hybrid':16} {low:.2f} {high:.1f} {validate.row(counts)}")


if __name__ == "__main__":
    main()

"""Draw facts to be read against their sentences, and sum up what a reader judged.

usage: python -m tools.sample_facts draw FACTS.jsonl CORPUS.jsonl.gz OUT.csv [--count N] [--seed N]
       python -m tools.sample_facts sum JUDGED.csv

``draw`` takes lines of ``kg extract`` over the corpus and draws facts at random, as many of each
relation as of any other while they last. OUT.csv names each fact and its evidence's place and
leaves ``right`` (yes, no) and ``reason`` to the reader; OUT.txt beside it shows the sentences
around (others' texts: not to be kept in the project). ``sum`` prints precision by relation.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

COLUMNS = (
    "number", "doc", "relation", "head", "tail", "status", "rule", "confidence", "start", "end",
    "right", "reason",
)  # fmt: skip
AROUND = 110  # characters shown on either side of the evidence


def main() -> None:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    draw = commands.add_parser("draw")
    draw.add_argument("facts", type=Path)
    draw.add_argument("corpus", type=Path)
    draw.add_argument("out", type=Path)
    draw.add_argument("--count", type=int, default=300)
    draw.add_argument("--seed", type=int, default=1)
    summed = commands.add_parser("sum")
    summed.add_argument("judged", type=Path)
    args = parser.parse_args()
    if args.command == "sum":
        print(summary(read(args.judged)))
        return
    chosen = choose(args.facts, args.count, args.seed)
    write(args.out, chosen)
    show(args.out.with_suffix(".txt"), chosen, args.corpus)


def choose(facts: Path, count: int, seed: int) -> list[dict[str, Any]]:
    """Facts drawn at random, evenly over the relations."""
    by_relation: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with facts.open(encoding="utf-8") as lines:
        for document in map(json.loads, lines):
            for fact in document["relations"]:
                if not fact["background"]:
                    by_relation[fact["type"]].append({**fact, "doc": document["doc"]})
    rng = random.Random(seed)
    for several in by_relation.values():
        rng.shuffle(several)
    left, chosen = count, []
    for place, several in enumerate(sorted(by_relation.values(), key=len)):
        share = left // (len(by_relation) - place)
        chosen += several[:share]
        left -= len(several[:share])
    return sorted(chosen, key=lambda f: (f["type"], f["doc"], f["start"]))


def write(path: Path, facts: list[dict[str, Any]]) -> None:
    """The table to be judged."""
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        rows.writeheader()
        for number, fact in enumerate(facts, 1):
            known = {k: fact[k] for k in COLUMNS if k in fact}
            rows.writerow({**known, "number": number, "relation": fact["type"]})


def show(path: Path, facts: list[dict[str, Any]], corpus: Path) -> None:
    """The sentences around each fact, for the reader."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row for row in map(json.loads, lines)}
    with path.open("w", encoding="utf-8") as out:
        for number, fact in enumerate(facts, 1):
            row = texts[fact["doc"]]
            a, b = fact["start"], fact["end"]
            text = row["text"]
            before, after = text[max(0, a - AROUND) : a], text[b : b + AROUND]
            out.write(
                f"#{number} {fact['head']} {fact['type']} {fact['tail']} [{fact['status']}]\n"
                f"  {row['date']} {row['title']}\n  {before}【{text[a:b]}】{after}\n\n".replace(
                    "\n\n\n", "\n"
                )
            )


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a judged table."""
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def summary(rows: list[dict[str, str]]) -> str:
    """Judged, right and precision of each relation and of all."""
    table: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        for name in (row["relation"], "all"):
            table[name][0] += 1
            table[name][1] += row["right"] == "yes"
    return "\n".join(f"{k:16} {n:4} {r:4} {r / n:.3f}" for k, (n, r) in sorted(table.items()))


if __name__ == "__main__":
    main()

"""Take out of a trained network what is nothing in practice, so that it need not be computed.

usage: python -m tools.prune_network [--model FILE] [--every N]

Reads every N-th text of the unannotated corpus (default 7: a million characters) and the texts to
learn from, and sets the weights of outputs to zero that are above zero for less than one character
in 100,000. To be run after each training; the model file is written anew.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from kg.mentions import readings
from kg.model import Document
from kg.neural import Network, Reading
from kg.text import sentences
from tools.network.prune import active, prune

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
MODEL = ROOT / "kg" / "data" / "models" / "network.npz"


def main() -> None:
    """Count, prune, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--every", type=int, default=7, metavar="N")
    args = parser.parse_args()
    shares = active(Network.read(args.model.read_bytes()), read(args.every))
    with np.load(args.model, allow_pickle=False) as file:
        arrays = dict(file)
    left = prune(arrays, shares)
    with args.model.open("wb") as out:
        np.savez_compressed(out, **arrays)
    print("outputs left, layer by layer:", *left)


def read(every: int) -> Iterator[list[Reading]]:
    """Documents as the tagger reads them."""
    with gzip.open(SHARED / "corpus" / "broadcasts.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for n, line in enumerate(lines) if n % every == 0]
    folder = SHARED / "gold" / "extra" / "documents"
    texts += [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    for text in texts:
        document = Document("0", "0", "0", text, "0")
        yield readings(document, sentences(document))


if __name__ == "__main__":
    main()

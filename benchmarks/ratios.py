"""How fast extraction is beside what it cannot be without: two ratios, held from now on.

    python -m benchmarks.ratios [--text PATH]... [--items N] [--write] [--json]

* ``over_posseg``: characters a second of CPU time of the whole extraction, over those of
  jieba.posseg on the same text;
* ``over_limit``: over those of the bare limit, one tagging pass of rjieba and one automaton pass.

Each is the median of several rounds in which all three take turns (benchmarks/extraction.py says
what they do), so that what else the machine does strikes them alike. ``--write`` puts the ratios
on the bundled samples into benchmarks/ratios.toml, beside which a test holds every later version.
"""

from __future__ import annotations

import json
import statistics
import time
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.extraction import asking, bare, documents, in_batches, posseg

if TYPE_CHECKING:
    from kg.model import Document

ROUNDS = 5
FILE = Path(__file__).with_name("ratios.toml")
TOLERANCE = 0.5
"""The part of a recorded ratio under which a version counts as slower: the bare limit alone is
between 1.8 and 3.2 million characters a second on one machine with nothing else to do."""

_SECONDS = 0.3  # of each in a round, at least
_HEAD = """\
# Extraction beside jieba.posseg and beside the bare limit, by CPU time on the bundled samples.
# Made by: python -m benchmarks.ratios --write
"""

Work = Callable[[Sequence["Document"]], None]


def main() -> None:
    parser = asking(__doc__)
    parser.add_argument("--write", action="store_true", help="record the ratios of the samples")
    parser.add_argument("--json", action="store_true", help="print them as JSON")
    given = parser.parse_args()
    if given.write and (given.text or given.items):
        parser.error("the recorded ratios are those of the samples: leave out --text and --items")
    found = measure(documents(given.text, given.items))
    if given.json:
        print(json.dumps(found))
        return
    for name, rate in found.items():
        print(f"{name:14}{rate:12.3f}" if name.startswith("over") else f"{name:14}{rate:12,.0f}")
    if given.write:
        lines = [f"{name} = {found[name]:.4f}\n" for name in found if name.startswith("over")]
        FILE.write_text(_HEAD + "".join(lines), encoding="utf-8")


def recorded() -> dict[str, float]:
    """The ratios of the version that was measured last."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def measure(read: Sequence[Document], rounds: int = ROUNDS) -> dict[str, float]:
    """Characters a second of CPU time of each, and the two ratios."""
    contestants: dict[str, Work] = {
        "extraction": _extract, "posseg": _each(posseg), "limit": _each(bare())
    }  # fmt: skip
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for work in contestants.values():
        work(read)  # what loads once is loaded
    for _ in range(rounds):
        for name, work in contestants.items():
            rates[name].append(_rate(work, read))
    found = {name: statistics.median(values) for name, values in rates.items()}
    for other in ("posseg", "limit"):
        pairs = zip(rates["extraction"], rates[other], strict=True)
        found[f"over_{other}"] = statistics.median(own / its for own, its in pairs)
    return found


def _rate(work: Work, read: Sequence[Document]) -> float:
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < _SECONDS:
        work(read)
        done += sum(len(document.text) for document in read)
    return done / spent


def _extract(read: Sequence[Document]) -> None:
    from kg.pipeline.reading import extract_documents

    for batch in in_batches(read):
        extract_documents(batch)


def _each(work: Callable[[str], None]) -> Work:
    def of_all(read: Sequence[Document]) -> None:
        for document in read:
            work(document.text)

    return of_all


if __name__ == "__main__":
    main()

"""How fast extraction is beside what it cannot be without: ratios of CPU time in one process.

    python -m benchmarks.ratios [--text PATH]... [--write]

* ``over_posseg``: characters a second of the whole extraction over those of jieba.posseg, the
  tagger that a tutorial begins with, on the same text;
* ``over_limit``: over those of the bare limit, one rjieba tag pass and one pass of an automaton
  with all names of the lexicon.

Each is the median of several rounds in which all three take turns, so that what else the machine
does strikes them alike. ``--write`` puts the ratios on the bundled samples into
benchmarks/ratios.toml, beside which a test holds every later version.
"""

from __future__ import annotations

import argparse
import statistics
import time
import tomllib
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path

ROUNDS = 5
FILE = Path(__file__).with_name("ratios.toml")
TOLERANCE = 0.6
"""The part of a recorded ratio under which a version counts as slower."""

_SECONDS = 0.4  # of each in a round, at least
_HEAD = """\
# Extraction beside jieba.posseg and beside the bare limit, by CPU time on the bundled samples.
# Made by: python -m benchmarks.ratios --write
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--text", type=Path, action="append", help="files or folders to read")
    parser.add_argument("--chars", type=int, default=500_000, help="read no more characters")
    parser.add_argument("--write", action="store_true", help="record the ratios of the samples")
    given = parser.parse_args()
    if given.write and given.text:
        parser.error("the recorded ratios are those of the samples: leave out --text")
    found = measure(texts(given.text, given.chars))
    for name, rate in found.items():
        print(f"{name:22}{rate:14,.3f}" if name.startswith("over") else f"{name:22}{rate:14,.0f}")
    if given.write:
        lines = [f"{name} = {found[name]:.3f}\n" for name in found if name.startswith("over")]
        FILE.write_text(_HEAD + "".join(lines), encoding="utf-8")


def recorded() -> dict[str, float]:
    """The ratios of the version that was measured last."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def texts(paths: Iterable[Path] | None = None, most: int = 500_000) -> list[str]:
    """Texts of the documents under ``paths`` (default: the samples), ``most`` characters or so."""
    from kg.model import Document
    from kg.read import discover, read_path

    found: list[str] = []
    with as_file(files("kg.data") / "samples") as samples:
        for path in discover(list(paths or [samples])).paths:
            for document in read_path(path):
                if sum(map(len, found)) >= most:
                    return found
                if isinstance(document, Document):
                    found.append(document.text)
    return found


def measure(texts: Sequence[str], rounds: int = ROUNDS) -> dict[str, float]:
    """Characters a second of each contestant, and the two ratios."""
    contestants = {"extraction": _extraction(), "posseg": _posseg(), "limit": _limit()}
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for work in contestants.values():
        work(texts)  # what loads once is loaded
    for _ in range(rounds):
        for name, work in contestants.items():
            rates[name].append(_rate(work, texts))
    found = {name: statistics.median(values) for name, values in rates.items()}
    for other in ("posseg", "limit"):
        pairs = zip(rates["extraction"], rates[other], strict=True)
        found[f"over_{other}"] = statistics.median(own / its for own, its in pairs)
    return found


def _rate(work: Callable[[Sequence[str]], None], texts: Sequence[str]) -> float:
    done, start = 0, time.process_time()
    while (spent := time.process_time() - start) < _SECONDS:
        work(texts)
        done += sum(map(len, texts))
    return done / spent


def _extraction() -> Callable[[Sequence[str]], None]:
    from kg.model import Document
    from kg.pipeline.reading import BATCH, extract_documents

    def work(texts: Sequence[str]) -> None:
        batch: list[Document] = []
        for number, text in enumerate(texts, 1):
            batch.append(Document(str(number), "a.txt", "a.txt", text, "0"))
            if sum(len(d.text) for d in batch) >= BATCH or number == len(texts):
                extract_documents(batch)
                batch = []

    return work


def _posseg() -> Callable[[Sequence[str]], None]:
    import jieba.posseg

    jieba.setLogLevel("WARNING")

    def work(texts: Sequence[str]) -> None:
        for text in texts:
            for _ in jieba.posseg.cut(text):
                pass

    return work


def _limit() -> Callable[[Sequence[str]], None]:
    import rjieba
    from ahocorasick_rs import AhoCorasick, MatchKind

    automaton = AhoCorasick(names(), matchkind=MatchKind.LeftmostLongest)
    tagger = rjieba.Jieba()

    def work(texts: Sequence[str]) -> None:
        for text in texts:
            tagger.tag(text)
            automaton.find_matches_as_indexes(text)

    return work


def names() -> list[str]:
    """Every name of the lexicons, with its other forms: what an automaton has to know at least."""
    from kg.data import lexicons
    from kg.mentions.places import gazetteer

    known = (
        *lexicons.industries(), *lexicons.strategies(), *lexicons.organizations(),
        *lexicons.projects(),
    )  # fmt: skip
    return sorted(
        {*gazetteer().forms, *(form for row in known for form in (row.name, *row.aliases))}
    )


if __name__ == "__main__":
    main()

"""Speed of extraction, in one process and one thread, as ratios measured in one run.

    python -m benchmarks.extraction [--text PATH]... [--items N] [--rounds N]

* characters a second of CPU time of the whole extraction, beside jieba.posseg alone on the same
  text (what a tutorial pipeline spends before it has found anything) and beside the bare limit: one
  tagging pass of rjieba and one Aho-Corasick pass over every name of the lexicons;
* where the time goes: microseconds a character of each stage.

The text is that of the bundled samples unless --text names files or folders; --items takes so many
documents of it, evenly spaced. Of several rounds the fastest counts: other processes on a machine
slow some rounds down, for all alike.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Document

BATCH = 100_000  # characters read together, as the pipeline does


class Clock:
    """The least CPU seconds that each piece of work took."""

    def __init__(self) -> None:
        self.best: dict[str, float] = {}

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        start = time.process_time()
        yield
        spent = time.process_time() - start
        self.best[name] = min(spent, self.best.get(name, spent))


def main() -> None:
    parser = asking(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    measure(documents(arguments.text, arguments.items), arguments.rounds)


def asking(about: str | None) -> argparse.ArgumentParser:
    """A parser that asks what to read, for work of one thread."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    parser = argparse.ArgumentParser(
        description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--text", type=Path, action="append", help="files or folders to read")
    parser.add_argument("--items", type=int, help="so many documents, evenly spaced")
    return parser


def documents(paths: Iterable[Path] | None, items: int | None = None) -> list[Document]:
    """The documents of files and folders, or of the bundled samples."""
    from kg.errors import KgError
    from kg.read import discover, read_path

    with as_file(files("kg.data") / "samples") as samples:
        found = discover(list(paths or [samples])).paths
        read = [d for path in found for d in read_path(path) if not isinstance(d, KgError)]
    return read[:: max(1, len(read) // items)][:items] if items else read


def measure(read: Sequence[Document], rounds: int) -> None:
    """Print rates, ratios and stages."""
    from kg import pipeline
    from kg.pipeline import reading

    batches = list(in_batches(read))
    characters = sum(len(d.text) for d in read)
    reading.load()  # what each process of a run loads once
    posseg(read[0].text)
    clock = Clock()
    for _ in range(rounds):
        for name, work in (("jieba.posseg", posseg), ("bare limit", bare())):
            with clock.timed(name):
                for document in read:
                    work(document.text)
        with clock.timed("whole extraction"):
            for batch in batches:
                pipeline.extract_documents(batch)
        stages(batches, clock)
    print(f"{len(read):,} documents, {characters:,} characters, best of {rounds} rounds\n")
    whole = clock.best["whole extraction"]
    for name in ("jieba.posseg", "bare limit", "whole extraction"):
        spent = clock.best.pop(name)
        print(f"{name:20}{characters / spent:12,.0f} characters/s{spent / whole:8.2f} of the whole")
    print()
    for name, spent in clock.best.items():
        print(f"{name:20}{1e6 * spent / characters:8.2f} µs a character")


def in_batches(read: Iterable[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in read:
        batch.append(document)
        size += len(document.text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def posseg(text: str) -> None:
    import jieba.posseg

    jieba.setLogLevel("WARNING")
    for _ in jieba.posseg.cut(text):
        pass


def bare() -> Callable[[str], None]:
    import rjieba
    from ahocorasick_rs import AhoCorasick

    from kg.mentions.names import lexicon_forms

    automaton = AhoCorasick(list(lexicon_forms()))

    def work(text: str) -> None:
        rjieba.tag(text)
        automaton.find_matches_as_indexes(text)

    return work


def stages(batches: Iterable[Sequence[Document]], clock: Clock) -> None:
    """Each stage by itself; the seconds of all batches count together."""
    spent = Clock()
    for batch in batches:
        one = Clock()
        _stages(batch, one)
        for name, seconds in one.best.items():
            spent.best[name] = spent.best.get(name, 0.0) + seconds
    for name, seconds in spent.best.items():
        clock.best[name] = min(seconds, clock.best.get(name, seconds))


def _stages(batch: Sequence[Document], clock: Clock) -> None:
    import numpy as np

    from kg import facts, mentions, text
    from kg.mentions.chains import best_spans
    from kg.mentions.tagger import Tagger
    from kg.neural import Network

    with clock.timed("sentences"):
        pages = [(document, text.sentences(document)) for document in batch]
    with clock.timed("words, dictionaries"):
        readings = [mentions.readings(*page) for page in pages]
    with clock.timed("network"):
        energy = Network.load().energies(readings)
    tagger = Tagger.load()
    with clock.timed("label chains"):
        lengths = np.array([len(s.view) for reading in readings for s in reading])
        best_spans(tagger.chains, energy, lengths, mentions.LEAST)
    with clock.timed("tagging in all"):
        tagger.read(readings, mentions.LEAST)
    with clock.timed("mentions in all"):
        found = mentions.find_all(pages)
    with clock.timed("facts and indicators"):
        for (document, sentences), those in zip(pages, found, strict=True):
            facts.read(document, sentences, those.mentions, those.home)


if __name__ == "__main__":
    main()

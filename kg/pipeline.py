"""The order of things: the only module that composes the stages."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter

from kg import __version__
from kg.errors import KgError, ReadError, StoreError, UsageError
from kg.model import Document, Extraction
from kg.records import to_record

__all__ = ["BuildReport", "build", "extract", "extract_document", "to_record"]

# Called with the number of steps done, how many there are in all (None: unknown) and what is done.
Progress = Callable[[int, int | None, str], None]
Result = Extraction | ReadError

BATCH = 400_000  # characters a worker gets at a time
WAITING = 3  # batches a worker may be ahead, so that memory does not grow with the corpus


def extract_document(document: Document) -> Extraction:
    """Everything that one document states. A pure function of the document."""
    from kg import facts, mentions, text

    sentences = text.sentences(document)
    found = mentions.find(document, sentences)
    stated, indicators = facts.read(document, sentences, found.mentions, found.home)
    own = tuple(m for m in found.mentions if m.entity.kind != mentions.FOREIGN)
    return Extraction(document, sentences, own, stated, indicators, found.home)


def extract(
    paths: Sequence[str | Path], jobs: int = 0, progress: Progress | None = None
) -> Iterator[Result]:
    """Results of every readable document under ``paths``, in the order of the files.

    What cannot be read comes as a :class:`kg.errors.ReadError` in its place. ``jobs`` processes
    work side by side (0: one a core; 1: this process alone). Raises
    :class:`kg.errors.UsageError` for a missing path or when nothing is readable at all.
    """
    from kg.read import discover

    files = discover([Path(p) for p in paths]).paths
    workers = min(jobs or os.cpu_count() or 1, max(1, _size(files) // (BATCH // 4)))
    batches = _batches(files, progress)
    if workers == 1:
        for batch in batches:
            yield from _work(batch)
        return
    yield from _in_parallel(batches, workers)


def _size(files: Sequence[Path]) -> int:
    return sum(f.stat().st_size for f in files)


def _batches(
    files: Sequence[Path], progress: Progress | None
) -> Iterator[list[Document | ReadError]]:
    """Documents and reading errors in batches of about :data:`BATCH` characters."""
    from kg.read import read_path

    batch: list[Document | ReadError] = []
    size = 0
    for number, file in enumerate(files):
        if progress:
            progress(number, len(files), file.name)
        for item in read_path(file):
            batch.append(item)
            size += len(item.text) if isinstance(item, Document) else 0
            if size >= BATCH:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch
    if progress:
        progress(len(files), len(files), "")


def _work(batch: Sequence[Document | ReadError]) -> list[Result]:
    """The results of one batch."""
    return [extract_document(d) if isinstance(d, Document) else d for d in batch]


def _in_parallel(
    batches: Iterator[list[Document | ReadError]], workers: int
) -> Iterator[Result]:
    """Batches through a pool, results in order, with a bounded number under way."""
    pool = ProcessPoolExecutor(workers)
    try:
        waiting: list[Future[list[Result]]] = [
            pool.submit(_work, b) for b in islice(batches, workers * WAITING)
        ]
        while waiting:
            results = waiting.pop(0).result()
            for batch in islice(batches, 1):
                waiting.append(pool.submit(_work, batch))
            yield from results
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@dataclass(slots=True)
class BuildReport:
    """What a build did: table sizes, seconds a step, and one line for each file left unread."""

    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Count the block's time under ``step``."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = round(perf_counter() - start, 2)


def build(
    paths: Sequence[str | Path],
    out: str | Path,
    jobs: int = 0,
    progress: Progress | None = None,
    database: bool = True,
) -> BuildReport:
    """Read, extract, aggregate and load ``paths`` into the build directory ``out``.

    All work happens in a folder beside ``out`` that takes its place at the end, so that an older
    build stays whole until then and nothing half-written is left behind. Raises
    :class:`kg.errors.UsageError` when ``out`` holds something else than a build, or when no
    document could be read.
    """
    out = Path(out)
    _check_place(out)
    report = BuildReport()
    work = out.parent / f".{out.name}.building-{os.getpid()}"
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        _fill(paths, work, jobs, progress, database, report)
        _swap(work, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return report


def _check_place(out: Path) -> None:
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / "build.json").exists()):
        raise UsageError(
            f"{out} exists and holds no build", "choose another folder with -o, or empty it"
        )


def _fill(
    paths: Sequence[str | Path],
    work: Path,
    jobs: int,
    progress: Progress | None,
    database: bool,
    report: BuildReport,
) -> None:
    from kg.resolve import TableWriter, aggregate
    from kg.tables import SCHEMAS, Build

    tables = work / "tables"
    with report.timed("extract"), TableWriter(tables) as writer:
        for result in extract(paths, jobs, progress):
            if isinstance(result, KgError):
                report.unread.append(str(result))
            elif not writer.add(result):
                report.warnings.append(f"{result.document.path}: the same as a document before")
    with report.timed("aggregate"):
        aggregate(tables)
    built = Build(work)
    report.counts = {n: built.rows(n) for n in SCHEMAS if built.table_path(n).exists()}
    if not report.counts.get("documents"):
        raise UsageError("no document could be read", "; ".join(report.unread[:3]) or None)
    _describe(work, paths, report)
    if database:
        with report.timed("database"):
            _load(built, progress, report)
    _describe(work, paths, report)


def _load(built: object, progress: Progress | None, report: BuildReport) -> None:
    """Load the embedded database; without its package the build stays useful without it."""
    from kg.store import backend

    def loading(done: int, total: int) -> None:
        if progress:
            progress(done, total, "database")

    try:
        backend().load(built, loading)  # type: ignore[arg-type]
    except StoreError as error:
        report.warnings.append(str(error))


def _describe(work: Path, paths: Sequence[str | Path], report: BuildReport) -> None:
    data = {
        "version": __version__,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": [str(p) for p in paths],
        "counts": report.counts,
        "seconds": report.seconds,
        "warnings": report.warnings,
        "unread": report.unread,
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    (work / "build.json").write_text(text, encoding="utf-8")


def _swap(work: Path, out: Path) -> None:
    """Put ``work`` in the place of ``out``; an older build goes only when the new one stands."""
    if out.exists():
        old = out.parent / f".{out.name}.old-{os.getpid()}"
        out.replace(old)
        work.replace(out)
        shutil.rmtree(old, ignore_errors=True)
    else:
        work.replace(out)

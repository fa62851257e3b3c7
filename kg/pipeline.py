"""The order of things: the only module that composes the stages."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from kg import __version__, pool
from kg.decisions import FILE as DECISIONS
from kg.decisions import Decision
from kg.decisions import read as read_decisions
from kg.decisions import write as write_decisions
from kg.errors import AnswerError, KgError, LlmError, ReadError, StoreError, UsageError
from kg.model import Document, Extraction
from kg.place import replacing
from kg.records import to_record

if TYPE_CHECKING:
    from kg.llm import Reader
    from kg.read import Found
    from kg.tables import Build

__all__ = ["BuildReport", "build", "extract", "extract_document", "review", "to_record"]

# Called with the number of steps done, how many there are in all (None: unknown) and what is done.
Progress = Callable[[int, int | None, str], None]
Result = Extraction | KgError

BATCH = 100_000  # characters a worker gets at a time


def extract_document(document: Document) -> Extraction:
    """Everything that one document states. A pure function of the document."""
    return extract_documents([document])[0]


def extract_documents(documents: Sequence[Document]) -> list[Extraction]:
    """What :func:`extract_document` gives for each; faster for many small ones together."""
    from kg import facts, mentions, text

    split = [(document, text.sentences(document)) for document in documents]
    out = []
    for (document, sentences), found in zip(split, mentions.find_all(split), strict=True):
        stated, indicators = facts.read(document, sentences, found.mentions, found.home)
        own = tuple(m for m in found.mentions if m.entity.kind != mentions.FOREIGN)
        out.append(Extraction(document, sentences, own, stated, indicators, found.home))
    return out


def confident(extraction: Extraction, least: float) -> Extraction:
    """``extraction`` without the facts and indicators whose confidence is under ``least``."""
    facts = tuple(f for f in extraction.facts if f.confidence >= least)
    indicators = tuple(i for i in extraction.indicators if i.confidence >= least)
    return replace(extraction, facts=facts, indicators=indicators)


def extract(
    paths: Sequence[str | Path],
    jobs: int = 0,
    progress: Progress | None = None,
    *,
    min_confidence: float = 0.0,
    llm: Reader | None = None,
) -> Iterator[Result]:
    """Results of every readable document under ``paths``, in the order of the files.

    What cannot be read, a missing path too, comes as a :class:`kg.errors.ReadError` in its place.
    ``jobs`` processes work side by side (0: one a core; 1: this process alone). Facts and
    indicators under ``min_confidence`` (0..1) are left out. ``llm`` reads every document after the
    rules (see :mod:`kg.llm`): a document whose answer is unusable comes as a
    :class:`kg.errors.AnswerError`, and any other :class:`kg.errors.LlmError` is the last result.
    Raises :class:`kg.errors.UsageError` when no path leads to a readable file.
    """
    for result in _read_by_llm(_extract(paths, jobs, progress), llm):
        if min_confidence and isinstance(result, Extraction):
            result = confident(result, min_confidence)
        yield result


def _read_by_llm(results: Iterator[Result], llm: Reader | None) -> Iterator[Result]:
    for result in results:
        if llm is not None and isinstance(result, Extraction):
            try:
                result = llm.read(result)
            except LlmError as error:
                result = error
        yield result
        if isinstance(result, LlmError) and not isinstance(result, AnswerError):
            return


def _extract(paths: Sequence[str | Path], jobs: int, progress: Progress | None) -> Iterator[Result]:
    from kg.read import discover

    found = discover([Path(p) for p in paths])
    workers = min(jobs or os.cpu_count() or 1, max(1, found.size // BATCH))
    batches = _batches(found, progress)
    results = map(_work, batches) if workers == 1 else pool.in_order(_work, batches, workers)
    for batch in results:
        yield from batch


def _batches(found: Found, progress: Progress | None) -> Iterator[list[Document | ReadError]]:
    """Documents and reading errors in batches of about :data:`BATCH` characters."""
    batch: list[Document | ReadError] = []
    size = 0
    for item in _read(found, progress):
        batch.append(item)
        size += len(item.text) if isinstance(item, Document) else 0
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read(found: Found, progress: Progress | None) -> Iterator[Document | ReadError]:
    from kg.read import read_path

    for number, file in enumerate(found.files):
        if isinstance(file, ReadError):
            yield file
            continue
        if progress:
            progress(number, len(found.files), file.name)
        yield from read_path(file, found.metadata.get(file, {}))
    if progress:
        progress(len(found.files), len(found.files), "")


def _work(batch: Sequence[Document | ReadError]) -> list[Result]:
    """The results of one batch."""
    read = iter(extract_documents([d for d in batch if isinstance(d, Document)]))
    return [next(read) if isinstance(d, Document) else d for d in batch]


@dataclass(slots=True)
class BuildReport:
    """What a build did: table sizes, seconds a step, and one line for each file left unread.

    ``settings`` says how it was extracted (extractor, min_confidence, what the language model
    did).
    ``unmatched`` has one line for each decision that no longer matches anything.
    """

    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    decided: int = 0

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
    *,
    decisions: Sequence[str | Path] = (),
    min_confidence: float = 0.0,
    llm: Reader | None = None,
    same_text: float | None = None,
) -> BuildReport:
    """Read, extract, aggregate and load ``paths`` into the build directory ``out``.

    All work happens in a folder beside ``out`` that takes its place at the end, so that an older
    build stays whole until then and nothing half-written is left behind. ``decisions`` are files
    of :mod:`kg.decisions` to apply to what was extracted. Raises
    :class:`kg.errors.UsageError` when ``out`` holds something else than a build or no path is
    readable, and :class:`kg.errors.ReadError` when no document was; its notes are the errors of
    the files. ``min_confidence`` and ``llm`` are those of :func:`extract`. Documents that share
    ``same_text`` (0..1) of their text count as one source; None is :data:`kg.resolve.SHARE`. What
    these were is told in build.json.
    """
    from kg.resolve import SHARE

    out = Path(out)
    _check_place(out)
    decided = read_decisions(decisions)
    report = BuildReport()
    report.settings = {
        "extractor": llm.mode if llm else "rules",
        "min_confidence": min_confidence,
        "same_text": SHARE if same_text is None else same_text,
    }
    results = extract(paths, jobs, progress, min_confidence=min_confidence, llm=llm)
    with replacing(out) as work:
        _collect(results, work / "tables", report)
        if llm:
            report.settings["llm"] = llm.summary()
        info = {"inputs": [str(p) for p in paths], **report.settings}
        _finish(work, decided, info, progress, database, report)
    return report


def review(
    built: Build, decisions: Sequence[str | Path], progress: Progress | None = None
) -> BuildReport:
    """Make the graph of ``built`` anew from its own facts, with the decisions of these files.

    They take the place of those applied before; with no files the build is again what extraction
    alone gives. The build changes at the end and as a whole.
    """
    from kg.resolve import EXTRACTED

    decided = read_decisions(decisions)
    report = BuildReport()
    told = ("inputs", "extractor", "min_confidence", "same_text", "llm")
    info = {name: built.info[name] for name in told if name in built.info}
    with replacing(built.path) as work:
        (work / "tables").mkdir(parents=True)
        for name in EXTRACTED:
            shutil.copyfile(built.table_path(name), work / "tables" / f"{name}.parquet")
        _keep_others(built.path, work)
        _finish(work, decided, info, progress, built.database.exists(), report)
    return report


def _keep_others(old: Path, new: Path) -> None:
    """Copy what lies in a build's folder and is no part of the build: pages, exports."""
    for path in old.iterdir():
        if path.name in ("tables", "db", "build.json", DECISIONS):
            continue
        if path.is_dir():
            shutil.copytree(path, new / path.name, symlinks=True)
        else:
            shutil.copy2(path, new / path.name, follow_symlinks=False)


def _check_place(out: Path) -> None:
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / "build.json").exists()):
        raise UsageError(
            f"{out} exists and holds no build", "choose another folder with -o, or empty it"
        )


def _collect(results: Iterator[Result], tables: Path, report: BuildReport) -> None:
    """Write what extraction gives to the tables."""
    from kg.resolve import TableWriter

    with report.timed("extract"), TableWriter(tables) as writer:
        for result in results:
            if isinstance(result, KgError):
                report.unread.append(str(result))
                continue
            report.warnings += result.warnings
            if not writer.add(result):
                report.warnings.append(f"{result.document.path}: the same as a document before")


def _finish(
    work: Path,
    decided: Sequence[Decision],
    info: dict[str, Any],
    progress: Progress | None,
    database: bool,
    report: BuildReport,
) -> None:
    """Everything that is made of the tables of extraction."""
    from kg.resolve import SHARE, aggregate, match_decisions
    from kg.tables import SCHEMAS, Build
    from kg.verify import refuse

    tables = work / "tables"
    with report.timed("aggregate"):
        applied = match_decisions(tables, decided)
        aggregate(tables, decisions=applied, same_text=info.get("same_text", SHARE))
    report.unmatched = list(applied.unmatched)
    report.decided = len(decided) - len(applied.unmatched)
    if decided:
        write_decisions(work / DECISIONS, decided)
    built = Build(work)
    report.counts = {n: built.rows(n) for n in SCHEMAS if built.table_path(n).exists()}
    if not report.counts.get("documents"):
        raise _nothing_read(report)
    _describe(work, info, report)
    with report.timed("verify"):
        refuse(built, applied)
    if database:
        with report.timed("database"):
            _load(built, progress, report)
    _describe(work, info, report)


def _nothing_read(report: BuildReport) -> KgError:
    kind = LlmError if report.settings.get("llm", {}).get("failed") else ReadError
    error = kind("no document could be read", "nothing was written")
    for line in report.unread:
        error.add_note(line)
    return error


def _load(built: Build, progress: Progress | None, report: BuildReport) -> None:
    """Load the embedded database; without its package the build stays useful without it."""
    from kg.store import backend

    def loading(done: int, total: int) -> None:
        if progress:
            progress(done, total, "database")

    try:
        backend().load(built, loading)
    except StoreError as error:
        report.warnings.append(str(error))


def _describe(work: Path, info: dict[str, object], report: BuildReport) -> None:
    data = {
        "version": __version__,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **info,
        "counts": report.counts,
        "seconds": report.seconds,
        "warnings": report.warnings,
        "unread": report.unread,
    }
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    (work / "build.json").write_text(text, encoding="utf-8")

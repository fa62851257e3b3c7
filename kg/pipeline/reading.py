"""From paths to what each document states, one by one, in the order of the files."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import pool
from kg.errors import AnswerError, KgError, LlmError, ReadError
from kg.model import Document, Extraction

if TYPE_CHECKING:
    from kg.llm import Reader
    from kg.read import Found

# Called with the number of steps done, how many there are in all (None: unknown) and what is done.
Progress = Callable[[int, int | None, str], None]
Result = Extraction | KgError

BATCH = 100_000  # characters a worker gets at a time


def extract_document(document: Document) -> Extraction:
    """Everything that one document states. A pure function of the document."""
    return extract_documents([document])[0]


@cache
def load() -> None:
    """Load what extraction knows, once a process; before workers are forked, they share it.

    What is loaded stays, so the collector of garbage need not look through it again and again.
    """
    with _uncollected():
        extract_document(Document("", "", "", "深圳市发展新能源汽车产业，产值增长5%。", ""))
        gc.freeze()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Work that makes many objects and no garbage that holds itself is not looked through."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def unload() -> None:
    """Let go of most of what extraction knows; the next document loads it again."""
    from kg import mentions

    mentions.forget()
    gc.unfreeze()
    gc.collect()


def extract_documents(documents: Sequence[Document]) -> list[Extraction]:
    """What :func:`extract_document` gives for each; faster for many small ones together."""
    from kg import facts, mentions, text

    out = []
    with _uncollected():
        split = [(document, text.sentences(document)) for document in documents]
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
    if workers > 1:
        load()
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
    load()
    read = iter(extract_documents([d for d in batch if isinstance(d, Document)]))
    return [next(read) if isinstance(d, Document) else d for d in batch]

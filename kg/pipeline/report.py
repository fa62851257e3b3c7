"""What a build did, for whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any


@dataclass(slots=True)
class BuildReport:
    """What a build did: table sizes, seconds a step, and one line for each file left unread.

    ``documents`` counts the documents by what became of them: ``read`` in this run, ``reused``
    from an earlier one, ``kept`` though nothing given leads to them, ``removed`` from the build.
    ``settings`` says how it was extracted (extractor, min_confidence, what the language model
    did).
    ``unmatched`` has one line for each decision that no longer matches anything. ``changed`` is
    false when the build was left as it was because everything in it holds.
    """

    counts: dict[str, int] = field(default_factory=dict)
    documents: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    decided: int = 0
    changed: bool = True

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Count the block's time under ``step``."""
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = round(perf_counter() - start, 2)

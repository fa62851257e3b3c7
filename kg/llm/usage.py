"""What a run has cost so far, and the budget it may not exceed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from kg.errors import BudgetError


@dataclass(slots=True)
class Usage:
    """Counts of one run; safe to use from several threads.

    ``requests`` counts every one sent, repeated ones too; ``cached`` the answers that needed none;
    ``documents`` those read to the end, ``failed`` those that could not be; ``kept`` and
    ``dropped`` (by reason) the relations that the model stated.
    """

    max_requests: int | None = None
    max_tokens: int | None = None
    requests: int = 0
    tokens: int = 0
    cached: int = 0
    documents: int = 0
    failed: int = 0
    kept: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self) -> None:
        """Count one request, or raise :class:`kg.errors.BudgetError` when there is none left."""
        with self._lock:
            if self.max_requests is not None and self.requests >= self.max_requests:
                raise self._used_up(f"{self.max_requests} requests", "--llm-max-requests")
            if self.max_tokens is not None and self.tokens >= self.max_tokens:
                raise self._used_up(f"{self.max_tokens} tokens", "--llm-max-tokens")
            self.requests += 1

    def add(self, tokens: int = 0, cached: int = 0) -> None:
        """Count the tokens of an answer, or an answer from the cache."""
        with self._lock:
            self.tokens += tokens
            self.cached += cached

    def _used_up(self, what: str, option: str) -> BudgetError:
        return BudgetError(
            f"the language model's budget of {what} is used up after {self.documents} documents",
            f"what was read is kept; raise {option} and run again, answers are in the cache",
        )

    def summary(self) -> dict[str, Any]:
        """The counts as plain data."""
        names = ("requests", "cached", "tokens", "documents", "failed", "kept")
        return {
            **{n: getattr(self, n) for n in names},
            "dropped": dict(sorted(self.dropped.items())),
        }

    def line(self) -> str:
        """The counts in one line for people."""
        reasons = ", ".join(f"{n} {why}" for why, n in sorted(self.dropped.items()))
        dropped = self.dropped.total()
        return (
            f"language model: {self.requests} requests, {self.cached} answers from the cache, "
            f"{self.tokens} tokens; {self.kept} relations kept, {dropped} dropped"
            + (f" ({reasons})" if reasons else "")
        )

"""Many readers at once, asking again and again: what they found wrong, and how long it took."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from time import monotonic, perf_counter
from typing import Protocol

_PATIENCE = 240.0
_BREATH = 0.1


class Reader(Protocol):
    """Somebody who asks over one connection."""

    def ask(self, dice: random.Random) -> list[str]:
        """Ask once; a sentence for each thing in the answer that may not be."""

    def close(self) -> None:
        """Leave."""


@dataclass(slots=True)
class Found:
    """Seconds of every answer, errors by their text, and answers that may not be."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)

    def part(self, share: float) -> float:
        """The time in ms within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def __str__(self) -> str:
        """All of it on one line."""
        parts = ", ".join(f"p{p:g} {self.part(p / 100):.0f}" for p in (50, 95, 99))
        return (
            f"{len(self.seconds):,} answers, {len(self.errors)} errors, {len(self.torn)} torn; "
            f"ms: {parts}, max {self.part(1):.0f}"
        )


def readers(
    begin: Callable[[], Reader],
    change: Callable[[], None],
    number: int,
    seconds: float,
    *,
    stay: int = 1000,
    enough: Callable[[Found], bool] = lambda found: len(found.seconds) >= 100,
) -> Found:
    """Let ``number`` readers ask while ``change`` is called over and over.

    It ends after ``seconds`` when ``enough`` was found by then; a busy machine gets some more.
    ``begin`` makes a reader, and another one in its place after ``stay`` answers or an error;
    coming and leaving is not counted in. Between two questions a reader takes a moment's breath.
    """
    found, end = Found(), threading.Event()
    threads = [threading.Thread(target=_read, args=(begin, n, stay, end, found), daemon=True)
               for n in range(number)]  # fmt: skip
    for thread in threads:
        thread.start()
    start = monotonic()
    while monotonic() - start < seconds or (
        not enough(found) and monotonic() - start < seconds + _PATIENCE
    ):
        change()
    end.set()
    for thread in threads:
        thread.join(_PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a reader never came back"
    return found


def _read(
    begin: Callable[[], Reader], number: int, stay: int, end: threading.Event, found: Found
) -> None:
    dice = random.Random(number)
    while not end.is_set():
        try:
            with closing(begin()) as reader:
                for _ in range(stay):
                    start = perf_counter()
                    wrong = reader.ask(dice)
                    found.seconds.append(perf_counter() - start)
                    found.torn += wrong
                    if end.wait(_BREATH * dice.random()):
                        break
        except Exception as error:
            found.errors.append(f"{type(error).__name__}: {error}")

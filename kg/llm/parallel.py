"""Several requests at a time, in threads that do not outlive an interrupt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(
    work: Callable[[Item], Result], items: Sequence[Item], threads: int
) -> list[Result]:
    """``work`` of each item, in order, by ``threads`` threads (1: by this one).

    After an error no further item is begun, those begun are finished, and the error of the first
    failing item is raised.
    """
    if threads == 1 or len(items) < 2:
        return [work(item) for item in items]
    waiting: SimpleQueue[int] = SimpleQueue()
    finished: SimpleQueue[None] = SimpleQueue()
    for number in range(len(items)):
        waiting.put(number)
    results: dict[int, Result] = {}
    errors: dict[int, Exception] = {}
    stop = Event()

    def run() -> None:
        while not stop.is_set():
            try:
                number = waiting.get_nowait()
            except Empty:
                break
            try:
                results[number] = work(items[number])
            except Exception as error:
                errors[number] = error
                stop.set()
        finished.put(None)

    # Daemons: an interrupted process leaves without waiting for a slow server.
    workers = [Thread(target=run, daemon=True) for _ in range(min(threads, len(items)))]
    try:
        for worker in workers:
            worker.start()
        for _ in workers:
            finished.get()
    finally:
        stop.set()
    if errors:
        raise errors[min(errors)]
    return [results[number] for number in range(len(items))]

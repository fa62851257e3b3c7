"""Work side by side in processes, with results in order and bounded memory."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from typing import TypeVar

from kg.errors import KgError

WAITING = 3  # items a worker may be ahead, so that memory does not grow with the corpus
_ENDING = (signal.SIGINT, signal.SIGTERM)

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int
) -> Iterator[Result]:
    """``work`` of each item, in the order of the items, by ``workers`` processes.

    Ends the processes at once when the caller stops early or is interrupted; they end by
    themselves when this process is killed. Raises :class:`kg.errors.KgError` when the system ends
    one of them, which is what happens when memory runs out.
    """
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(workers, initializer=_begin)
    done = False
    try:
        yield from _results(pool, work, iter(items), workers * WAITING)
        done = True
    except BrokenProcessPool as error:
        raise KgError(
            "a working process was ended from outside, perhaps because memory ran out",
            "use fewer processes with --jobs, or smaller documents",
        ) from error
    finally:
        if not done:
            _end(set(multiprocessing.active_children()) - before)
        pool.shutdown(wait=True, cancel_futures=True)


def _results(
    pool: ProcessPoolExecutor,
    work: Callable[[Item], Result],
    items: Iterator[Item],
    ahead: int,
) -> Iterator[Result]:
    waiting = [_submit(pool, work, item) for item in islice(items, ahead)]
    while waiting:
        result = waiting.pop(0).result()
        waiting += [_submit(pool, work, item) for item in islice(items, 1)]
        yield result


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[Item], Result], item: Item
) -> Future[Result]:
    """Submit with signals held back: this may fork, and an interrupt that reached the child before
    its own handlers stand would run the cleaning up of this process a second time there."""
    if not hasattr(signal, "pthread_sigmask"):
        return pool.submit(work, item)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING)
    try:
        return pool.submit(work, item)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(processes: Iterable[BaseProcess]) -> None:
    for process in processes:
        process.terminate()


def _begin() -> None:
    """In each worker: leave interrupts to the process that gives the work, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)

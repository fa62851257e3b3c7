"""Work side by side: in order, bounded, and over at the first error."""

from __future__ import annotations

import threading
import time

import pytest

from kg.llm.parallel import side_by_side


@pytest.mark.parametrize("threads", [1, 3, 50])
def test_results_come_in_order(threads: int) -> None:
    def work(number: int) -> int:
        time.sleep((9 - number) / 1000)
        return number * number

    assert side_by_side(work, range(10), threads) == [n * n for n in range(10)]
    assert side_by_side(work, [], threads) == []


def test_no_more_than_asked_for_at_a_time() -> None:
    running, most, lock = 0, 0, threading.Lock()

    def work(_: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    side_by_side(work, range(12), 3)
    assert most == 3


@pytest.mark.parametrize("threads", [1, 2])
def test_the_first_error_ends_it(threads: int) -> None:
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        time.sleep(0.01)
        if number in (2, 3):
            raise ValueError(number)

    with pytest.raises(ValueError, match=r"^2$"):
        side_by_side(work, range(100), threads)
    assert len(begun) < 10

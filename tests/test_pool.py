"""Work in processes: order, failures, stopping early."""

from __future__ import annotations

import multiprocessing
import os
import time

import pytest

from kg.errors import KgError
from kg.pool import WAITING, in_order


def slowly(number: int) -> int:
    time.sleep(0.02 * (number % 3))
    return number * number


def dying(number: int) -> int:
    if number == 3:
        os._exit(9)
    return number


def failing(number: int) -> int:
    return 1 // (number - 3)


def test_results_come_in_order() -> None:
    assert list(in_order(slowly, range(20), 2)) == [n * n for n in range(20)]


def test_items_are_taken_as_results_leave() -> None:
    taken = 0

    def items() -> object:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield number

    results = in_order(slowly, items(), 2)  # type: ignore[arg-type]
    next(results)
    assert taken <= 2 * WAITING + 1
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_a_process_ended_from_outside_is_a_clear_line() -> None:
    with pytest.raises(KgError, match=r"memory ran out.*--jobs"):
        list(in_order(dying, range(20), 2))


def test_an_error_of_the_work_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_order(failing, range(20), 2))
    assert multiprocessing.active_children() == []

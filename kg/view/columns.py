"""Columns of the data block, in the shortest of a few forms that the page can unfold.

``{"coded": values, "at": numbers}`` stays coded in the page; the other forms unfold to a list:
``{"of": values, "at": numbers}``, ``{"some": {position: value}, "size": n, "else": value}``,
``{"steps": differences}`` or the list itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

Column = list[Any] | dict[str, Any]

_FEW = 4096  # distinct values that are worth a code
_SPARSE = 0.3  # share of filled rows up to which only these are written


def coded(values: Iterable[Any], order: Sequence[Any] = ()) -> Column:
    """Values by number, first those of ``order``: what the page filters and counts by."""
    numbers = {value: number for number, value in enumerate(order)}
    at = [numbers.setdefault(value, len(numbers)) for value in values]
    return {"coded": list(numbers), "at": at}


def packed(values: Iterable[Any], empty: Any = None) -> Column:
    """Values in the form that is likely to be shortest; ``empty`` is the value of most rows."""
    values = list(values)
    filled = {str(n): value for n, value in enumerate(values) if value != empty}
    if len(filled) <= _SPARSE * len(values):
        return {"some": filled, "size": len(values), "else": empty}
    if all(isinstance(value, str | int | float) for value in values):
        distinct = dict.fromkeys(values)
        if len(distinct) <= min(_FEW, len(values) // 4):
            numbers = {value: number for number, value in enumerate(distinct)}
            return {"of": list(distinct), "at": [numbers[value] for value in values]}
    return values


def steps(values: Sequence[int]) -> Column:
    """Numbers that mostly grow, as differences."""
    return {"steps": [b - a for a, b in pairwise((0, *values))]}

"""Knowledge that ships with the package: schema, lexicons, rules, samples.

Every table is a TSV whose leading ``#`` lines tell its source and licence and whose first other
line is the header. Lists inside a cell are separated by ``|``. Typed access lives in
:mod:`kg.data.lexicons`, :mod:`kg.data.schema` and :mod:`kg.data.rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from kg.errors import DataError


def read_text(name: str) -> str:
    """Text of a data file, e.g. ``lexicons/industries.tsv``."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def read_tsv(name: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of a TSV under ``kg/data`` as dicts of strings, with exactly these columns.

    Raises :class:`kg.errors.DataError` naming file and line when a row or the header is off.
    """
    for cells in read_rows(name, columns):
        yield dict(zip(columns, cells, strict=False))


def read_rows(name: str, columns: tuple[str, ...]) -> list[list[str]]:
    """The same rows as lists of cells: for the large tables, which every start reads."""
    lines = enumerate(read_text(name).splitlines(), 1)
    kept = [(n, line) for n, line in lines if line and line[0] != "#" and not line.isspace()]
    rows = [line.split("\t") for _, line in kept]
    header = rows.pop(0) if rows else []
    if tuple(header) != columns:
        number = kept[0][0] if kept else 1
        raise DataError(f"{name}:{number}: columns are {header}, expected {list(columns)}")
    width = len(columns)
    for (number, _), cells in zip(kept[1:], rows, strict=True):
        if len(cells) != width:
            raise DataError(f"{name}:{number}: {len(cells)} cells, expected {width}")
    return rows


def split_list(cell: str) -> tuple[str, ...]:
    """Members of a ``|`` separated cell; empty cell, empty tuple."""
    if "|" not in cell:
        return (cell,) if cell else ()
    return tuple([part for part in cell.split("|") if part])

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
    header: list[str] | None = None
    width = 0
    for number, line in enumerate(read_text(name).splitlines(), 1):
        if line.startswith("#") or not line or line.isspace():
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            if tuple(header) != columns:
                raise DataError(f"{name}:{number}: columns are {header}, expected {list(columns)}")
            width = len(columns)
            continue
        if len(cells) != width:
            raise DataError(f"{name}:{number}: {len(cells)} cells, expected {width}")
        yield dict(zip(columns, cells, strict=False))


def split_list(cell: str) -> tuple[str, ...]:
    """Members of a ``|`` separated cell; empty cell, empty tuple."""
    if "|" not in cell:
        return (cell,) if cell else ()
    return tuple([part for part in cell.split("|") if part])

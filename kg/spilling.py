"""DuckDB within bounded memory: what does not fit goes to a folder that is gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

MEMORY = "500MB"
"""What DuckDB may take unless a caller says otherwise. With the tables of a corpus of gigabytes and
what Python and Java hold besides, a building process stays at about one gigabyte."""


@contextmanager
def spilling(
    beside: Path | None = None, memory: str = MEMORY, **settings: str | bool
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory of at most ``memory``, with more ``settings`` of DuckDB.

    Its folder is made in the folder ``beside`` (default: the system's temporary folder).
    """
    import duckdb

    config: dict[str, str | bool] = {**settings, "memory_limit": memory}
    with (
        tempfile.TemporaryDirectory(dir=beside, prefix=".kg-spilling-") as folder,
        duckdb.connect(config={**config, "temp_directory": folder}) as connection,
    ):
        yield connection

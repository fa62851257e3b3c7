"""Graph databases that hold a build and answer Cypher.

Every store is a module with the same two functions, ``load`` and ``open``, listed in
:data:`STORES`. What a store answers is a :data:`Rows`: column names and rows of plain Python
values (str, int, float, bool, None, lists, dicts with str keys).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, Protocol, cast

from kg.errors import UsageError
from kg.tables import Build

Rows = tuple[list[str], list[list[Any]]]
# Called now and then while loading with the number of rows done and the number of all.
Progress = Callable[[int, int], None]

STORES = {
    "arcadedb": "kg.store.arcadedb",
}


class Store(Protocol):
    """An open database."""

    def query(
        self, cypher: str, params: Mapping[str, Any] | None = None, *, write: bool = False
    ) -> Rows:
        """Run one Cypher statement; values come in by ``$name`` only.

        Raises :class:`kg.errors.UsageError` for a statement that writes unless ``write`` is true,
        and :class:`kg.errors.StoreError` when the database refuses the statement.
        """

    def close(self) -> None:
        """Let go of the database; the store cannot be used afterwards."""


class Backend(Protocol):
    """A module that stores builds in one kind of database."""

    def load(self, build: Build, progress: Progress | None = None) -> None:
        """Put ``build`` into its database, replacing what was there of it."""

    def open(self, build: Build, *, read_only: bool = True) -> Store:
        """Open the database of ``build``; :class:`kg.errors.StoreError` when there is none."""


def backend(name: str = "arcadedb") -> Backend:
    """The store called ``name``, a key of :data:`STORES`."""
    if name not in STORES:
        raise UsageError(f"no store is called {name!r}", f"there are: {', '.join(STORES)}")
    return cast(Backend, importlib.import_module(STORES[name]))

"""The embedded database: ArcadeDB inside this process, its files inside the build directory."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Any

from kg.errors import StoreError, UsageError
from kg.place import replacing
from kg.store import Progress, Rows, apart, filling, graph, java
from kg.store.cypher import return_columns, writes
from kg.tables import Build

# Nodes and edges together; 1.5 million were loaded with java.LOADING. More are loaded in a process
# of its own, which can begin again with more memory, and gives it back.
_LARGE = 2_000_000


class ArcadeStore(AbstractContextManager["ArcadeStore"]):
    """One open database. Use as a context manager, or close it."""

    def __init__(self, database: Any) -> None:
        """Wrap an open ``arcadedb_embedded`` database."""
        self._database = database

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def query(
        self, cypher: str, params: Mapping[str, Any] | None = None, *, write: bool = False
    ) -> Rows:
        """Run one Cypher statement; see :class:`kg.store.Store`."""
        from arcadedb_embedded import ArcadeDBError

        keyword = writes(cypher)
        if keyword and not write:
            raise UsageError(f"the query would change the graph ({keyword})", "only reading is on")
        run = self._database.command if keyword else self._database.query
        try:
            result = run("opencypher", cypher, dict(params or {}))
            records = result.to_list() if result is not None else []
        except ArcadeDBError as error:
            raise StoreError(f"the database refused the query: {java.reason(error)}") from error
        columns = list(records[0]) if records else return_columns(cypher)
        return columns, [[_plain(record.get(name)) for name in columns] for record in records]

    def stream(self, cypher: str, size: int = 10_000) -> Iterator[list[dict[str, Any]]]:
        """Rows of a reading statement in batches of ``size``, for results that fill no memory."""
        from arcadedb_embedded import ArcadeDBError

        try:
            yield from self._database.query("opencypher", cypher).iter_json_batches(size)
        except ArcadeDBError as error:
            raise StoreError(f"the database refused the query: {java.reason(error)}") from error

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def open(build: Build, *, read_only: bool = True) -> ArcadeStore:
    """Open the embedded database of ``build``.

    Any number of processes may have it open for reading, or one for writing.
    """
    if not build.database.is_dir():
        raise StoreError(
            f"{build.path} holds no embedded database", "run kg build again to make one"
        )
    java.start()
    try:
        return ArcadeStore(_open(build.database, read_only))
    except Exception as error:
        if not _unfinished(error):
            raise _trouble(error, build.database) from error
    _recover(build.database)
    return ArcadeStore(_open(build.database, read_only))


def load(build: Build, progress: Progress | None = None) -> None:
    """Put ``build`` into its embedded database, replacing the one that was there.

    The new one is made beside the old one and takes its place when it is complete, so a load that
    fails or is killed leaves the old one. Raises :class:`kg.errors.StoreError` when the Java
    machine has too little memory for the graph.
    """
    total = graph.count(build)
    progress = progress or (lambda done, total: None)
    with replacing(build.database) as new:
        if total > _LARGE:
            apart.fill(new, build, total, progress)
        else:
            _fill_here(new, build, total, progress)
        _sync(new)


def _fill_here(new: Path, build: Build, total: int, progress: Progress) -> None:
    java.start(java.LOADING)
    try:
        filling.fill(new, build, total, progress)
    except Exception as error:
        if not java.full(error):
            raise
        raise StoreError(*apart.TOO_LARGE) from error


def _sync(folder: Path) -> None:
    """Force the files to the disk, so that a power cut after the swap cannot undo them."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _open(path: Path, read_only: bool) -> Any:
    import jpype
    from arcadedb_embedded.core import Database

    mode = jpype.JClass("com.arcadedb.engine.ComponentFile$MODE")
    factory = jpype.JClass("com.arcadedb.database.DatabaseFactory")(str(path.resolve()))
    return Database(factory.open(mode.READ_ONLY if read_only else mode.READ_WRITE))


def _recover(path: Path) -> None:
    """Let a database that was not closed (its process was killed) put itself in order."""
    try:
        _open(path, read_only=False).close()
    except Exception as error:
        raise _trouble(error, path) from error


def _unfinished(error: Exception) -> bool:
    return "needs recovery" in java.reason(error)


def _trouble(error: Exception, path: Path) -> StoreError:
    reason = java.reason(error)
    if "active instance" in reason:
        return StoreError(f"{path} is open in this process already", "close that store first")
    if "lock" in reason.lower():
        return StoreError(f"{path} is open for writing in another process", "wait for it to end")
    return StoreError(f"{path} cannot be opened: {reason}", "run kg build again to make a new one")


def _plain(value: Any) -> Any:
    """``value`` as plain Python: nodes and edges as maps, paths as lists of them, dates as text."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    return _plain_java(value)


def _plain_java(value: Any) -> Any:
    import jpype
    from arcadedb_embedded.type_conversion import convert_java_to_python

    if isinstance(value, jpype.JClass("com.arcadedb.database.Document")):
        properties = convert_java_to_python(value.propertiesAsMap())
        return {"type": str(value.getTypeName()), **_plain(properties)}
    if hasattr(value, "getVertices") and hasattr(value, "getEdges"):
        edges = [_step(edge) for edge in value.getEdges()]
        return {"nodes": _plain(list(value.getVertices())), "edges": edges}
    converted = convert_java_to_python(value)
    return str(value) if converted is value else _plain(converted)


def _step(edge: Any) -> dict[str, Any]:
    """An edge of a path, with the ids of its ends."""
    source, target = edge.getOutVertex().getString("id"), edge.getInVertex().getString("id")
    return {**_plain(edge), "source": str(source), "target": str(target)}

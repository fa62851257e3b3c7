"""The embedded database: ArcadeDB inside this process, its files inside the build directory."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib.resources import as_file, files
from pathlib import Path
from types import TracebackType
from typing import Any

from kg.data.schema import node_types, relation_types
from kg.errors import StoreError, UsageError
from kg.place import replacing
from kg.store import Progress, Rows, graph
from kg.store.cypher import return_columns, writes
from kg.store.ids import RecordIds
from kg.tables import Build

# The Java machine takes what it may, so a build has less than whoever asks a graph of millions, but
# for a large one, whose busiest nodes have many edges. ARCADEDB_JVM_ARGS=-Xmx4g raises both.
_LOADING, _ASKING = "-Xmx400m", "-Xmx1g"
# Nodes and edges together; 1.5 million were loaded with _LOADING.
_LARGE = 2_000_000
# One thread is enough to collect so little, and it holds least besides.
_COLLECTOR = "-XX:+UseSerialGC"
# Leaves Ctrl-C and SIGTERM to Python, whose cleaning up the Java machine would cut short.
_SIGNALS = "-Xrs"
_EDGES_BUFFERED = 50_000
_EDGES_DEFERRED = 200_000
_EDGES_A_BATCH = 100_000


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
            raise StoreError(f"the database refused the query: {_reason(error)}") from error
        columns = list(records[0]) if records else return_columns(cypher)
        return columns, [[_plain(record.get(name)) for name in columns] for record in records]

    def stream(self, cypher: str, size: int = 10_000) -> Iterator[list[dict[str, Any]]]:
        """Rows of a reading statement in batches of ``size``, for results that fill no memory."""
        from arcadedb_embedded import ArcadeDBError

        try:
            yield from self._database.query("opencypher", cypher).iter_json_batches(size)
        except ArcadeDBError as error:
            raise StoreError(f"the database refused the query: {_reason(error)}") from error

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
    _start()
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
    _start(_LOADING if total <= _LARGE else _ASKING)
    with replacing(build.database) as new:
        try:
            _fill(new, build, total, progress or (lambda done, total: None))
        except Exception as error:
            if "OutOfMemoryError" not in f"{error} {_reason(error)}":
                raise
            raise StoreError(
                "the graph is too large for the memory that the embedded database may take",
                "set ARCADEDB_JVM_ARGS=-Xmx4g and run kg build again",
            ) from error
        _sync(new)


def _fill(path: Path, build: Build, total: int, progress: Progress) -> None:
    import arcadedb_embedded
    import jpype

    done, rids = 0, RecordIds()
    # Java does not follow os.chdir: a relative path would lead elsewhere.
    with arcadedb_embedded.create_database(str(path.resolve())) as database:
        _make_types(database)
        # The package's own bulk calls send lists one edge at a time; these take them in JSON.
        put_vertices = jpype.JClass("com.arcadedb.python.VertexBatcher").createVerticesJson
        put_edges = jpype.JClass("com.arcadedb.python.EdgeBatcher").newEdgesJson
        with _batches(database) as room:
            for part in graph.vertices(build):
                found = str(put_vertices(room(0), part.label, _json(part.rows))).split(";")
                rids.add([row["id"] for row in part.rows], found)
                progress(done := done + len(part.rows), total)
            for edges in graph.edges(build):
                rows = _with_ends(edges, rids)
                put_edges(room(len(rows)), edges.type, _json(rows))
                progress(done := done + len(rows), total)
        _make_indexes(database)


@contextmanager
def _batches(database: Any) -> Iterator[Callable[[int], Any]]:
    """Bulk loading in batches, since one keeps something of every node that its edges touch.

    What it gives returns the Java object of a batch that has room for so many edges more.
    """
    batch, held = None, 0

    def room(edges: int) -> Any:
        nonlocal batch, held
        held += edges
        if batch is not None and held > _EDGES_A_BATCH:
            batch.close()
            batch, held = None, edges
        if batch is None:
            batch = database.graph_batch(
                use_wal=False, batch_size=_EDGES_BUFFERED,
                max_deferred_incoming_edges=_EDGES_DEFERRED,
            )  # fmt: skip
        return batch._java_graph_batch

    try:
        yield room
    except BaseException:
        if batch is not None:
            with suppress(Exception):  # the error that led here says more
                batch._java_graph_batch.abandon()
        raise
    if batch is not None:
        batch.close()


def _with_ends(edges: graph.Edges, rids: RecordIds) -> list[graph.Row]:
    ends = zip(rids.of(edges.sources), rids.of(edges.targets), edges.rows, strict=True)
    return [{"_src": source, "_dst": target, **row} for source, target, row in ends]


def _json(rows: list[graph.Row]) -> str:
    return json.dumps(rows, ensure_ascii=True, allow_nan=False)


def _make_types(database: Any) -> None:
    for label in node_types():
        database.schema.create_vertex_type(label)
        for name in ("id", "name"):
            database.schema.create_property(label, name, "STRING")
    for name in relation_types():
        database.schema.create_edge_type(name)


def _make_indexes(database: Any) -> None:
    for label in node_types():
        database.schema.create_index(label, ["id"], unique=True)
        if label != "Sentence":
            database.schema.create_index(label, ["name"], unique=False)


def _sync(folder: Path) -> None:
    """Force the files to the disk, so that a power cut after the swap cannot undo them."""
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _start(heap: str = _ASKING) -> None:
    """Start the Java machine once a process, quietly and without files of its own.

    Its memory is what the first caller asks for.
    """
    # The machine writes a crash log into the working directory unless told otherwise.
    os.environ.setdefault(
        "ARCADEDB_JVM_ERROR_FILE", str(Path(tempfile.gettempdir()) / "kg-java-%p.log")
    )
    try:
        import jpype
        from arcadedb_embedded.jvm import start_jvm
    except ImportError as error:
        raise StoreError(
            f"the embedded database cannot be used here: {error}",
            "its package has no build for this platform; everything else works, "
            "and Cypher does with a Neo4j server",
        ) from error
    if jpype.isJVMStarted():
        return
    with as_file(files(__package__) / "logging.properties") as logging, _quiet_stderr():
        settings = ["-Djava.util.logging.config.file=" + str(logging), heap, _COLLECTOR, _SIGNALS]
        start_jvm(heap_size=None, jvm_args=settings)


@contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Nothing on the terminal: the machine announces its incubator modules at every start."""
    sys.stderr.flush()
    saved = os.dup(2)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(saved, 2)
        os.close(saved)


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
    return "needs recovery" in _reason(error)


def _trouble(error: Exception, path: Path) -> StoreError:
    reason = _reason(error)
    if "active instance" in reason:
        return StoreError(f"{path} is open in this process already", "close that store first")
    if "lock" in reason.lower():
        return StoreError(f"{path} is open for writing in another process", "wait for it to end")
    return StoreError(f"{path} cannot be opened: {reason}", "run kg build again to make a new one")


def _reason(error: BaseException) -> str:
    """The innermost message of a chain of Java errors, on one line."""
    cause: Any = error
    message = str(error)
    for _ in range(20):
        cause = cause.getCause() if hasattr(cause, "getCause") else cause.__cause__
        if cause is None:
            break
        inner = cause.getMessage() if hasattr(cause, "getMessage") else str(cause)
        message = str(inner) if inner else message
    return " ".join(message.split())


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

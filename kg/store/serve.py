"""The embedded database of a build, opened for other programs over Bolt on this machine only.

A build may be replaced while it is served. A connection reads one build from its first statement
to its last; those made after :meth:`Served.refresh` read the new one.
"""

from __future__ import annotations

import secrets
import socket
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from kg.errors import StoreError
from kg.store import arcadedb
from kg.tables import Build

HOST = "127.0.0.1"
USER = "root"
DATABASE = "kg"
_PLUGIN = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"
# How long a replaced database stays open: drivers keep a connection for one hour.
_KEPT_SECONDS = 2 * 3600.0


@dataclass(frozen=True, slots=True)
class Served:
    """Where a database answers, and the account that may ask."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str
    _newest: _Newest = field(repr=False)

    def refresh(self) -> bool:
        """Give new connections the database of the build as it is now.

        True when it was replaced since the last time. One that cannot be opened, or is on its way,
        leaves everything as it is.
        """
        return self._newest.take()


@contextmanager
def serving(build: Build, *, port: int = 0, write: bool = False) -> Iterator[Served]:
    """Serve the embedded database of ``build`` on loopback until the block ends.

    ``port`` 0 is any free one. The password is new each time. Unless ``write`` is true the
    database is open for reading only, so that nobody changes it and others may read it meanwhile.
    Raises :class:`kg.errors.StoreError` when there is no database or the port is taken.
    """
    arcadedb.open(build, read_only=not write).close()  # all that can be wrong with it shows here
    _check(port)
    uri, password = f"bolt://{HOST}:{port or _free_port()}", secrets.token_urlsafe(16)
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as name:
        folder = Path(name)
        before = _identity(build.database)
        _link(build.database, folder / "databases")
        with _server(folder, uri, password, write) as server:
            newest = _Newest(build.database, before, folder, server)
            try:
                if not write:
                    newest.take()  # it may have been replaced while the server opened it
                yield Served(uri, USER, password, DATABASE, newest)
            finally:
                newest.close()


class _Newest:
    """Puts the newest database of a build into a running server.

    Closing one would fail whoever reads it, so those that were replaced stay open until no driver
    can still have a connection from their time.
    """

    def __init__(
        self, database: Path, before: tuple[int, int] | None, folder: Path, server: Any
    ) -> None:
        self._database, self._now, self._folder, self._server = database, before, folder, server
        self._number = 0
        self._old: deque[tuple[float, Any]] = deque()

    def take(self) -> bool:
        """See :meth:`Served.refresh`."""
        while self._old and monotonic() - self._old[0][0] > _KEPT_SECONDS:
            _close(self._old.popleft()[1])
        found = _identity(self._database)
        if found in (None, self._now):
            return False
        new = self._opened()
        if new is None:
            return False
        if _identity(self._database) != found:  # its files may be of two builds
            _close(new)
            return False
        self._old.append((monotonic(), self._server.getDatabase(DATABASE).getEmbedded()))
        # A client that comes just now makes the server look for the database: it finds this one,
        # which is open, in the folder that is the server's from here on.
        folder = str(Path(str(new.getDatabasePath())).parent)
        self._server.getConfiguration().setValue("arcadedb.server.databaseDirectory", folder)
        self._server.removeDatabase(DATABASE)
        self._server.getDatabase(DATABASE)
        self._now = found
        return True

    def _opened(self) -> Any:
        """The database as it is now, None when it cannot be opened.

        Java knows a database by its path, and its name is the last part of that.
        """
        import jpype

        self._number += 1
        place = _link(self._database, self._folder / str(self._number))
        mode = jpype.JClass("com.arcadedb.engine.ComponentFile$MODE")
        factory = jpype.JClass("com.arcadedb.database.DatabaseFactory")(str(place))
        factory.setAutoTransaction(True)
        factory.setSecurity(self._server.getSecurity())
        try:
            return factory.open(mode.READ_ONLY)
        except jpype.JException:
            return None

    def close(self) -> None:
        """Close what was replaced."""
        while self._old:
            _close(self._old.popleft()[1])


def _close(database: Any) -> None:
    import jpype

    with suppress(jpype.JException):
        database.close()


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another at the same place; None when there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _link(database: Path, folder: Path) -> Path:
    """A link to ``database`` in the new ``folder``, by the name it is served under."""
    folder.mkdir()
    place = folder / DATABASE
    place.symlink_to(database.absolute(), target_is_directory=True)
    return place


@contextmanager
def _server(folder: Path, uri: str, password: str, write: bool) -> Iterator[Any]:
    import arcadedb_embedded
    import jpype.config

    # The server's threads may still be ending when Python does; taking Java down then crashes.
    jpype.config.destroy_jvm = jpype.config.free_jvm = False
    config = {
        "host": HOST,
        "http_port": str(_free_port()),
        "bolt_port": int(uri.rpartition(":")[2]),
        "bolt_defaultDatabase": DATABASE,
        "server_plugins": _PLUGIN,
        "server_defaultDatabaseMode": "READ_WRITE" if write else "READ_ONLY",
    }
    server = arcadedb_embedded.create_server(str(folder), password, config)
    try:
        server.start()
    except arcadedb_embedded.ArcadeDBError as error:
        reason = " ".join(str(error).split())
        raise StoreError(f"{uri} cannot be opened: {reason}", "try another --port") from error
    try:
        yield server._java_server
    finally:
        server.stop()


def _check(port: int) -> None:
    if port:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                raise StoreError(
                    f"port {port} is taken by another program", "choose another with --port"
                )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port

"""The embedded database of a build, opened for other programs over Bolt on this machine only."""

from __future__ import annotations

import secrets
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import StoreError
from kg.store import arcadedb
from kg.tables import Build

HOST = "127.0.0.1"
USER = "root"
DATABASE = "kg"
_PLUGIN = "Bolt:com.arcadedb.bolt.BoltProtocolPlugin"


@dataclass(frozen=True, slots=True)
class Served:
    """Where a database answers, and the account that may ask."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str


@contextmanager
def serving(build: Build, *, port: int = 0, write: bool = False) -> Iterator[Served]:
    """Serve the embedded database of ``build`` on loopback until the block ends.

    ``port`` 0 is any free one. The password is new each time. Unless ``write`` is true the
    database is open for reading only, so that nobody changes it and others may read it meanwhile.
    Raises :class:`kg.errors.StoreError` when there is no database or the port is taken.
    """
    arcadedb.open(build, read_only=not write).close()  # all that can be wrong with it shows here
    _check(port)
    served = Served(
        f"bolt://{HOST}:{port or _free_port()}", USER, secrets.token_urlsafe(16), DATABASE
    )
    with tempfile.TemporaryDirectory(prefix="kg-serve-") as folder:
        databases = Path(folder) / "databases"
        databases.mkdir()
        (databases / DATABASE).symlink_to(build.database.resolve(), target_is_directory=True)
        with _server(Path(folder), served, write):
            yield served


@contextmanager
def _server(folder: Path, served: Served, write: bool) -> Iterator[None]:
    import arcadedb_embedded
    import jpype.config

    # The server's threads may still be ending when Python does; taking Java down then crashes.
    jpype.config.destroy_jvm = jpype.config.free_jvm = False
    config = {
        "host": HOST,
        "http_port": str(_free_port()),
        "bolt_port": int(served.uri.rpartition(":")[2]),
        "bolt_defaultDatabase": DATABASE,
        "server_plugins": _PLUGIN,
        "server_defaultDatabaseMode": "READ_WRITE" if write else "READ_ONLY",
    }
    server = arcadedb_embedded.create_server(str(folder), served.password, config)
    try:
        server.start()
    except arcadedb_embedded.ArcadeDBError as error:
        reason = " ".join(str(error).split())
        raise StoreError(
            f"{served.uri} cannot be opened: {reason}", "try another --port"
        ) from error
    try:
        yield
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

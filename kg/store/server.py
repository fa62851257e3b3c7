"""A graph database that speaks Bolt: Neo4j, or an embedded database that ``kg serve`` opened.

An open server is a :class:`kg.store.Store` like the embedded one, and answers with the same plain
values. Reading is kept to reading here, whatever the server itself would allow.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from kg.errors import KgError, StoreError, UsageError
from kg.store import Rows
from kg.store.cypher import return_columns, writes

if TYPE_CHECKING:
    import neo4j

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
# Properties that loading adds for its own use; they are no part of what the graph says.
OWN = "kg_"

_CONNECT_SECONDS = 15.0
_RETRY_SECONDS = 30.0
# Seconds before a question is asked again that others' changes ended.
_AGAIN = (0.05, 0.2, 0.8)

# What Neo4j says when a plan that it kept is of an index that was made anew meanwhile, and what
# makes it think again.
_EXECUTION = "Neo.DatabaseError.Statement.ExecutionFailed"
_NEW_PLAN = "CYPHER replan=force\n"

# What the embedded database answers over Bolt to a statement that it cannot read, since that one
# might write, and to one that does write.
_READ_ONLY = "Cannot execute command on a read only database"

# What an error code of the server means to a person: message and what to do.
_CODES: dict[str, tuple[str, str | None]] = {
    "Security.Unauthorized": (
        "{uri} refuses the user {user}: wrong name or password",
        "set NEO4J_PASSWORD, and name the user with --user",
    ),
    "Security.AuthenticationRateLimit": (
        "{uri} refuses the user {user}: too many wrong passwords",
        "wait some seconds, then try again with the right one",
    ),
    "Security.CredentialsExpired": (
        "the password of {user} at {uri} has to be changed first",
        "log in once with cypher-shell or Neo4j Browser",
    ),
    "Security.Forbidden": (
        "the user {user} has no right to do this in {database} at {uri}: {reason}",
        "ask for a role that may, or name another user with --user",
    ),
    "General.ForbiddenOnReadOnlyDatabase": (
        "{database} at {uri} is read-only", "make it writable, or name another with --database"
    ),
    "General.WriteOnReadOnlyAccessDatabase": (
        "{database} at {uri} is read-only", "make it writable, or name another with --database"
    ),
    "Database.DatabaseNotFound": (
        "{uri} has no database called {database}",
        "name one with --database; without it the server takes its own",
    ),
    "Database.DatabaseUnavailable": (
        "{database} at {uri} is not running", "start it, or name another with --database"
    ),
    "Statement.AccessMode": (
        "{uri} allows only reading here: {reason}", None
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """Where a server is and who asks; ``database`` None is the server's default."""

    uri: str
    user: str = "neo4j"
    password: str = field(default="", repr=False)
    database: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no Bolt address, and a password in one."""
        parts = urlsplit(self.uri)
        if parts.scheme not in SCHEMES:
            raise UsageError(
                f"{parts.scheme or self.uri}: no address of a Bolt server",
                f"write SCHEME://HOST:PORT with one of: {', '.join(SCHEMES)}",
            )
        if parts.password is not None or parts.username is not None:
            raise UsageError(
                "the address must not hold a user or password",
                "name the user with --user; the password comes from NEO4J_PASSWORD or a prompt",
            )


class ServerStore(AbstractContextManager["ServerStore"]):
    """An open server. Use as a context manager, or close it."""

    def __init__(self, driver: neo4j.Driver, target: Target) -> None:
        """Wrap a driver that :func:`connect` has tried."""
        self.driver = driver
        self.target = target

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
        keyword = writes(cypher)
        if keyword and not write:
            raise UsageError(f"the query would change the graph ({keyword})", "only reading is on")
        with translated(self.target):
            for wait in _AGAIN:
                with _retryable_passes(reading=not keyword) as failed:
                    return self._run(cypher, dict(params or {}), write=bool(keyword))
                time.sleep(wait)
                if failed == [_EXECUTION] and not cypher.startswith(_NEW_PLAN):
                    cypher = _NEW_PLAN + cypher
            return self._run(cypher, dict(params or {}), write=bool(keyword))

    def _run(self, cypher: str, params: dict[str, Any], *, write: bool) -> Rows:
        with self.session(write=write) as session:
            # A transaction of its own: the read-only embedded database knows no other over Bolt.
            result = session.run(cast(Any, cypher), params)
            columns = list(result.keys()) or return_columns(cypher)
            return columns, [[plain(value) for value in record.values()] for record in result]

    def session(self, *, write: bool = False) -> neo4j.Session:
        """A session of the driver on the target's database."""
        import neo4j

        return self.driver.session(
            database=self.target.database,
            default_access_mode=neo4j.WRITE_ACCESS if write else neo4j.READ_ACCESS,
        )

    def close(self) -> None:
        """Let go of the server."""
        self.driver.close()


@contextmanager
def _retryable_passes(*, reading: bool) -> Iterator[list[str]]:
    """Let pass what may be tried again: others changed what was being read.

    The list that it gives then has the server's code.
    """
    import neo4j.exceptions

    failed: list[str] = []
    try:
        yield failed
    except (neo4j.exceptions.TransientError, neo4j.exceptions.DatabaseError) as error:
        code = error.code or ""
        if not (reading and (error.is_retryable() or code == _EXECUTION)):
            raise
        failed.append(code)


def connect(target: Target, *, retry_seconds: float = _RETRY_SECONDS) -> ServerStore:
    """Open ``target`` and make sure that it answers.

    Work that a broken connection ends is tried again for ``retry_seconds``. Raises
    :class:`kg.errors.StoreError`, which says in one line what is wrong: nobody answers, the
    password is wrong, there is no such database, the certificate cannot be trusted.
    """
    import neo4j

    with translated(target):
        driver = neo4j.GraphDatabase.driver(
            target.uri,
            auth=(target.user, target.password),
            connection_timeout=_CONNECT_SECONDS,
            connection_acquisition_timeout=2 * _CONNECT_SECONDS,
            max_transaction_retry_time=retry_seconds,
            notifications_min_severity="OFF",
            user_agent="regional-kg",
        )
        try:
            with driver.session(database=target.database) as session:
                session.run("RETURN 1").consume()
        except BaseException:
            driver.close()
            raise
    return ServerStore(driver, _named(target))


def _named(target: Target) -> Target:
    """``target`` with its user in any case; a server without accounts takes any."""
    return target if target.user else replace(target, user="neo4j")


@contextmanager
def translated(target: Target) -> Iterator[None]:
    """Errors of the driver become a :class:`kg.errors.StoreError` of one line."""
    import neo4j.exceptions as driver

    try:
        yield
    except KgError:
        raise
    except driver.Neo4jError as error:
        raise _refused(error, target) from error
    except (driver.DriverError, OSError) as error:
        raise _unreachable(error, target) from error
    except ValueError as error:  # the driver's word for an address it cannot read
        raise UsageError(f"{target.uri}: {_line(error)}") from error


def _refused(error: Any, target: Target) -> StoreError:
    code = str(error.code or "").removeprefix("Neo.").partition(".")[2]
    reason = _line(error.message or error)
    if code in _CODES:
        message, hint = _CODES[code]
        database = repr(target.database) if target.database else "the default database"
        where = {"uri": target.uri, "user": repr(target.user), "database": database}
        return StoreError(message.format(reason=reason, **where), hint)
    if reason == _READ_ONLY:
        return StoreError(
            "the database refused the query: it is not valid Cypher, or it would change the graph",
            "a served build does not say which; kg query -d DIR does, on the build itself",
        )
    return StoreError(f"the database refused the query: {reason}")


def _unreachable(error: BaseException, target: Target) -> StoreError:
    """What keeps a connection from coming about, or from lasting."""
    causes = list(_causes(error))
    said = " ".join(map(_line, causes))
    if any(isinstance(cause, ssl.SSLError) for cause in causes) or "certificate" in said.lower():
        if re.search("verif|self.signed|mismatch", said, re.IGNORECASE):
            return StoreError(
                f"the certificate of {target.uri} cannot be trusted: {_line(causes[-1])}",
                "for a self-signed one write +ssc in place of +s",
            )
        return StoreError(
            f"{target.uri} does not speak TLS", "write bolt:// or neo4j:// without +s"
        )
    if re.search("handshake|does not support communication|protocol|HTTP", said, re.IGNORECASE):
        return StoreError(
            f"what answers at {target.uri} speaks no Bolt that this driver knows: {_line(error)}",
            "kg needs Neo4j 5.26 or newer; check the port too",
        )
    return StoreError(
        f"no server answers at {target.uri}: {_line(causes[-1])}",
        "start it, or check host and port",
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _line(error: object) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def plain(value: Any) -> Any:
    """``value`` as plain Python: nodes and edges as maps, paths as lists of them, dates as text."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    return _plain_graph(value)


def _plain_graph(value: Any) -> Any:
    from neo4j.graph import Node, Path, Relationship

    if isinstance(value, Node):
        return {"type": min(value.labels, default=""), **_properties(value)}
    if isinstance(value, Relationship):
        return {"type": value.type, **_properties(value)}
    if isinstance(value, Path):
        return {"nodes": plain(list(value.nodes)), "edges": [_step(e) for e in value.relationships]}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _step(edge: Any) -> dict[str, Any]:
    """An edge of a path, with the ids of its ends."""
    start, end = edge.nodes
    return {**plain(edge), "source": start.get("id"), "target": end.get("id")}


def _properties(entity: Any) -> dict[str, Any]:
    return {key: plain(item) for key, item in entity.items() if not key.startswith(OWN)}

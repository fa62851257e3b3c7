"""Database servers for tests: a real Neo4j, and the embedded database over Bolt.

The Neo4j is the one that ``KG_NEO4J_URI`` names (with ``NEO4J_USERNAME`` and ``NEO4J_PASSWORD``),
which has to be empty, or one that :mod:`tests.neo4j_server` starts. Where neither is possible the
tests are skipped with the reason, in continuous integration they fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from kg.store import Store
from kg.store.server import Target, connect
from tests.neo4j_server import Server, missing

WIPE = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS"


def why_not() -> str | None:
    """Why there is no real server here, None when there is one."""
    return None if os.environ.get("KG_NEO4J_URI") else missing()


@contextmanager
def neo4j(folder: Path) -> Iterator[Target]:
    """The real server of this run."""
    if reason := why_not():
        if os.environ.get("CI") == "true":
            pytest.fail(f"no real Neo4j to test with: {reason}")
        pytest.skip(f"no real Neo4j: {reason}")
    if uri := os.environ.get("KG_NEO4J_URI"):
        user = os.environ.get("NEO4J_USERNAME", "neo4j")
        target = Target(uri, user, os.environ.get("NEO4J_PASSWORD", ""))
        with connect(target) as store:
            ((number,),) = store.query("MATCH (n) RETURN count(n) AS n")[1]
        assert number == 0, f"{uri} holds {number} nodes; the tests need an empty database"
        yield target
        wipe(target)
        return
    with Server(folder, tls(folder)) as server:
        yield server.target


def tls(home: Path) -> dict[str, str]:
    """Settings for a server that speaks TLS to who asks for it, with a certificate of its own."""
    folder = home / "certificates"
    folder.mkdir(parents=True)
    authority = trustme.CA()
    issued = authority.issue_cert("localhost", "127.0.0.1")
    issued.private_key_pem.write_to_path(str(folder / "private.key"))
    for part in issued.cert_chain_pems:
        part.write_to_path(str(folder / "public.crt"), append=True)
    authority.cert_pem.write_to_path(str(folder / "authority.crt"))
    return {
        "server.bolt.tls_level": "OPTIONAL",
        "dbms.ssl.policy.bolt.enabled": "true",
        "dbms.ssl.policy.bolt.base_directory": str(folder),
        "dbms.ssl.policy.bolt.private_key": "private.key",
        "dbms.ssl.policy.bolt.public_certificate": "public.crt",
        "dbms.ssl.policy.bolt.client_auth": "NONE",
    }


def wipe(target: Target) -> None:
    """Remove everything but the schema."""
    with connect(target) as store:
        store.query(WIPE, write=True)


def content(store: Store) -> list[Any]:
    """Everything that is there, marks included."""
    return [
        store.query("MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY n.id")[1],
        store.query(
            "MATCH (a)-[e]->(b) RETURN a.id AS a, type(e) AS t, b.id AS b, properties(e) AS p "
            "ORDER BY a, t, b"
        )[1],
    ]

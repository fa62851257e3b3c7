"""Asking a server: reading stays reading, errors are one line, TLS is TLS."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import neo4j as driver
import pytest

from kg.errors import StoreError, UsageError
from kg.store import Rows, Store, backend
from kg.store.server import ServerStore, Target, connect, translated
from kg.tables import Build
from tests.builds import make_build

own_server = pytest.mark.skipif(
    bool(os.environ.get("KG_NEO4J_URI")), reason="the certificate is that of our own server"
)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    made = make_build(tmp_path_factory.mktemp("server") / "build")
    backend().load(made)
    return made


@pytest.fixture(scope="module", params=["embedded", "served", "neo4j"])
def store(request: pytest.FixtureRequest, build: Build) -> Iterator[Store]:
    if request.param == "embedded":
        with closing(backend().open(build)) as opened:
            yield opened
    elif request.param == "served":
        from kg.store.serve import serving

        with (
            serving(build) as served,
            connect(Target(served.uri, served.user, served.password)) as opened,
        ):
            yield opened
    else:
        target = request.getfixturevalue("neo4j_server")
        with connect(target) as opened:
            opened.query("CREATE (:Region {id: 'r'}) RETURN 1 AS x", write=True)
            yield opened


WRITING = (
    "MATCH (n) DETACH DELETE n",
    "CREATE (n:Region {id: 'x'})",
    "INSERT (n:Region {id: 'x'})",
    "MATCH (n:Region) SET n.name = 'x' RETURN n.id",
    "MATCH (n:Region) REMOVE n.name",
    "match (n) // x\rdetach delete n",
    "MATCH (n) \\u0044ETACH \\u0044ELETE n",
    "MATCH (n {id: '\\u0027}) DETACH DELETE n //'}) RETURN n",
    "MATCH (n) WHERE n.x = 1.DETACH DELETE n",
    "PROFILE MATCH (n) DETACH DELETE n",
    "CALL { MATCH (n) DETACH DELETE n } RETURN 1 AS x",
    "CALL db.createLabel('Evil')",
    "DROP CONSTRAINT kg_region_id",
)


@pytest.mark.parametrize("cypher", WRITING)
def test_writing_is_refused_everywhere(cypher: str, store: Store) -> None:
    count = "MATCH (n) RETURN count(n) AS n, count(n.name) AS named"
    before = store.query(count)[1]
    assert before[0][0] > 0
    with pytest.raises((UsageError, StoreError)):
        store.query(cypher)
    assert store.query(count)[1] == before


def test_a_parameter_is_never_read_as_cypher(store: Store) -> None:
    attack = "x'}) DETACH DELETE n //"
    cypher = "MATCH (n:Region {name: $name}) RETURN n.id AS id"
    assert store.query(cypher, {"name": attack}) == (["id"], [])


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1", 1), ("9007199254740993", 9007199254740993), ("0.5", 0.5), ("'深圳'", "深圳"),
        ("null", None), ("true", True), ("[1, [2, null], 'a']", [1, [2, None], "a"]),
        ("{a: {b: [1]}}", {"a": {"b": [1]}}), ("date('2024-01-31')", "2024-01-31"),
    ],
)  # fmt: skip
def test_values_are_plain(store: Store, expression: str, value: object) -> None:
    columns, rows = store.query(f"RETURN {expression} AS x")
    assert (columns, rows) == (["x"], [[value]])
    assert type(rows[0][0]) is type(value)


@pytest.mark.parametrize("cypher", ["RETRN 1", "MATCH (n RETURN n"])
def test_a_malformed_statement_is_one_line(cypher: str, store: Store) -> None:
    with pytest.raises(StoreError, match="refused the query") as caught:
        store.query(cypher)
    assert "\n" not in str(caught.value)
    assert "read only" not in str(caught.value), "which would lead astray"


@pytest.mark.parametrize(
    "uri",
    ["localhost:7687", "http://localhost:7474", "bolt+unix:///x", "bolt://neo4j:pw@localhost"],
)
def test_a_bad_address_is_refused(uri: str) -> None:
    with pytest.raises(UsageError) as caught:
        Target(uri)
    assert "pw" not in str(caught.value)


def test_a_target_does_not_show_its_password() -> None:
    assert "geheim" not in repr(Target("bolt://localhost", password="geheim"))


@own_server
def test_tls_with_a_certificate_of_its_own(neo4j_server: Target) -> None:
    uri = neo4j_server.uri
    with pytest.raises(StoreError, match=r"certificate .* cannot be trusted.*\+ssc") as caught:
        connect(replace(neo4j_server, uri=uri.replace("bolt:", "bolt+s:")))
    assert "\n" not in str(caught.value)
    with connect(replace(neo4j_server, uri=uri.replace("bolt:", "bolt+ssc:"))) as store:
        assert store.query("RETURN 1 AS x")[1] == [[1]]


@own_server
def test_tls_with_a_certificate_that_is_trusted(
    neo4j_server: Target, server_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server_folder / "certificates" / "authority.crt"))
    assert ssl.get_default_verify_paths().cafile == os.environ["SSL_CERT_FILE"]
    with connect(replace(neo4j_server, uri=neo4j_server.uri.replace("bolt:", "bolt+s:"))) as store:
        assert store.query("RETURN 1 AS x")[1] == [[1]]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("Neo.ClientError.Security.Forbidden", "no right to do this in 'g'.*--user"),
        ("Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "'g' at .* is read-only"),
        ("Neo.ClientError.Security.CredentialsExpired", "has to be changed first"),
        ("Neo.ClientError.Security.AuthenticationRateLimit", "too many wrong passwords"),
        ("Neo.ClientError.Schema.Anything", "refused the query: because of this"),
    ],
)
def test_what_a_server_may_answer(code: str, words: str) -> None:
    """Answers that a Community server does not give: it has no roles."""
    error = driver.exceptions.Neo4jError._hydrate_neo4j(code=code, message="because of\nthis")
    target = Target("bolt://localhost", "leser", "geheim", "g")
    with pytest.raises(StoreError, match=words), translated(target):
        raise error


class Restless(ServerStore):
    """A server on which others' changes end the first ``number`` answers."""

    def __init__(self, number: int, code: str = "Neo.TransientError.Transaction.Outdated") -> None:
        super().__init__(cast(Any, None), Target("bolt://localhost", "leser", "geheim", "g"))
        self.left, self.code, self.asked = number, code, list[str]()

    def _run(self, cypher: str, params: dict[str, Any], *, write: bool) -> Rows:
        self.left -= 1
        self.asked.append(cypher)
        if self.left >= 0:
            raise driver.exceptions.Neo4jError._hydrate_neo4j(
                code=self.code, message="read outdated data"
            )
        return ["n"], [[1]]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.server._AGAIN", (0.0, 0.0, 0.0))


@pytest.mark.usefixtures("quick")
def test_what_others_changes_end_is_asked_again() -> None:
    assert Restless(3).query("RETURN 1 AS n") == (["n"], [[1]])
    with pytest.raises(StoreError, match="outdated"):
        Restless(4).query("RETURN 1 AS n")


@pytest.mark.usefixtures("quick")
def test_a_plan_of_an_index_that_is_gone_is_made_anew() -> None:
    server = Restless(2, "Neo.DatabaseError.Statement.ExecutionFailed")
    assert server.query("RETURN 1 AS n") == (["n"], [[1]])
    again = "CYPHER replan=force\nRETURN 1 AS n"
    assert server.asked == ["RETURN 1 AS n", again, again]
    with pytest.raises(StoreError, match="outdated"):
        Restless(4, "Neo.DatabaseError.Statement.ExecutionFailed").query("RETURN 1 AS n")
    with pytest.raises(StoreError, match="outdated"):
        Restless(1, "Neo.DatabaseError.General.UnknownError").query("RETURN 1 AS n")


@pytest.mark.usefixtures("quick")
def test_writing_is_not_done_twice() -> None:
    with pytest.raises(StoreError, match="outdated"):
        Restless(1).query("CREATE (n) RETURN 1 AS n", write=True)

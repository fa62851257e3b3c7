import pytest

from kg.store.cypher import mask, return_columns, writes


@pytest.mark.parametrize(
    ("cypher", "keyword"),
    [
        ("MATCH (n) RETURN n.name", None),
        ("MATCH (n) WHERE n.name = 'DELETE this' RETURN n", None),
        ('MATCH (n) WHERE n.name = "a\\" SET b" RETURN n', None),
        ("// CREATE nothing\nMATCH (n) RETURN n", None),
        ("/* SET */ MATCH (n) RETURN n", None),
        ("MATCH (n:Set) RETURN n.set, $delete, `CREATE`", None),
        ("MATCH (n) RETURN {set: 1} AS m", None),
        ("MATCH (n) RETURN n.createdAt AS settings", None),
        ("MATCH (n) WHERE n.url = 'http://x' DELETE n", "DELETE"),
        ("MATCH (n) SET n.x = 1", "SET"),
        ("create (n)", "CREATE"),
        ("MATCH (n) FOREACH (x IN [1] | SET n.x = x)", "FOREACH"),
        ("LOAD  CSV FROM 'file:///etc/passwd' AS line RETURN line", "LOAD CSV"),
        ("MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS", "DETACH"),
        ("DROP INDEX x", "DROP"),
        ("INSERT (:Region {id: 'x'})", "INSERT"),
        ("MATCH (n) // harmless\rDELETE n", "DELETE"),
        ("MATCH (n) \\u0044ELETE n", "DELETE"),
        ("MATCH (n {id: '\\u0027}) DELETE n //'})", "DELETE"),
        ("MATCH (n {id: '\\u0041'}) RETURN n.id AS id", None),
        ("CALL apoc.cypher.doIt('x', {})", "CALL apoc.cypher.doIt"),
        ("CALL `db`.labels()", "CALL ``.labels"),
        ("call/**/dbms.killConnection('x')", "CALL dbms.killConnection"),
        ("CALL db.clearQueryCaches", "CALL db.clearQueryCaches"),
        ("CALL db.labels() YIELD label RETURN label", None),
        ("CALL db.labels YIELD label RETURN label", None),
        ("CALL db.index.fulltext.queryNodes('kg_names', $q) YIELD node RETURN node.name", None),
        ("MATCH (n) CALL (n) { RETURN 1 AS x } RETURN x", None),
    ],
)
def test_writes(cypher: str, keyword: str | None) -> None:
    assert writes(cypher) == keyword


@pytest.mark.parametrize(
    ("cypher", "columns"),
    [
        ("RETURN 1 AS x", ["x"]),
        ("MATCH (n) RETURN n.name AS name, n.id ORDER BY name", ["name", "n.id"]),
        ("MATCH (n) RETURN DISTINCT size([1, 2]) AS a, {b: 1, c: 2} AS m LIMIT 3", ["a", "m"]),
        ("MATCH (n) WHERE EXISTS { MATCH (n) RETURN 1 AS z } RETURN n.x AS x", ["x"]),
        ("RETURN 'a, b AS c' AS d, `odd name` AS `e f`", ["d", "e f"]),
        ("CALL { RETURN 1 AS a } RETURN a", ["a"]),
        ("MATCH (n) RETURN CASE WHEN n.x THEN 1 ELSE 2 END AS c SKIP 1", ["c"]),
        ("RETURN *", []),
        ("MATCH (n) DELETE n", []),
        ("RETURN 1 AS a // AS b", ["a"]),
        ("RETURN 1 AS a UNION RETURN 2 AS a", ["a"]),
    ],
)
def test_return_columns(cypher: str, columns: list[str]) -> None:
    assert return_columns(cypher) == columns


def test_masking_keeps_every_position() -> None:
    cypher = "MATCH (n {a: 'x//y'}) /* b */ RETURN `c d` // e\nLIMIT 1"
    masked = mask(cypher)
    assert len(masked) == len(cypher)
    assert [c for c in "xybcde" if c in masked.replace("MATCH", "")] == []
    assert masked.endswith("\nLIMIT 1")

from typing import Any

import pytest

from kg.errors import NotFoundError, StoreError, UsageError
from kg.query import NamedQuery, Param, Result, load_query, run
from kg.query.run import bind
from kg.store import Store
from kg.tables import Build


def asking(*params: Param) -> NamedQuery:
    return NamedQuery("RETURN 1 AS x", name="q", params=params)


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("int", "5", 5),
        ("int", 5, 5),
        ("float", "0.5", 0.5),
        ("bool", "yes", True),
        ("bool", "False", False),
        ("string", "5", "5"),
        ("list", "a, b，c", ["a", "b", "c"]),
        ("date", "2024-01", "2024-01"),
        ("region", "深圳", "region:440300"),
        ("entity", "低空经济", "industry:低空经济"),
    ],
)
def test_values_are_typed(world: Build, kind: str, given: Any, value: Any) -> None:
    assert bind(world, asking(Param("p", kind, None, "")), {"p": given}) == {"p": value}


@pytest.mark.parametrize(
    ("kind", "given"), [("int", "5.5"), ("float", "x"), ("bool", "perhaps"), ("date", "去年")]
)
def test_malformed_values_are_clear_errors(world: Build, kind: str, given: str) -> None:
    with pytest.raises(UsageError, match=f"p={given} is no {kind}"):
        bind(world, asking(Param("p", kind, None, "")), {"p": given})


def test_defaults_fill_in(world: Build) -> None:
    assert bind(world, asking(Param("p", "int", "7", "")), {}) == {"p": 7}


def test_what_is_required_must_be_given(world: Build) -> None:
    with pytest.raises(UsageError, match=r"needs p: 多少.*-p p="):
        bind(world, asking(Param("p", "int", None, "多少")), {})


@pytest.mark.parametrize(
    ("given", "hint"), [("regoin", "did you mean region?"), ("zzz", "it takes: region")]
)
def test_an_unknown_parameter_suggests(world: Build, given: str, hint: str) -> None:
    with pytest.raises(UsageError, match="no parameter") as caught:
        bind(world, asking(Param("region", "region", "深圳", "")), {given: "x"})
    assert caught.value.hint == hint


def test_an_unknown_name_says_which_parameter(world: Build) -> None:
    with pytest.raises(NotFoundError, match="region: no Region is called '深川市'") as caught:
        bind(world, asking(Param("region", "region", None, "")), {"region": "深川市"})
    assert "深圳市" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("given", "value"),
    [("5", 5), ("0.5", 0.5), ("true", True), ("深圳", "深圳"), ('["a"]', ["a"]), (7, 7)],
)
def test_a_bare_statement_takes_anything(world: Build, given: Any, value: Any) -> None:
    assert bind(world, load_query("RETURN $x AS x"), {"x": given}) == {"x": value}


def test_runs_a_statement(world: Build, store: Store) -> None:
    query = load_query("MATCH (n:Region) WHERE n.name = $name RETURN n.id AS id")
    assert run(world, query, {"name": "深圳市"}, store=store) == Result(["id"], [["region:440300"]])


def test_writing_is_refused(world: Build, store: Store) -> None:
    with pytest.raises(UsageError, match="would change"):
        run(world, load_query("MATCH (n) DETACH DELETE n"), store=store)


@pytest.mark.parametrize(
    ("text", "params", "message"),
    [
        ("RETURN $x AS x", {}, r"uses \$x.*-p x="),
        ("RETURN $x AS x", {"x": 1, "y": 2}, r"does not use \$y.*it uses: \$x"),
        ("RETURN '$x' AS x", {"x": 1}, r"does not use \$x.*it uses: none"),
    ],
)
def test_values_and_statement_must_agree(
    world: Build, text: str, params: dict[str, int], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        bind(world, load_query(text), params)


def test_an_unfinished_statement_is_a_clear_error(world: Build, store: Store) -> None:
    with pytest.raises(StoreError, match="refused"):
        run(world, load_query("MATCH (n) RETURN"), store=store)

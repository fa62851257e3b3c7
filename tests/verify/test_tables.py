"""Whatever is wrong with the tables of a build, the check that it belongs to says so."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kg.decisions import Applied
from kg.tables import Build
from kg.verify.checks import CHECKED, all_checks, check_tables, opened

CASES = tomllib.loads(Path(__file__).with_name("corruptions.toml").read_text(encoding="utf-8"))[
    "case"
]
SEED = 20_240_229


@pytest.fixture(scope="module")
def tables(sample_build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tables of the samples in memory, where a change can be taken back."""
    with opened(Build(sample_build), set(CHECKED)) as connection:
        yield connection


def checks(tables: duckdb.DuckDBPyConnection, of: tuple[str, ...]) -> set[str]:
    return {finding.check for finding in check_tables(tables, set(CHECKED), Applied(), of)}


def a_row(tables: duckdb.DuckDBPyConnection, case: dict[str, Any], seed: int) -> int:
    rows = tables.execute(
        f"SELECT rowid FROM {case['table']} WHERE {case.get('of', 'true')} ORDER BY rowid"
    ).fetchall()
    chosen: int = random.Random(f"{seed} {case['do']}").choice(rows)[0]
    return chosen


def found(tables: duckdb.DuckDBPyConnection, case: dict[str, Any], seed: int) -> set[str]:
    """What the checks of the case's table say after its change, which is taken back."""
    one = a_row(tables, case, seed)
    tables.execute("BEGIN")
    try:
        tables.execute(case["do"].replace("$one", str(one)))
        return checks(tables, (case["table"],))
    finally:
        tables.execute("ROLLBACK")


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{case['check']}-{number}" for number, case in enumerate(CASES)]
)
def test_what_is_wrong_is_found(tables: duckdb.DuckDBPyConnection, case: dict[str, Any]) -> None:
    assert case["check"] in found(tables, case, SEED)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_what_is_wrong_is_found_wherever_it_is(tables: duckdb.DuckDBPyConnection) -> None:
    missed = [
        (seed, case["do"])
        for seed in range(20)
        for case in CASES
        if case["check"] not in found(tables, case, seed)
    ]
    assert missed == []


def test_nothing_is_wrong_before_and_after(tables: duckdb.DuckDBPyConnection) -> None:
    assert checks(tables, CHECKED) == set()


def test_every_check_has_a_case() -> None:
    names = [check.name for check in all_checks()]
    assert len(names) == len(set(names))
    assert set(names) == {case["check"] for case in CASES}
    assert len(CASES) >= 25

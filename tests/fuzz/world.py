"""The small graph that questions are fuzzed on, made once a process."""

from __future__ import annotations

import atexit
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg.query import NamedQuery, library
from kg.store import Rows, Store, backend
from kg.tables import Build
from tests.extractions import build, corpus


@cache
def graph() -> tuple[Build, Store]:
    """A build and its open database."""
    folder = tempfile.TemporaryDirectory(prefix="kg-fuzz-")
    atexit.register(folder.cleanup)
    made = build(Path(folder.name), corpus())
    backend().load(made)
    return made, backend().open(made)


class Listener:
    """In the place of a database: knows the names of a few nodes, and checks what it is asked.

    A statement is always one that is known, to the letter: values never become part of one.
    """

    nodes = (
        ("region:440300", "Region", "深圳市", "city", ["深圳"], 9),
        ("region:510100", "Region", "成都市", "city", ["成都"], 7),
        ("industry:新能源汽车", "Industry", "新能源汽车", "", [], 5),
        ("strategy:一带一路", "Strategy", "一带一路", "", ["“一带一路”"], 3),
    )

    def __init__(self) -> None:
        self.questions: list[NamedQuery] = list(library().values())
        self.statements = {question.text for question in self.questions}

    def query(
        self, cypher: str, params: Mapping[str, Any] | None = None, *, write: bool = False
    ) -> Rows:
        params = params or {}
        if set(params) == {"called"}:
            self.statements.add(cypher)
            assert len(self.statements) < len(self.questions) + 20
            columns = ["id", "label", "name", "kind", "aliases", "mentions"]
            called = params["called"]
            found = [n for n in self.nodes if called is None or called in (n[0], n[2], *n[4])]
            return columns, [list(node) for node in found]
        assert cypher in self.statements and not write
        return ["x"], [[value] for value in params.values()]

    def close(self) -> None:
        """Nothing is open."""


@cache
def listener() -> Listener:
    """One for all inputs."""
    return Listener()

"""compose.yaml is the server that the tests try, as far as can be told without Docker."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.neo4j_server import TESTED

FILE = Path(__file__).parents[2] / "compose.yaml"


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    (found,) = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"].values()
    return dict(found)


def test_its_version_is_the_one_tested(service: dict[str, Any]) -> None:
    assert service["image"] == f"neo4j:{TESTED}-community"


def test_it_answers_on_this_machine_only(service: dict[str, Any]) -> None:
    assert service["ports"] == ["127.0.0.1:7474:7474", "127.0.0.1:7687:7687"]


def test_it_has_a_password_of_ones_own(service: dict[str, Any]) -> None:
    given = service["environment"]["NEO4J_AUTH"]
    assert re.fullmatch(r"neo4j/\$\{NEO4J_PASSWORD:\?[^{}]+\}", given), "none is an error"


def test_its_settings_are_those_of_the_tests(service: dict[str, Any], tmp_path: Path) -> None:
    """The image writes a dot as _ and an underscore as __."""
    from tests.neo4j_server import _configure

    _configure(tmp_path, 7687, {})
    written = (tmp_path / "conf" / "neo4j.conf").read_text(encoding="utf-8")
    tested = dict(line.split("=", 1) for line in written.split())
    names = {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_"): value
        for name, value in service["environment"].items() if name != "NEO4J_AUTH"
    }  # fmt: skip
    assert names
    assert {name: tested[name] for name in names} == names


def test_its_volumes_are_there() -> None:
    made = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    (service,) = made["services"].values()
    assert {volume.partition(":")[0] for volume in service["volumes"]} == set(made["volumes"])

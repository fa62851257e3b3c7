"""Killed at any moment: the old build or the new one is whole, and the next run ends well."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills children that are forked")


def started(folder: Path, *options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.kills", str(folder), *map(str, options)]
    # What a test program imports is the project, wherever it works.
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def told(process: subprocess.Popen[str]) -> dict[str, int]:
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    return json.loads(output)  # type: ignore[no-any-return]


@pytest.mark.timeout(900)
def test_200_kills_during_builds_and_exports(tmp_path: Path) -> None:
    running = [started(tmp_path / str(s), "--seed", s, "--kills", 100) for s in (1, 2)]
    first, second = map(told, running)
    every = {name: first[name] + second[name] for name in first}
    assert every["kills"] >= 200
    # How many of each depends on the machine: on a busy one moments fall into builds more often.
    assert min(every["events"], every["moments"], every["build"], every["export"]) >= 5
    assert every["resumed"] >= 1


@pytest.mark.timeout(900)
def test_kills_while_the_database_is_loaded(tmp_path: Path) -> None:
    assert told(started(tmp_path / "a", "--database", "--kills", 2))["kills"] >= 2


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize(("kills", "options"), [(5000, ()), (200, ("--database",))])
def test_thousands_of_kills(kills: int, options: tuple[str, ...], tmp_path: Path) -> None:
    assert told(started(tmp_path / "a", "--seed", 7, "--kills", kills, *options))["kills"] >= kills

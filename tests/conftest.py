"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.store.server import Target
from tests import servers

ASKING = (
    "test_neo4j", "test_readers", "test_parity", "test_cuts", "test_server", "test_tutorial",
    "test_graph",
)  # fmt: skip
"""Files in which tests use the real Neo4j of the run."""

LONG = (
    "test_kills", "test_neo4j_admin", "test_spark", "test_finding", "test_docs",
    "test_credentials", "test_patterns", "test_xss", "test_first_look", "test_arcadedb",
    "test_looking_across", "test_filtering",
)  # fmt: skip
"""Files whose tests take longest, 130 to 20 seconds, after those with a real Neo4j."""

SAMPLES = Path(__file__).parents[1] / "kg" / "data" / "samples"


def pytest_configure() -> None:
    """Where a run in the background ignores Ctrl-C, the commands that tests interrupt heed it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of the bundled samples, with its database; made once, for reading only."""
    from kg import pipeline

    out = tmp_path_factory.mktemp("samples") / "build"
    report = pipeline.build([SAMPLES], out, jobs=1)
    assert not report.warnings
    return out


@pytest.fixture(scope="session")
def server_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the real Neo4j of this run lives."""
    return tmp_path_factory.mktemp("neo4j")


@pytest.fixture(scope="session")
def neo4j_server(server_folder: Path) -> Iterator[Target]:
    """A real Neo4j, started once a run; whoever fills it wipes it first."""
    with servers.neo4j(server_folder) as target:
        yield target


@pytest.fixture
def neo4j(neo4j_server: Target) -> Target:
    """A real Neo4j without nodes."""
    servers.wipe(neo4j_server)
    return neo4j_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, so that no process is left alone with one at the end."""
    place = {name: number for number, name in enumerate((*ASKING, *LONG))}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files side by side, but all that ask the real Neo4j in one process, so that one starts."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "neo4j" if Path(file).stem in ASKING else file

    return Scheduling(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line when the real server was missing, which dots would not."""
    skipped = terminalreporter.stats.get("skipped", [])
    number = sum("no real Neo4j" in str(report.longrepr) for report in skipped)
    if number:
        terminalreporter.write_line(
            f"{number} tests with a real Neo4j were skipped: {servers.why_not()}"
        )


_status = 0


def pytest_sessionfinish(exitstatus: int) -> None:
    """Keep the result for :func:`pytest_unconfigure`."""
    global _status
    _status = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Leave at once where Java runs: taking it down with its servers' threads can crash Python,
    and with it the result of a run that is over."""
    jpype = sys.modules.get("jpype")
    if jpype is not None and jpype.isJVMStarted():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_status)

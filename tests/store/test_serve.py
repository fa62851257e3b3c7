"""Serving a build: one build a connection even when it is replaced, and an end without traces."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.place import replacing
from kg.store import backend
from kg.store.serve import Served, serving
from kg.store.server import Target, connect
from kg.tables import Build
from tests.builds import NODES, big_build, make_build

COUNT = "MATCH (n:Region) RETURN count(n) AS n"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build with its database; copied before it is changed."""
    made = make_build(tmp_path_factory.mktemp("serve") / "old")
    backend().load(made)
    return made.path


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A later build, with seven regions."""
    made = big_build(tmp_path_factory.mktemp("serve") / "new", regions=7, industries=3)
    backend().load(made)
    return made.path


@pytest.fixture
def build(old: Path, tmp_path: Path) -> Build:
    return Build.open(shutil.copytree(old, tmp_path / "build"))


def replace(build: Build, other: Path) -> None:
    """Put ``other`` in the place of ``build`` as a build does."""
    with replacing(build.path) as work:
        shutil.copytree(other, work)


def target(served: Served) -> Target:
    return Target(served.uri, served.user, served.password, served.database)


def regions(served: Served) -> int:
    """What somebody sees who comes now."""
    with connect(target(served)) as store:
        return int(store.query(COUNT)[1][0][0])


def test_a_connection_keeps_its_build(build: Build, new: Path) -> None:
    regions_before = sum(row["label"] == "Region" for row in NODES)
    with serving(build) as served, connect(target(served)) as store:
        assert not served.refresh()
        assert store.query(COUNT)[1] == [[regions_before]]
        replace(build, new)
        assert regions(served) == regions_before, "nothing changes before it is asked for"
        assert served.refresh()
        assert not served.refresh()
        assert regions(served) == 7
        assert store.query(COUNT)[1] == [[regions_before]]
        rows = store.query("MATCH (a)-[e]->(b) RETURN a, e, b, properties(e) AS p")[1]
        assert len(rows) > 30, "all of it can be read, although its files are gone"


def test_somebody_comes_just_while_it_is_replaced(build: Build, old: Path, new: Path) -> None:
    """The server is asked for its database all the time: there is one, the old or the new."""
    found, errors, end = set[str](), list[Exception](), threading.Event()
    with serving(build) as served:
        server = served._newest._server

        def come() -> None:
            while not end.is_set():
                try:
                    found.add(str(server.getDatabase(served.database).getDatabasePath()))
                except Exception as error:
                    errors.append(error)

        threads = [threading.Thread(target=come) for _ in range(3)]
        for thread in threads:
            thread.start()
        for other in (new, old, new):
            replace(build, other)
            assert served.refresh()
        end.set()
        for thread in threads:
            thread.join()
        assert not errors
        assert len(found) <= 4, "no database but those that were taken"
        assert regions(served) == 7


def test_a_new_build_without_a_database_is_not_served(build: Build, new: Path) -> None:
    with serving(build) as served:
        before = regions(served)
        shutil.rmtree(build.database)
        assert not served.refresh()
        build.database.mkdir()
        (build.database / "configuration.json").write_text("{}", encoding="utf-8")
        assert not served.refresh()
        assert regions(served) == before
        replace(build, new)
        assert served.refresh()
        assert regions(served) == 7


def test_what_was_replaced_is_closed_in_time(
    build: Build, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kg.store import serve

    with serving(build) as served, connect(target(served)) as store:
        before = store.query(COUNT)[1]
        replace(build, new)
        assert served.refresh()
        assert store.query(COUNT)[1] == before
        monkeypatch.setattr(serve, "_KEPT_SECONDS", 0.0)
        served.refresh()
        assert store.query(COUNT)[1] == [[7]], "a connection goes on with the new one"


@contextmanager
def kg_serve(build: Build, *options: str) -> Iterator[tuple[subprocess.Popen[str], Target]]:
    """``kg serve`` in a process of its own, ready to be asked."""
    command = [sys.executable, "-m", "kg", "serve", "-d", str(build.path), "--port", "0", *options]
    environment = {**os.environ, "TMPDIR": str(build.path.parent)}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline().split() for _ in range(5)]
        said = {words[0]: words[-1] for words in lines[:4]}
        yield process, Target(said["uri"], said["user"], said["password"], said["database"])
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_end(number: signal.Signals, build: Build, new: Path) -> None:
    """Status 0, nothing on stderr, no file left, and the database is as one that was closed."""
    write = number == signal.SIGINT
    with kg_serve(build, *["--write"] * write) as (process, there):
        with connect(there) as store:
            if write:
                store.query("CREATE (:Region {id: 'region:new'})", write=True)
                with pytest.raises(StoreError, match="open for writing in another process"):
                    backend().open(build)
            else:
                replace(build, new)
                assert process.stdout is not None
                assert "new connections" in process.stdout.readline()
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "ended\n", "")
    assert [path.name for path in build.path.parent.iterdir()] == ["build"]
    with backend().open(build, read_only=False) as again:  # type: ignore[attr-defined]
        assert again.query(COUNT)[1] == [[5 if write else 7]]

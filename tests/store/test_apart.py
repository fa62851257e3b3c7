"""The embedded database of a large graph is filled by a process of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kg.errors import DataError, StoreError
from kg.store import Progress, apart, arcadedb
from kg.tables import SCHEMAS, Build
from tests import servers

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")


@pytest.fixture
def copy(tables_only: Path, tmp_path: Path) -> Build:
    shutil.copytree(tables_only, tmp_path / "build")
    return Build.open(tmp_path / "build")


@pytest.fixture(autouse=True)
def all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arcadedb, "_LARGE", 0)


def content(build: Build) -> list[object]:
    with arcadedb.open(build) as store:
        return servers.content(store)


def instead(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """``program`` runs in the place of the process that fills; ``{memory}`` is what it may take."""
    real = apart._running

    def running(command: list[str]) -> object:
        return real([sys.executable, "-c", program.replace("{memory}", command[-2])])

    monkeypatch.setattr(apart, "_running", running)


def test_it_makes_the_same_database(copy: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    arcadedb.load(copy, lambda done, total: told.append((done, total)))
    made = content(copy)
    assert all(made)
    assert told[-1][0] == told[-1][1] > 0
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    monkeypatch.setattr(arcadedb, "_LARGE", 1_000_000)
    arcadedb.load(copy)
    assert content(copy) == made


def test_a_wrong_table_is_the_same_error(copy: Build) -> None:
    stray = {"id": "e", "type": "PART_OF", "source": "region:440300", "target": "region:nowhere"}
    lists: dict[str, list[str]] = {"stages": [], "evidence": [], "triggers": [], "rules": []}
    bad = pa.Table.from_pylist([{**stray, **lists}], schema=SCHEMAS["edges"])
    pq.write_table(pa.concat_tables([copy.table("edges"), bad]), copy.table_path("edges"))
    with pytest.raises(DataError, match="region:nowhere"):
        arcadedb.load(copy)
    assert not copy.database.exists()
    assert not list(copy.path.glob(".db*"))


def test_with_too_little_memory_it_begins_again_with_more(
    copy: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    real = apart._running

    def running(command: list[str]) -> object:
        tried.append(command[-2])
        return real(command)

    monkeypatch.setattr(apart, "_running", running)
    # A heap in which Java starts and no database can be made.
    monkeypatch.setattr(apart, "MEMORY", ("-Xmx6m", "-Xmx400m"))
    monkeypatch.delenv("ARCADEDB_JVM_ARGS", raising=False)
    arcadedb.load(copy)
    assert tried == ["-Xmx6m", "-Xmx400m"]
    assert all(content(copy))


@pytest.mark.parametrize(("own", "attempts"), [("", 4), ("-Xss2m -Xmx3g", 1)])
def test_no_memory_is_enough(
    copy: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own: str, attempts: int
) -> None:
    trace = tmp_path / "trace"
    program = (
        f"open({str(trace)!r}, 'a').write('x')\nprint('{{\"full\": \"{{memory}}\"}}'); exit(1)"
    )
    instead(monkeypatch, program)
    monkeypatch.setenv("ARCADEDB_JVM_ARGS", own)
    with pytest.raises(StoreError, match="too large for the memory") as caught:
        arcadedb.load(copy)
    assert "ARCADEDB_JVM_ARGS" in str(caught.value)
    assert trace.read_text() == "x" * attempts
    assert not list(copy.path.glob(".db*"))


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import sys; print('noise', file=sys.stderr); sys.exit('no such thing')", "no such thing"),
        ("raise SystemExit(3)", "exit status 3"),
        pytest.param("import os; os.kill(os.getpid(), 9)", "run out of memory", marks=posix),
    ],
)
def test_another_end_is_one_clear_line(
    copy: Build, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    instead(monkeypatch, program)
    with pytest.raises(StoreError, match=said) as caught:
        arcadedb.load(copy)
    assert "\n" not in str(caught.value)
    assert not copy.database.exists()


def stopping(kind: type[BaseException]) -> Progress:
    def stop(done: int, total: int) -> None:
        raise kind

    return stop


@pytest.mark.parametrize("kind", [KeyboardInterrupt, RuntimeError])
def test_it_ends_with_whoever_waits_for_it(
    copy: Build, monkeypatch: pytest.MonkeyPatch, kind: type[BaseException]
) -> None:
    started: list[subprocess.Popen[str]] = []
    monkeypatch.setattr(subprocess, "Popen", noting(started))
    with pytest.raises(kind):
        arcadedb.load(copy, stopping(kind))
    assert started[0].returncode is not None
    assert not copy.database.exists()
    assert not list(copy.path.glob(".db*"))


def noting(started: list[subprocess.Popen[str]]) -> Callable[..., subprocess.Popen[str]]:
    real = subprocess.Popen

    def popen(*given: object, **more: object) -> subprocess.Popen[str]:
        started.append(real(*given, **more))  # type: ignore[call-overload]
        return started[-1]

    return popen


@posix
def test_ctrl_c_reaches_both_and_leaves_nothing(copy: Build, tmp_path: Path) -> None:
    program = f"""
import os, signal
from kg.store import arcadedb
from kg.tables import Build
arcadedb._LARGE = 0
def stop(done, total):
    os.killpg(0, signal.SIGINT)
try:
    arcadedb.load(Build.open({str(copy.path)!r}), stop)
except KeyboardInterrupt:
    print("stopped")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, text=True, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True, timeout=120,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("stopped\n", "")
    assert not list(copy.path.glob(".db*"))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for a process in /proc")
def test_it_does_not_outlive_a_killed_one(copy: Build, tmp_path: Path) -> None:
    program = f"""
import os, signal, subprocess
from kg.store import arcadedb
from kg.tables import Build
arcadedb._LARGE = 0
real = subprocess.Popen
def popen(*given, **more):
    process = real(*given, **more)
    print(process.pid, flush=True)
    return process
subprocess.Popen = popen
def stop(done, total):
    os.kill(os.getpid(), signal.SIGKILL)
arcadedb.load(Build.open({str(copy.path)!r}), stop)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, text=True, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 60
    while running(int(done.stdout)):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert not copy.database.exists()
    arcadedb.load(copy)
    assert not list(copy.path.glob(".db*"))
    assert all(content(copy))


def running(number: int) -> bool:
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"

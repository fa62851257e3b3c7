"""Runs that are interrupted or killed: no rest in the way, no process left, the old build whole."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import pipeline
from kg.cli import INTERRUPTED
from kg.errors import UsageError
from kg.place import replacing

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")

TEXT = "深圳市大力发展新能源汽车产业。\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with enough to read for a minute."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number in range(30):
        (tmp_path / "in" / f"{number}.txt").write_text(f"第{number}份。\n" + TEXT * 6000, "utf-8")
    (tmp_path / "small.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def started(arguments: list[str], working: Callable[[], bool]) -> subprocess.Popen[str]:
    """``kg`` with ``arguments``, in a process group of its own, once it is ``working``."""
    command = [sys.executable, "-m", "kg", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until(lambda: working() or process.poll() is not None)
    assert process.poll() is None, process.communicate()
    return process


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until it is so; a test fails that waits too long."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def hidden(place: Path) -> list[Path]:
    return [p for p in place.iterdir() if p.name.startswith(".")]


def working(place: Path) -> bool:
    return any(work.glob("kept") for work in hidden(place))


def extracted(place: Path) -> list[Path]:
    """What was read completely by now."""
    return [shard for work in hidden(place) for shard in work.glob("kept/*.shard")]


def busy(session: int) -> list[int]:
    """Processes of a session that have not ended."""
    command = ["ps", "-o", "pid=,stat=", "-s", str(session)]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return [int(line.split()[0]) for line in lines if "Z" not in line.split()[1]]


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("whole_group", [False, True])
def test_interrupting_leaves_nothing(
    ending: signal.Signals, jobs: str, whole_group: bool, place: Path
) -> None:
    before = sorted(place.rglob("*"))
    arguments = ["build", "in", "-o", "new/out", "-j", jobs]
    process = started(arguments, lambda: (place / "new").is_dir() and working(place / "new"))
    (os.killpg if whole_group else os.kill)(process.pid, ending)
    _, errors = process.communicate(timeout=10)
    # Python ends itself by the signal when it came while code was made from text (a dataclass on
    # first import): a shell shows 130 either way.
    assert process.returncode in (INTERRUPTED, -signal.SIGINT)
    assert errors.strip() == "kg: interrupted"
    assert sorted(place.rglob("*")) == before
    assert busy(process.pid) == []


@pytest.mark.parametrize(("ending", "jobs"), [(signal.SIGKILL, "2"), (signal.SIGINT, "1")])
def test_the_same_command_goes_on_after_a_stopped_one(
    ending: signal.Signals, jobs: str, place: Path
) -> None:
    pipeline.build(["small.txt"], "out", jobs=1, database=False)
    before = digest(place / "out")
    (place / "many").mkdir()
    for number in range(40):  # each is so large that it is a shard of its own, though soon read
        text = f"第{number}份。\n" + TEXT * 20 + "\n" * 110_000
        (place / "many" / f"{number:02d}.txt").write_text(text, encoding="utf-8")
    arguments = ["build", "many", "-o", "out", "-j", jobs, "--no-database", "--prune"]
    process = started(arguments, lambda: len(extracted(place)) > 0)
    process.send_signal(ending)
    _, errors = process.communicate(timeout=60)
    until(lambda: busy(process.pid) == [], 10)
    assert errors.strip() in ("", f"kg: interrupted; {KEPT.format('.out.making')}")
    assert digest(place / "out") == before
    assert [p.name for p in hidden(place)] == [".out.making"]
    for path in sorted((place / "many").iterdir())[3:]:
        path.unlink()  # enough was read
    report = pipeline.build(["many"], "out", jobs=1, database=False, prune=True)
    assert report.documents["reused"] >= 1
    assert report.documents["read"] + report.documents["reused"] == report.counts["documents"]
    assert hidden(place) == []
    pipeline.build(["many"], "new", jobs=1, database=False)
    assert digest(place / "out") == digest(place / "new")


KEPT = "what was read is kept in {}: the same command goes on"


def digest(build: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (*(build / "tables").iterdir(), build / "sources.parquet")
    }


def test_a_second_build_into_one_folder_is_refused(place: Path) -> None:
    process = started(["build", "in", "-o", "out", "-j", "1"], lambda: working(place))
    message = rf"out is being made by another process \({process.pid}\)"
    with pytest.raises(UsageError, match=message):
        pipeline.build(["small.txt"], "out", jobs=1, database=False)
    assert len(hidden(place)) == 1
    process.kill()
    process.communicate(timeout=10)
    pipeline.build(["small.txt"], "out", jobs=1, database=False)
    assert hidden(place) == []


def test_killed_between_the_two_renames_the_old_comes_back(tmp_path: Path) -> None:
    program = """
import os, pathlib, signal, sys
from kg.place import replacing, swap
swap.exchange = lambda new, target: False
pathlib.Path.replace = lambda *paths: os.kill(os.getpid(), signal.SIGKILL)
with replacing(pathlib.Path(sys.argv[1])) as new:
    new.mkdir()
"""
    target = tmp_path / "out"
    target.mkdir()
    (target / "old.txt").write_text("old", encoding="utf-8")
    killed = subprocess.run([sys.executable, "-c", program, str(target)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not target.exists()
    with pytest.raises(ZeroDivisionError), replacing(target):
        raise ZeroDivisionError
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert (target / "old.txt").read_text(encoding="utf-8") == "old"

"""A full disk, a folder without rights: one clear line, and the build that was there stays."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from kg import pipeline
from kg.cli import main
from kg.errors import UsageError
from tests.kills import digest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="faults as POSIX has them")
COMMAND = ["build", "in", "-o", "out", "-j", "1", "--no-database"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build, and a document that it does not hold yet."""
    monkeypatch.chdir(tmp_path)
    fill(tmp_path)
    return tmp_path


def fill(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text("深圳市发展新能源汽车产业。", encoding="utf-8")
    pipeline.build(["in"], "out", jobs=1, database=False)
    (folder / "in" / "b.txt").write_text("佛山市发展陶瓷产业。", encoding="utf-8")


def full(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


STEPS: dict[str, tuple[object, str]] = {
    "a shard": (os, "fsync"),
    "a table": (pq.ParquetWriter, "write_table"),
    "its folder": (os, "link"),
    "build.json": (Path, "write_text"),
    "the lock": (os, "write"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_full_disk_is_one_line(
    step: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = digest(place / "out")
    (place / "out" / "notes.txt").touch()
    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], full)
        if step == "its folder":
            patch.setattr("shutil.copy2", full)
        assert main(COMMAND) == (2 if step == "the lock" else 1)
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    assert printed.startswith("kg: ") and ("no space" in printed or "No space" in printed)
    (place / "out" / "notes.txt").unlink()
    assert digest(place / "out") == before
    assert main(COMMAND) == 0
    assert not [path for path in place.iterdir() if path.name.startswith(".")]


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file system of its own with little room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no right to mount a small disk")
    monkeypatch.chdir(disk)
    try:
        yield disk
    finally:
        monkeypatch.undo()
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(small_disk)
    before = digest(small_disk / "out")
    room = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    (small_disk / "ballast").write_bytes(b"\0" * max(0, room - 24_000))
    assert main(COMMAND) == 1
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1 and "no space is left on the disk" in printed
    assert digest(small_disk / "out") == before
    (small_disk / "ballast").unlink()
    assert main(COMMAND) == 0
    assert digest(small_disk / "out") != before


def test_a_folder_without_rights_is_one_line(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed = Path("/sys") if os.getuid() == 0 else place / "closed"
    if os.getuid():
        closed.mkdir(mode=0o555)
    assert main(["build", "in", "-o", str(closed / "new")]) == UsageError.exit_code
    printed = capsys.readouterr().err
    assert printed.startswith(f"kg: cannot write {closed}/new: ") and printed.count("\n") == 1
    assert "choose another place" in printed

"""Folders made to do harm: a million files, loops, links out, names of any bytes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import ReadError, UsageError
from kg.read import Limits, discover
from tests.hostile.running import kg

TEXT = "深圳市发展新能源汽车产业。"
NAMES = [
    "a\nb.txt", "a\r\nkg: forged line.txt", "\x1b[2J\x1b[31mred.txt", "\x07bell.txt",
    "\u202etxt.exe.txt", "\u200bzero.txt", "-rf.txt", "--help.txt", "$(id).txt", "`id`.txt",
    "a;b|c&d.txt", "=1+1.txt",
    "<script>.txt", "' OR 1=1.txt", "%s%n.txt", "a\\b.txt", "\u2028line.txt", "e\u0301.txt",
    "\U0001f600.txt",
    "长" * 80 + ".txt",
]  # fmt: skip


def write(folder: Path, name: str) -> None:
    (folder / name).write_text(f"{TEXT}{len(name)}{name[:1]!r}", encoding="utf-8")


def test_more_files_than_the_limit_are_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(3000):
        (folder / f"{n}.txt").touch()
    ran = kg(["extract", "in", "--limit", "files=2000"], tmp_path)
    (line,) = ran.lines
    assert ran.status == UsageError.exit_code
    assert line.startswith("kg: in: over 2,000 files, the limit (build parts of it")


def test_files_that_are_no_documents_count_for_nothing(tmp_path: Path) -> None:
    for n in range(300):
        (tmp_path / f"{n}.png").touch()
    write(tmp_path, "a.txt")
    assert [p.name for p in discover([tmp_path], Limits(files=1)).paths] == ["a.txt"]


@pytest.mark.soak
def test_a_million_files(tmp_path: Path) -> None:
    """Refused at once as they come; with a higher limit all are found in bounded memory."""
    folder = tmp_path / "in"
    folder.mkdir()
    for n in range(1_000_000):
        os.close(os.open(folder / f"{n}.txt", os.O_CREAT))
    ran = kg(["extract", "in"], tmp_path)
    (line,) = ran.lines
    assert "over 200,000 files, the limit" in line and ran.mebibytes < 400 and ran.seconds < 60
    found = discover([folder], Limits(files=1_000_000))
    assert len(found.paths) == 1_000_000


def test_folders_nested_deeper_than_python_goes(tmp_path: Path) -> None:
    folders = [tmp_path]
    for _ in range(1200):
        folders.append(folders[-1] / "d")
        folders[-1].mkdir()
    write(folders[-1], "a.txt")
    assert len(discover([tmp_path]).paths) == 1
    (folders[-1] / "a.txt").unlink()
    for folder in reversed(folders[1:]):  # what clears up after tests goes no deeper than Python
        folder.rmdir()


def test_loops_of_links_end(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write(tmp_path / name, f"{name}.txt")
    (tmp_path / "a" / "to-b").symlink_to("../b")
    (tmp_path / "b" / "to-a").symlink_to("../a")
    (tmp_path / "b" / "up").symlink_to("..")
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "one.txt").symlink_to("two.txt")
    (tmp_path / "two.txt").symlink_to("one.txt")
    assert sorted(p.name for p in discover([tmp_path]).paths) == ["a.txt", "b.txt"]


def test_links_out_of_the_tree_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "private"
    outside.mkdir()
    write(outside, "secret.txt")
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder, "a.txt")
    (folder / "folder").symlink_to(outside)
    (folder / "file.txt").symlink_to(outside / "secret.txt")
    (folder / "root").symlink_to("/")
    (folder / "inside.txt").symlink_to("a.txt")
    found = discover([folder])
    assert [p.name for p in found.paths] == ["a.txt"]
    (error,) = (file for file in found.files if isinstance(file, ReadError))
    assert "2 more links: a link out of the folder, not followed" in str(error)
    assert [p.name for p in discover([folder, outside]).paths] == ["a.txt", "secret.txt"]


def test_pipes_and_devices_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    write(tmp_path, "a.txt")
    assert [p.name for p in discover([tmp_path]).paths] == ["a.txt"]
    for path in (tmp_path / "pipe.txt", Path("/dev/zero")):
        with pytest.raises(UsageError, match="neither a file nor a folder"):
            discover([path])


def test_a_file_of_the_system_that_never_ends_is_cut(tmp_path: Path) -> None:
    """Files that the system makes up say that they are empty, and are not."""
    (tmp_path / "in").mkdir()
    link = tmp_path / "in" / "kcore.txt"
    link.symlink_to("/proc/self/environ")
    found = discover([link])
    assert found.paths == [link]


def test_names_of_any_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every file is read, whatever its name; what is printed of a name steers no terminal."""
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    for name in NAMES:
        write(Path("in"), name)
        Path("in", f"{name}.pdf").write_bytes(b"%PDF-1.7 nothing")
    undecodable = os.fsencode("in/") + b"\xff\xfe\xc4\xe3.txt"
    with open(undecodable, "wb") as file:  # noqa: PTH123 - its name is no text
        file.write(TEXT.encode())
    assert main(["extract", "in", "-j", "1", "-o", "out.jsonl"]) == ReadError.exit_code
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(NAMES) and all(line.startswith("kg: in/") for line in lines)
    assert all(char.isprintable() for line in lines for char in line)
    rows = [json.loads(line) for line in Path("out.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == len(NAMES) + 1
    assert main(["build", "in", "-o", "out", "-j", "1", "--no-database"]) == ReadError.exit_code
    for form in ("csv", "graphml", "json", "cypher", "html"):
        assert main(["export", form, "-d", "out", "-o", f"x-{form}"]) == 0

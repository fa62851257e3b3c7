"""Files made to do harm: one line each, in bounded time and memory, and the others are read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.model import Document
from kg.read import Limits, read_path
from tests.hostile import pdfs
from tests.hostile.files import FILES, GOOD, reading_docx, write
from tests.hostile.running import Ran, kg
from tests.read import build

MOST_MEMORY = 3 * 1024  # MiB of any one process: the limit, which a drawing that swells may near
MOST_SECONDS = 100  # CPU time of all files together


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All hostile files, and good ones before, among and after them."""
    made = tmp_path_factory.mktemp("hostile") / "in"
    write(made, list(FILES))
    for name in ("a.txt", "m.txt", "z.txt"):
        (made / name).write_text(f"{name}：{GOOD}", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def ran(folder: Path) -> Ran:
    """One run over them all."""
    limits = ["--limit", "seconds=8", "--limit", "unpacked-bytes=32M"]
    return kg(["extract", "in", "-j", "1", *limits, "-o", "out.jsonl"], folder.parent)


@pytest.mark.parametrize("name", FILES)
def test_each_has_one_clear_line_or_is_read(name: str, ran: Ran, folder: Path) -> None:
    lines = [line for line in ran.lines if f"/{name}:" in line]
    says = FILES[name][1]
    if says:
        (line,) = lines
        assert line.startswith(f"kg: in/{name}:") and says in line and line.endswith(")")
    else:
        assert lines == []
        found = (folder.parent / "out.jsonl").read_text(encoding="utf-8")
        assert f'"doc": "{name}"' in found


def test_the_others_are_read(ran: Ran, folder: Path) -> None:
    assert ran.status == ReadError.exit_code
    found = [
        json.loads(line)["doc"]
        for line in (folder.parent / "out.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    whole = [name for name, (_, says) in FILES.items() if not says]
    inside = ["good", "good", "deep.jsonl#2"]  # lines before and after the bad ones
    assert sorted(found) == sorted(["a.txt", "m.txt", "z.txt", *whole, *inside])


def test_time_and_memory_are_bounded(ran: Ran) -> None:
    assert ran.mebibytes < MOST_MEMORY
    assert ran.seconds < MOST_SECONDS


HANGING: dict[str, tuple[Callable[[], bytes], Limits, str]] = {
    "drawn.pdf": (lambda: pdfs.drawn_in_drawn(20), Limits(seconds=1), "not read within 1 s"),
    "chars.pdf": (
        lambda: build.pdf([["新能源汽车" * 4]] * 30),
        Limits(characters=100),
        "the limit is 100",
    ),
    "stream.pdf": (
        lambda: pdfs.stream_bomb(64),
        Limits(memory_bytes=300 << 20, seconds=20),
        "",
    ),
}


@pytest.mark.parametrize("name", HANGING)
def test_a_reader_that_hangs_or_swells_is_ended(name: str, tmp_path: Path) -> None:
    make, limits, says = HANGING[name]
    (tmp_path / name).write_bytes(make())
    (tmp_path / "after.html").write_text(f"<html><p>{GOOD}", encoding="utf-8")
    (error,) = read_path(tmp_path / name, {}, limits)
    assert isinstance(error, ReadError) and says in str(error)
    (after,) = read_path(tmp_path / "after.html", {}, Limits())
    assert isinstance(after, Document) and after.text.strip() == GOOD.strip()


def test_a_reader_that_crashes_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little memory to even begin with is as bad as any crash."""
    (tmp_path / "a.html").write_text(f"<html><p>{GOOD}", encoding="utf-8")
    (error,) = read_path(tmp_path / "a.html", {}, Limits(memory_bytes=1 << 20))
    assert "broke down" in str(error)


def test_no_file_of_the_reader_gets_into_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(reading_docx())
    (found,) = read_path(tmp_path / "a.docx", {})
    told = found.text if isinstance(found, Document) else str(found)
    assert "root:" not in told and "/bin" not in told


def test_the_working_folder_is_no_place_of_modules(tmp_path: Path) -> None:
    """A folder of documents may hold files that are called like Python's modules."""
    for name in ("json.py", "lxml.py", "trafilatura.py", "kg.py", "sitecustomize.py"):
        (tmp_path / name).write_text("import pathlib; pathlib.Path('ran').touch()\n")
    (tmp_path / "a.html").write_text(f"<html><p>{GOOD}", encoding="utf-8")
    assert kg(["extract", "a.html"], tmp_path).status == 0
    assert not (tmp_path / "ran").exists()

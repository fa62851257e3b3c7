"""Bad input end to end: a clear line each, the rest goes on, nothing half-written is left."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import ReadError, UsageError
from kg.read.limits import DEFAULT
from tests.read import build

GOOD = "深圳市大力发展新能源汽车产业。\n"
FIFTY_MEGABYTES = GOOD * (50_000_000 // len(GOOD.encode()))

# File name -> how to make it, and what its line says and advises. None: it is not there.
CASES: dict[str, tuple[Callable[[], bytes | None], str, str]] = {
    "empty.txt": (lambda: b"", "the file is empty", "leave it out"),
    "binary.txt": (lambda: bytes(range(256)) * 40, "a binary file", "only text, HTML, PDF"),
    "wrong.txt": (lambda: bytes(range(0x80, 0x100)) * 40, "neither UTF-8", "save it as UTF-8"),
    "cut.txt": (lambda: b"\xff\xfe\x00\xd8" * 9, "not valid UTF-16", "save it as UTF-8"),
    "large.txt": (lambda: FIFTY_MEGABYTES.encode(), "the limit is 1,000,000", "split it"),
    "scan.pdf": (lambda: build.pdf([[], []]), "no text layer", "run OCR"),
    "corrupt.pdf": (lambda: b"%PDF-1.7 nothing", "damaged PDF", "download it again"),
    "corrupt.docx": (lambda: b"PK\3\4 nothing", "damaged DOCX", "save it again"),
    "corrupt.ofd": (lambda: build.archive({"OFD.xml": "<"}), "damaged OFD", "save it again"),
    "old.doc": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old binary Word",
        "save it as .docx",
    ),
    "table.xls": (lambda: b"\xd0\xcf\x11\xe0", "unknown kind", "readable are .txt"),
    "binary.jsonl": (lambda: bytes(range(256)) * 40, "binary data", "each line is an object"),
    "gone.txt": (lambda: None, "no such file", "did you mean"),
}
NAMES = list(CASES)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a good file and a folder without any."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good-1.txt").write_text(GOOD, encoding="gb18030")
    (tmp_path / "goon.txt").write_text(f"今年，{GOOD}", encoding="utf-16")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a.png").write_bytes(b"\x89PNG")
    return tmp_path


def make(place: Path, names: list[str]) -> None:
    for name in names:
        data = CASES[name][0]()
        if data is not None:
            (place / name).write_bytes(data)


def left(place: Path) -> set[str]:
    """What a run made, at any depth."""
    before = {"good-1.txt", "goon.txt", "pictures", "pictures/a.png", *CASES}
    return {p.relative_to(place).as_posix() for p in place.rglob("*")} - before


@pytest.mark.parametrize("name", NAMES)
def test_one_bad_file_alone(name: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(place, [name])
    _, says, advice = CASES[name]
    for arguments in (["build", name, "-o", "new/out"], ["extract", name, "-o", "new/f.jsonl"]):
        assert main(arguments) in (ReadError.exit_code, UsageError.exit_code)
        printed = capsys.readouterr()
        first = printed.err.splitlines()[0]
        assert first.startswith(f"kg: {name}: ")
        assert says in first and advice in first
        assert printed.out == ""
        assert left(place) == set()


def test_all_bad_files_among_good_ones(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(place, NAMES)
    paths = ["good-1.txt", *NAMES, "pictures", "goon.txt"]
    assert main(["extract", *paths, "-j", "1", "-o", "facts.jsonl"]) == ReadError.exit_code
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(": ")[1] for line in lines] == [*NAMES, "pictures"]
    records = [json.loads(line) for line in (place / "facts.jsonl").open(encoding="utf-8")]
    assert [r["doc"] for r in records] == ["good-1.txt", "goon.txt"]
    assert all(r["relations"] for r in records)
    assert left(place) == {"facts.jsonl"}


def test_build_goes_on(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(place, NAMES)
    paths = ["good-1.txt", *NAMES, "pictures", "goon.txt"]
    arguments = ["build", *paths, "-o", "out", "-j", "2", "--no-database", "--json"]
    assert main(arguments) == ReadError.exit_code
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert told["counts"]["documents"] == 2
    assert [line.removeprefix("kg: ") for line in printed.err.splitlines()] == told["unread"]
    assert len(told["unread"]) == len(NAMES) + 1
    assert {name.split("/")[0] for name in left(place)} == {"out"}


@pytest.mark.parametrize(
    ("paths", "status", "lines"),
    [
        (["pictures"], UsageError.exit_code, 1),
        (["gone.txt"], UsageError.exit_code, 1),
        (["gone.txt", "pictures", "old.doc"], UsageError.exit_code, 4),
        (["empty.txt"], ReadError.exit_code, 2),
        (["empty.txt", "gone.txt", "binary.txt"], ReadError.exit_code, 4),
    ],
)
def test_nothing_readable(
    paths: list[str], status: int, lines: int, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(place, NAMES)
    (place / "facts.jsonl").write_text("before", encoding="utf-8")
    for arguments in (["build", "-o", "a/b/out"], ["extract", "-o", "facts.jsonl"]):
        assert main([*arguments, *paths]) == status
        printed = capsys.readouterr().err.splitlines()
        assert len(printed) == lines and all(line.startswith("kg: ") for line in printed)
        assert left(place) == {"facts.jsonl"}
    assert (place / "facts.jsonl").read_text(encoding="utf-8") == "before"


def test_a_failed_build_keeps_the_old_one(place: Path) -> None:
    make(place, ["empty.txt"])
    assert main(["build", "good-1.txt", "-o", "out", "--no-database"]) == 0
    before = {p: p.read_bytes() for p in (place / "out").rglob("*") if p.is_file()}
    assert main(["build", "empty.txt", "-o", "out", "--prune"]) == ReadError.exit_code
    assert {p: p.read_bytes() for p in (place / "out").rglob("*") if p.is_file()} == before
    assert [p.name for p in place.iterdir() if p.name.startswith(".")] == []


def test_a_bad_metadata_table_is_said_once(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "metadata.csv").write_text("name\nx\n", encoding="utf-8")
    assert main(["extract", ".", "-j", "1", "-o", "facts.jsonl"]) == ReadError.exit_code
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("kg: metadata.csv: no column 'file' (the header is file,title")
    assert len((place / "facts.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_the_limit_that_the_line_names_is_the_one_in_force() -> None:
    assert f"{DEFAULT.characters:,}" == "1,000,000"

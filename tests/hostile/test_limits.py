"""Limits: explicit, told by the documents as they are, and changed in every way these name."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import ReadError, UsageError
from kg.read import read_path
from kg.read.limits import DEFAULT, VARIABLE, changed, current, names

TOLD = Path(__file__).parents[2] / "docs" / "formats.md"
ROW = re.compile(r"^\| `([a-z-]+)` \| ([\d,]+)(?: (MiB|GiB|s))? \|", re.MULTILINE)
UNITS = {"": 1, "s": 1, "MiB": 1 << 20, "GiB": 1 << 30}


def test_the_documents_tell_each_limit_and_its_value() -> None:
    section = TOLD.read_text(encoding="utf-8").partition("### Limits")[2].partition("\n## ")[0]
    told = {m[1]: int(m[2].replace(",", "")) * UNITS[m[3] or ""] for m in ROW.finditer(section)}
    assert told == {name.replace("_", "-"): value for name, value in asdict(DEFAULT).items()}


def test_settings_change_limits() -> None:
    limits = changed(["pages=7", "file-bytes=2M", "memory-bytes=1g", "pages=8"])
    assert (limits.pages, limits.file_bytes, limits.memory_bytes) == (8, 2 << 20, 1 << 30)
    assert limits.depth == DEFAULT.depth


@pytest.mark.parametrize(
    "setting", ["page=7", "pages", "pages=", "pages=0", "pages=-1", "pages=x", "=1", "pages=1T"]
)
def test_what_is_no_limit_is_refused(setting: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError):
        changed([setting])
    assert main(["extract", "x.txt", "--limit", setting]) == UsageError.exit_code
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("kg: ")


def test_the_variable_counts_for_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "pages=9 depth=3")
    assert (current().pages, current().depth) == (9, 3)


@pytest.mark.parametrize("command", ["build", "extract"])
def test_the_option_counts(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(VARIABLE, "")  # restored afterwards, since the option sets it
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("深圳市发展人工智能产业。", encoding="utf-8")
    assert main([command, "a.txt", "-o", "out", "--limit", "characters=5"]) == ReadError.exit_code
    assert "12 characters, the limit is 5" in capsys.readouterr().err


def test_every_limit_is_in_force(tmp_path: Path) -> None:
    """Each name stands in the code of a reader, not in the table alone."""
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (Path(__file__).parents[2] / "kg" / "read").glob("*.py")
        if path.name != "limits.py"
    )
    for name in names():
        assert f"limits.{name.replace('-', '_')}" in code, name


def test_a_caller_may_give_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("深圳市发展人工智能产业。", encoding="utf-8")
    (error,) = read_path(tmp_path / "a.txt", {}, changed(["characters=3"]))
    assert isinstance(error, ReadError)

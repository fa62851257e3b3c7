"""Results appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.place import replacing


def everything(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))


@pytest.mark.parametrize("target", ["a.txt", "new/deep/a.txt"])
def test_a_file_appears_when_the_block_ends(target: str, tmp_path: Path) -> None:
    with replacing(tmp_path / target) as path:
        assert path.name == "a.txt"
        path.write_text("new", encoding="utf-8")
        assert not (tmp_path / target).exists()
    assert (tmp_path / target).read_text(encoding="utf-8") == "new"
    assert len([p for p in tmp_path.rglob("*") if p.is_file()]) == 1


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    for name in ("old", "new"):
        with replacing(tmp_path / "out") as path:
            path.mkdir()
            (path / name).write_text(name, encoding="utf-8")
    assert everything(tmp_path) == ["out", "out/new"]


@pytest.mark.parametrize("target", ["out", "new/deep/out"])
def test_a_failure_leaves_everything_as_it_was(target: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "old").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), replacing(tmp_path / target) as path:
        path.mkdir()
        raise KeyboardInterrupt
    assert everything(tmp_path) == ["out", "out/old"]


def test_nothing_made_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "out"):
        pass
    assert everything(tmp_path) == ["out"]


def test_no_writing_there(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"cannot write .*/a/b/c"), replacing(tmp_path / "a/b/c"):
        pass
    assert everything(tmp_path) == ["a"]

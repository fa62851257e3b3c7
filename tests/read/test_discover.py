"""Which files a call means, and the metadata beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ReadError, UsageError
from kg.read import discover, load_metadata
from kg.read.formats import FORMATS


def _make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("临港市发展海洋装备。", encoding="utf-8")


def test_folder_recursively_in_name_order(tmp_path: Path) -> None:
    _make(
        tmp_path, "b.txt", "a/z.html", "a/y.PDF", "c.jsonl.gz", ".hidden.txt",
        ".git/x.txt", "~$lock.docx", "photo.png", "a/notes",
    )  # fmt: skip
    (tmp_path / "metadata.csv").write_text("file,title\nb.txt,规划\n", encoding="utf-8")
    found = discover([tmp_path])
    assert [str(p.relative_to(tmp_path)) for p in found.paths] == [
        "a/y.PDF", "a/z.html", "b.txt", "c.jsonl.gz",
    ]  # fmt: skip
    assert found.skipped == 2


def test_each_file_once(tmp_path: Path) -> None:
    _make(tmp_path, "a.txt", "b.txt")
    assert len(discover([tmp_path / "b.txt", tmp_path, tmp_path]).paths) == 2
    assert discover([tmp_path / "b.txt", tmp_path]).paths[0].name == "b.txt"


def test_link_loops_end(tmp_path: Path) -> None:
    _make(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere.txt")
    assert [p.name for p in discover([tmp_path]).paths] == ["a.txt"]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["nowhere"], "no such file"),
        (["photo.png"], "unknown kind"),
        (["empty"], "no readable file"),
        ([], "no path given"),
    ],
)
def test_wrong_calls(tmp_path: Path, call: list[str], says: str) -> None:
    _make(tmp_path, "photo.png", "empty/photo.png")
    with pytest.raises(UsageError, match=says):
        discover([tmp_path / name for name in call])


def test_missing_path_suggests_a_near_one(tmp_path: Path) -> None:
    _make(tmp_path, "report-2026.txt")
    with pytest.raises(UsageError, match=r"did you mean .*report-2026\.txt"):
        discover([tmp_path / "report-2025.txt"])


def test_every_format_has_its_reader() -> None:
    import importlib

    for module in FORMATS:
        assert callable(importlib.import_module(f"kg.read.{module}").read)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_metadata(tmp_path: Path, encoding: str) -> None:
    header = "file,title,publisher,date,region,note"
    rows = f"{header}\na.txt, 规划 ,临港市人民政府,2026-01,临港市,x\nb.txt\n"
    (tmp_path / "metadata.csv").write_bytes(rows.encode(encoding))
    assert load_metadata(tmp_path)["a.txt"] == {
        "file": "a.txt", "title": "规划", "publisher": "临港市人民政府", "date": "2026-01",
        "region": "临港市",
    }  # fmt: skip
    assert load_metadata(tmp_path)["b.txt"]["region"] == ""


def test_metadata_without_its_column(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("name,title\na.txt,规划\n", encoding="utf-8")
    _make(tmp_path, "a.txt")
    with pytest.raises(ReadError, match="no column 'file'"):
        discover([tmp_path])


def test_changed_metadata_is_read_again(tmp_path: Path) -> None:
    for title in ("规划", "新的规划"):
        (tmp_path / "metadata.csv").write_text(f"file,title\na.txt,{title}\n", encoding="utf-8")
        assert load_metadata(tmp_path)["a.txt"]["title"] == title


def test_no_metadata(tmp_path: Path) -> None:
    assert load_metadata(tmp_path) == {}

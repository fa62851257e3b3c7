"""Which files a call means, and the metadata beside them."""

from __future__ import annotations

import os
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
        (["x\0"], "null byte"),
        (["a" * 300], "too long"),
        ([], "no path given"),
    ],
)
def test_wrong_calls(tmp_path: Path, call: list[str], says: str) -> None:
    _make(tmp_path, "photo.png", "empty/photo.png")
    with pytest.raises(UsageError, match=says):
        discover([tmp_path / name for name in call])


def test_wrong_paths_among_good_ones_are_errors_in_their_place(tmp_path: Path) -> None:
    _make(tmp_path, "a.txt", "photo.png", "pictures/photo.png", "z.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    names = ["nowhere", "a.txt", "photo.png", "pictures", "pipe.txt", "a.txt/b.txt", "z.txt"]
    files = discover([tmp_path / name for name in names]).files
    assert [str(f).removeprefix(f"{tmp_path}/").split(" (")[0] for f in files] == [
        "nowhere: no such file or folder",
        "a.txt",
        "photo.png: unknown kind of file",
        "pictures: no readable file in this folder",
        "pipe.txt: neither a file nor a folder",
        "a.txt/b.txt: no such file or folder",
        "z.txt",
    ]
    assert all(f.hint for f in files if isinstance(f, ReadError))


def test_only_wrong_paths_are_a_wrong_call_that_names_each(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no readable file") as caught:
        discover([tmp_path / "a", tmp_path])
    assert [note.split(" (")[0] for note in caught.value.__notes__] == [
        f"{tmp_path / 'a'}: no such file or folder",
        f"{tmp_path}: no readable file in this folder",
    ]


def test_documents_that_no_reader_takes_are_not_passed_over(tmp_path: Path) -> None:
    _make(tmp_path, "a.txt", "b.doc", "c.WPS", "d.rtf", "e.png")
    _, *errors = discover([tmp_path]).files
    assert [str(e).removeprefix(f"{tmp_path}/").split(":")[0] for e in errors] == [
        "b.doc", "c.WPS", "d.rtf",
    ]  # fmt: skip
    assert all("save it as .docx" in str(error) for error in errors)


def test_a_folder_given_twice_is_no_error(tmp_path: Path) -> None:
    _make(tmp_path, "sub/a.txt")
    assert discover([tmp_path / "sub", tmp_path]).files == [tmp_path / "sub" / "a.txt"]


def test_missing_path_suggests_a_near_one(tmp_path: Path) -> None:
    _make(tmp_path, "report-2026.txt")
    with pytest.raises(UsageError, match=r"did you mean .*report-2026\.txt"):
        discover([tmp_path / "report-2025.txt"])
    with pytest.raises(UsageError, match="check the spelling"):
        discover([tmp_path / "essay.txt"])


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


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("name,title\na.txt,规划\n".encode(), "no column 'file'"),
        (b"", "empty"),
        (b"\0\1\2" * 99, "binary"),
        (b'file,title\na.txt,"' + b"x" * 200_000, "no CSV table"),
    ],
)
def test_bad_metadata_is_said_once_and_the_files_are_read(
    tmp_path: Path, data: bytes, says: str
) -> None:
    _make(tmp_path, "b/a.txt", "b/b.txt")
    (tmp_path / "b" / "metadata.csv").write_bytes(data)
    with pytest.raises(ReadError, match=says):
        load_metadata(tmp_path / "b")
    found = discover([tmp_path])
    error, *files = found.files
    assert isinstance(error, ReadError) and says in str(error) and "metadata.csv" in str(error)
    assert files == found.paths == [tmp_path / "b" / name for name in ("a.txt", "b.txt")]
    assert list(found.metadata.values()) == [{}, {}]


def test_each_file_has_its_row(tmp_path: Path) -> None:
    _make(tmp_path, "a.txt", "b.txt")
    (tmp_path / "metadata.csv").write_text("file,title\nb.txt,规划\n", encoding="utf-8")
    rows = discover([tmp_path]).metadata
    assert rows[tmp_path / "a.txt"] == {}
    assert rows[tmp_path / "b.txt"]["title"] == "规划"


def test_changed_metadata_is_read_again(tmp_path: Path) -> None:
    for title in ("规划", "新的规划"):
        (tmp_path / "metadata.csv").write_text(f"file,title\na.txt,{title}\n", encoding="utf-8")
        assert load_metadata(tmp_path)["a.txt"]["title"] == title


def test_no_metadata(tmp_path: Path) -> None:
    assert load_metadata(tmp_path) == {}

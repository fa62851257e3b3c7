"""Whole files of every format to documents, and bad files to one clear line each."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.model import Document
from kg.read import read_path
from kg.read.limits import DEFAULT, VARIABLE
from tests.read import build

LINES = (
    "推动临港制造业高质量发展",
    "各县区要把新材料和海洋装备作为主攻方向，引导龙头企业建",
    "设共享工厂，带动中小企业融入产业链，力争三年内实现产业",
    "规模翻一番。市级财政安排专项资金，支持企业技术改造。",
)
BODY = "".join(LINES[1:])
PAGE = f"""<!DOCTYPE html><html><head><meta charset="%s">
<title>海洋装备产业提速换挡_临港新闻网</title>
<meta name="PubDate" content="2024-05-06 10:20"><meta name="ContentSource" content="临港日报">
<script>var a = "不是正文。";</script></head><body><div class="nav"><a href="/">首页</a></div>
<h1>海洋装备产业提速换挡</h1><p>{BODY}</p><p>{BODY.replace("三年", "五年")}</p>
<div class="foot">版权所有 临港新闻网</div></body></html>"""


def _read(path: Path, data: bytes) -> list[Document | ReadError]:
    path.write_bytes(data)
    return list(read_path(path))


def _one(path: Path, data: bytes) -> Document:
    (document,) = _read(path, data)
    assert isinstance(document, Document), document
    return document


def test_text_file(tmp_path: Path) -> None:
    data = "\ufeff临港规划\r\n第二行\x07。".encode()
    document = _one(tmp_path / "a.txt", data)
    assert document.text == "临港规划\n第二行 。"
    assert document.name == "a.txt"
    assert document.path == str(tmp_path / "a.txt")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.id == document.sha256[:16]


def test_metadata_fills_what_the_text_does_not_say(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text(
        "file,title,publisher,date,region\na-20200101.txt,规划,市政府,2026-01,临港市\n",
        encoding="utf-8",
    )
    plain = _one(tmp_path / "a-20200101.txt", BODY.encode())
    assert (plain.title, plain.publisher, plain.published, plain.region) == (
        "规划", "市政府", "2026-01", "临港市",
    )  # fmt: skip
    stating = _one(tmp_path / "a-20200101.txt", f"发布时间：2025-03-04\n{BODY}".encode())
    assert stating.published == "2025-03-04"
    assert _one(tmp_path / "b-20200101.txt", BODY.encode()).published == "2020-01-01"


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_html(tmp_path: Path, encoding: str) -> None:
    document = _one(tmp_path / "a.html", (PAGE % encoding).encode(encoding))
    assert BODY in document.text
    assert "不是正文" not in document.text and "版权所有" not in document.text
    assert document.title == "海洋装备产业提速换挡"
    assert (document.publisher, document.published) == ("临港日报", "2024-05-06")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("海洋装备产业提速换挡_要闻_临港新闻网", "海洋装备产业提速换挡"),
        ("海洋装备产业提速换挡——临港十年回望", "海洋装备产业提速换挡——临港十年回望"),
        ("临港-滨海合作提速", "临港-滨海合作提速"),
        ("Lingang", None),
    ],
)
def test_html_title_without_site(tmp_path: Path, title: str, expected: str | None) -> None:
    page = (
        f"<html><head><title>{title}</title></head><body><p>{BODY}</p><p>{BODY}</p></body></html>"
    )
    assert _one(tmp_path / "a.html", page.encode()).title == expected


def test_html_without_structure_keeps_all_lines(tmp_path: Path) -> None:
    page = f"<table><tr><td>{BODY}</td></tr><tr><td>{BODY}<br>又一行字。</td></tr></table>"
    assert "又一行字。" in _one(tmp_path / "a.htm", page.encode()).text


def test_page_saved_as_text_is_still_a_page(tmp_path: Path) -> None:
    assert "<p>" not in _one(tmp_path / "a.txt", (PAGE % "utf-8").encode()).text


def test_pdf(tmp_path: Path) -> None:
    document = _one(tmp_path / "a.pdf", build.pdf([LINES, LINES[1:]], title=LINES[0]))
    assert document.text == "\n".join((*LINES, *LINES[1:]))
    assert document.title == LINES[0]


def test_running_heads_of_pages_are_removed(tmp_path: Path) -> None:
    pages = [("临港市产业规划汇编", line, f"— {n} —") for n, line in enumerate(LINES, 1)]
    assert _one(tmp_path / "a.pdf", build.pdf(pages)).text == "\n".join(LINES)


def test_docx(tmp_path: Path) -> None:
    paragraphs = [("Title", "临港市产业规划"), ("Heading 2", "总体要求"), ("Normal", BODY)]
    data = build.docx(paragraphs, [["城市", "产业"], ["临港市", "海洋装备"]])
    document = _one(tmp_path / "a.docx", data)
    assert document.text == (
        f"# 临港市产业规划\n\n## 总体要求\n\n{BODY}\n\n城市 | 产业\n临港市 | 海洋装备"
    )
    assert document.title == "临港市产业规划"


def test_ofd(tmp_path: Path) -> None:
    document = _one(tmp_path / "a.ofd", build.ofd([LINES, LINES[1:]]))
    assert document.text == "\n".join((*LINES, *LINES[1:]))


@pytest.mark.parametrize("packed", [False, True])
def test_jsonl_goes_on_after_a_bad_line(tmp_path: Path, packed: bool) -> None:
    record = {"id": "a-1", "title": "规划", "text": BODY, "date": "2026-02-03", "region": "临港市"}
    lines = [json.dumps(record, ensure_ascii=False), "{bad", '{"id": "x"}', "", '{"text": "甲"}']
    data = "\n".join(lines).encode()
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    first, bad, empty, last = _read(path, gzip.compress(data) if packed else data)
    assert isinstance(first, Document) and isinstance(last, Document)
    assert (first.name, first.title, first.published, first.region) == (
        "a-1", "规划", "2026-02-03", "临港市",
    )  # fmt: skip
    assert last.name == f"{path.name}#5" and last.text == "甲"
    assert first.id == hashlib.sha256(f"a-1\n{BODY}".encode()).hexdigest()[:16]
    assert f"{path}:2: not JSON" in str(bad)
    assert f"{path}:3: no text" in str(empty)


def _zip_bomb() -> bytes:
    return build.archive({"word/document.xml": "0" * (300 << 20)})


BAD = [
    ("empty.txt", lambda: b"", "empty"),
    ("nothing.md", lambda: b" \n \n", "empty"),
    ("binary.txt", lambda: b"\0\1\2" * 99, "binary"),
    ("photo.txt", lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "image"),
    ("old.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old binary Word"),
    ("corrupt.docx", lambda: b"PK\3\4 nothing", "damaged DOCX"),
    ("other.docx", lambda: build.archive({"readme.xml": "<a/>"}), "damaged DOCX"),
    ("words.docx", lambda: BODY.encode(), "damaged DOCX"),
    ("bomb.docx", _zip_bomb, "unpacks to more, the limit is 128 MiB"),
    ("blank.docx", lambda: build.docx([("Normal", "")]), "no text"),
    ("corrupt.pdf", lambda: b"%PDF-1.7 nothing", "damaged PDF"),
    ("scan.pdf", lambda: build.pdf([[], []]), "no text layer in its 2 page"),
    ("corrupt.ofd", lambda: build.archive({"OFD.xml": "<broken"}), "damaged OFD"),
    ("blank.ofd", lambda: build.ofd([[]]), "no text in its 1 page"),
    ("empty.jsonl", lambda: b"", "empty"),
    ("binary.jsonl", lambda: bytes(range(256)) * 99, "binary data"),
    ("word.jsonl", lambda: build.docx([("Normal", BODY)])[:4] + b"nothing", "an archive"),
    ("broken.jsonl.gz", lambda: gzip.compress(b'{"text": "a"}')[:-9], "damaged gzip"),
    ("deep.html", lambda: b"<div>" * 100_000, "nested over 2,000"),
    ("blank.html", lambda: b"<html><body><script>x</script></body></html>", "no text"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "says"), BAD, ids=[name for name, _, _ in BAD])
def test_bad_file_gives_one_line(tmp_path: Path, name: str, make: object, says: str) -> None:
    results = _read(tmp_path / name, make())  # type: ignore[operator]
    error = results[-1]
    assert isinstance(error, ReadError)
    assert str(error).startswith(str(tmp_path / name)) and says in str(error)
    assert "\n" not in str(error) and error.hint


def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(DEFAULT.file_bytes + 1)
    (error,) = read_path(path, {})
    assert isinstance(error, ReadError) and "limit is 64 MiB" in str(error)


@pytest.mark.parametrize(
    ("name", "says", "hint"),
    [
        ("large.txt", "the limit is 1,000,000", "split it"),
        ("large.html", "the limit is 10,000,000", "save its text as .txt"),
    ],
)
def test_fifty_megabytes_of_text_get_one_line(
    tmp_path: Path, name: str, says: str, hint: str
) -> None:
    line = "临港市发展海洋装备产业，做大做强龙头企业。\n"
    (error,) = _read(tmp_path / name, line.encode() * (50_000_000 // len(line.encode())))
    assert isinstance(error, ReadError)
    assert str(error).startswith(f"{tmp_path / name}: ") and says in str(error)
    assert error.hint and hint in error.hint


def test_a_document_may_have_as_many_characters_as_the_limit_says(tmp_path: Path) -> None:
    text = "产" * DEFAULT.characters
    assert _one(tmp_path / "book.txt", text.encode()).text == text
    (error,) = _read(tmp_path / "book.txt", f"{text}业".encode())
    assert isinstance(error, ReadError)


@pytest.mark.parametrize("packed", [False, True])
def test_json_lines_are_read_whatever_the_size_of_the_file(
    tmp_path: Path, packed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "file-bytes=5000")
    data = b"".join(json.dumps({"id": n, "text": BODY}).encode() + b"\n" for n in range(90))
    path = tmp_path / ("a.jsonl.gz" if packed else "a.jsonl")
    documents = _read(path, gzip.compress(data, 0) if packed else data)
    assert path.stat().st_size > 5000
    assert [d.name for d in documents if isinstance(d, Document)] == [str(n) for n in range(90)]


def test_json_lines_in_another_encoding(tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": BODY}, ensure_ascii=False)
    assert _one(tmp_path / "a.jsonl", line.encode("gb18030")).text == BODY


def test_a_file_of_bad_lines_does_not_flood(tmp_path: Path) -> None:
    good = json.dumps({"id": "a", "text": BODY}).encode()
    *errors, document, more = _read(tmp_path / "a.jsonl", b"{bad\n" * 999 + good)
    assert len(errors) == 20 and isinstance(document, Document)
    assert "979 more lines" in str(more)


def test_a_long_text_in_json_lines_is_named_by_its_id(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": i, "text": t})
        for i, t in (("a", "x" * (DEFAULT.characters + 1)), ("b", BODY))
    ]
    error, document = _read(tmp_path / "a.jsonl", "\n".join(lines).encode())
    assert str(error).startswith(f"{tmp_path / 'a.jsonl'}: a: 1,000,001 characters")
    assert isinstance(document, Document)


def test_unknown_and_missing_files(tmp_path: Path) -> None:
    (unknown,) = _read(tmp_path / "a.xyz", BODY.encode())
    assert "unknown kind" in str(unknown)
    (missing,) = read_path(tmp_path / "missing.txt", {})
    assert isinstance(missing, ReadError) and "missing.txt" in str(missing)

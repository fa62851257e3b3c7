"""Files made to do harm, each as large and as knotted as it claims to be."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.hostile import pdfs
from tests.read import build

GOOD = "深圳市大力发展新能源汽车产业。\n"
MEBI = 1 << 20
LARGE = int(os.environ.get("KG_BOMB_MIB", "40"))
"""MiB that a bomb unpacks to; a run for endurance makes larger ones."""

_BLANK = b" " * MEBI


def _zipped(members: dict[str, bytes | int], base: bytes = b"") -> bytes:
    """An archive of members, each its content or how many MiB of blanks; those of ``base`` too."""
    out = io.BytesIO(base)
    mode = "a" if base else "w"
    with zipfile.ZipFile(out, mode, zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name, content in members.items():
            with target.open(name, "w") as part:
                for _ in range(content if isinstance(content, int) else 0):
                    part.write(_BLANK)
                if isinstance(content, bytes):
                    part.write(content)
    return out.getvalue()


def _docx() -> bytes:
    return build.docx([("Normal", GOOD.strip())])


@cache
def _swollen_docx() -> bytes:
    return _zipped({"word/document.xml": LARGE, "[Content_Types].xml": b"<x/>"})


def _picture_docx() -> bytes:
    """A sound document with a picture as large, of which its text has no need."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://x/image" Target="media/image1.png"/></Relationships>'
    )
    sound = build.replaced(_docx(), "word/_rels/document.xml.rels", relations.encode())
    types = build.part(sound, "[Content_Types].xml")
    png = b'<Default Extension="png" ContentType="image/png"/></Types>'
    sound = build.replaced(sound, "[Content_Types].xml", types.replace(b"</Types>", png))
    return _zipped({"word/media/image1.png": LARGE}, sound)


def _nested_docx() -> bytes:
    """A sound document with a bomb inside a bomb, five deep, as an attachment."""
    inside = _zipped({"a.txt": LARGE})
    for _ in range(5):
        inside = _zipped({f"{n}.zip": inside for n in range(8)})
    return _zipped({"word/embeddings/a.zip": inside}, _docx())


def _lying_docx() -> bytes:
    """A bomb whose table says that it is small."""
    data = bytearray(_swollen_docx())
    at = data.rindex(b"PK\1\2", 0, data.rindex(b"PK\1\2"))
    struct.pack_into("<I", data, at + 24, 100)
    return bytes(data)


def _laughing_docx() -> bytes:
    """Entities of ten entities of ten entities."""
    lines = ['<!ENTITY a0 "哈哈哈哈哈哈哈哈哈哈">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = (
        f"<?xml version='1.0'?><!DOCTYPE d [{''.join(lines)}]>"
        f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )
    return build.replaced(_docx(), "word/document.xml", xml.encode())


def reading_docx() -> bytes:
    """An entity that is a file of the reader's."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = (
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>深圳市的密码是&x;</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )
    return build.replaced(_docx(), "word/document.xml", xml.encode())


def _deep_docx() -> bytes:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    xml = f"<w:document {word}>{'<w:body>' * 100_000}"
    return build.replaced(_docx(), "word/document.xml", xml.encode())


def _many_parts() -> bytes:
    return _zipped({**{f"word/{n}.xml": b"" for n in range(20_001)}, "word/document.xml": b"<a/>"})


def _swollen_ofd() -> bytes:
    return _zipped({"Doc_0/Pages/Page_0/More.xml": LARGE}, build.ofd([["甲"]]))


def _packed_lines(megabytes: int, piece: bytes) -> bytes:
    """JSON Lines that unpack to so much, in so many equal pieces."""
    one = gzip.compress(piece * (MEBI // len(piece)), 9, mtime=0)  # the same bytes every day
    return one * megabytes


def _gz_of_one_line() -> bytes:
    good = gzip.compress(json.dumps({"id": "good", "text": GOOD}).encode() + b"\n")
    return good + _packed_lines(LARGE * 5, b"a")


def _gz_of_many_lines() -> bytes:
    good = gzip.compress(json.dumps({"id": "good", "text": GOOD}).encode() + b"\n")
    return good + _packed_lines(LARGE * 5, b"\n" * 16)


def _deep_html() -> bytes:
    return b"<html><body>" + b"<div>" * 1_000_000 + GOOD.encode()


def _hidden_depth() -> bytes:
    """Ends of elements that stand in comments do not count for a parser, but for a quick look."""
    return b"<html><body>" + b"<b><!--</b>-->" * 100_000 + GOOD.encode()


def _quoted_html() -> bytes:
    """Attributes that never end, one in another."""
    return b"<html><body>" + b'<a href="' * 200_000 + GOOD.encode()


def _large_html() -> bytes:
    line = f"<p>{GOOD.strip()}</p>\n".encode()
    return b"<html><body>" + line * (200 * MEBI // len(line))


def _one_line() -> bytes:
    return GOOD.strip().encode() * (50_000_000 // len(GOOD.strip().encode()))


def _objects() -> bytes:
    """A line of small objects, which need fifty times their room."""
    return b'{"text": "' + GOOD.strip().encode() + b'", "x": [' + b"{}," * (6 * MEBI) + b"0]}"


def _deep_json() -> bytes:
    return b'{"text": ' + b"[" * 3_000_000 + b"\n" + json.dumps({"text": GOOD}).encode()


def _overlapping() -> bytes:
    """Many entries of the table that mean the same packed bytes."""
    data = _zipped({"word/document.xml": LARGE // 4})
    table = data[data.rindex(b"PK\1\2") : data.rindex(b"PK\5\6")]
    start = data.rindex(b"PK\1\2")
    other = table.replace(b"word/document.xml", b"word/documents.xm")
    number = 1000
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, number, number, len(table) * number, start, 0)
    return data[:start] + (table + other) * (number // 2) + end


# Name -> how to make it, and what its one line says. A file without a line is read for its text.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.docx": (_swollen_docx, "unpacks to more, the limit is 32 MiB"),
    "picture.docx": (_picture_docx, ""),
    "nested.docx": (_nested_docx, ""),
    "nested.zip.docx": (lambda: _zipped({"a.zip": _zipped({"b.zip": _nested_docx()})}), "damaged"),
    "lying.docx": (_lying_docx, "damaged DOCX"),
    "laughing.docx": (_laughing_docx, "damaged DOCX"),
    "deep.docx": (_deep_docx, "damaged DOCX"),
    "parts.docx": (_many_parts, "20,002 parts, the limit is 20,000"),
    "overlapping.docx": (_overlapping, "damaged DOCX"),
    "bomb.ofd": (_swollen_ofd, "unpacks to more, the limit is 32 MiB"),
    "line.jsonl.gz": (_gz_of_one_line, "unpacks to over 32 MiB, the limit"),
    "lines.jsonl.gz": (_gz_of_many_lines, "over 100,000 lines that are no documents, the limit"),
    "gz.jsonl.gz": (lambda: gzip.compress(_packed_lines(LARGE * 5, b"a"), 1), "binary data"),
    "tree.pdf": (pdfs.page_tree_loop, "damaged PDF"),
    "objects.pdf": (pdfs.object_stream_loop, "damaged PDF"),
    "table.pdf": (pdfs.table_loop, "no text layer"),
    "pages.pdf": (lambda: pdfs.many_pages(100_000), "100,000 pages, the limit is 5,000"),
    "arrays.pdf": (lambda: pdfs.deep_arrays(100_000), "no text layer"),
    "drawn.pdf": (lambda: pdfs.drawn_in_drawn(20), "not read within 8 s, the limit"),
    "deep.html": (_deep_html, "nested over 2,000 deep, the limit"),
    "hidden.html": (_hidden_depth, "no text"),
    "quoted.html": (_quoted_html, "nested over 2,000 deep, the limit"),
    "large.html": (_large_html, "the limit is 64 MiB"),
    "line.txt": (_one_line, "the limit is 1,000,000"),
    "objects.jsonl": (_objects, "a line of over 16 MiB, the limit"),
    "deep.jsonl": (_deep_json, "not JSON"),
}


def write(folder: Path, names: list[str]) -> None:
    """Put these files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(FILES[name][0]())

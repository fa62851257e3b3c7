"""PDFs made to keep a reader busy: loops, bombs, endless page lists. All built by hand."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] {more} >>"


def pdf(objects: Mapping[int, bytes | str], trailer: str = "") -> bytes:
    """A file of numbered objects with a sound table; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.5\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        data = body.encode("latin-1") if isinstance(body, str) else body
        out += b"%d 0 obj\n%b\nendobj\n" % (number, data)
    size = max(objects) + 1
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 %c \n" % (places.get(number, 0), b"fn"[number in places])
    out += (
        f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(out)


def stream(data: bytes, more: str = "") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(data, 9)
    head = f"<< /Length {len(packed)} /Filter /FlateDecode {more} >>\nstream\n"
    return head.encode() + packed + b"\nendstream"


_CATALOG = "<< /Type /Catalog /Pages 2 0 R >>"
_ONE_PAGE = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def page_tree_loop() -> bytes:
    """Each node of the page tree is its own grandchild."""
    return pdf(
        {
            1: _CATALOG,
            2: "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 400000000 >>",
            3: "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 200000000 >>",
        }
    )


def object_stream_loop() -> bytes:
    """Object streams that lie inside one another, found by a cross-reference stream."""
    inner = b"6 0 7 40 " + b" " * 91
    holder = stream(inner, "/Type /ObjStm /N 2 /First 100 /Extends 5 0 R")
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in ((4, holder), (5, holder)):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    rows = [(0, 0, 0), (2, 6, 0), (2, 7, 0), (2, 4, 0), (2, 5, 0), (2, 4, 1), (2, 7, 0), (2, 6, 0)]
    rows += [(1, start, 0)]
    table = b"".join(bytes((k,)) + a.to_bytes(4, "big") + bytes((b,)) for k, a, b in rows)
    more = f"/Type /XRef /Size {len(rows)} /W [1 4 1] /Root 1 0 R /Prev {start}"
    out += b"8 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(table, more), start)
    return bytes(out)


def table_loop() -> bytes:
    """The table of the file names itself as the one before."""
    once = pdf({1: _CATALOG, 2: _ONE_PAGE, 3: _PAGE.format(more="")})
    at = once.rindex(b"xref\n0")
    return once.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % at)


def many_pages(number: int) -> bytes:
    """So many empty pages, as small as can be: all kids are one page."""
    kids = "3 0 R " * number
    return pdf({1: _CATALOG, 2: f"<< /Type /Pages /Kids [{kids}] /Count {number} >>",
                3: _PAGE.format(more="")})  # fmt: skip


def drawn_in_drawn(depth: int) -> bytes:
    """A drawing that holds another one ten times, which holds another one ten times, and so on."""
    objects: dict[int, bytes | str] = {
        1: _CATALOG,
        2: _ONE_PAGE,
        3: _PAGE.format(more="/Contents 4 0 R /Resources << /XObject << /X 10 0 R >> >>"),
        4: stream(b"/X Do " * 10),
    }
    for level in range(depth):
        inside = f"/Resources << /XObject << /X {11 + level} 0 R >> >>" * (level < depth - 1)
        more = f"/Type /XObject /Subtype /Form /BBox [0 0 9 9] {inside}"
        objects[10 + level] = stream(b"/X Do " * 10, more)
    return pdf(objects)


def stream_bomb(megabytes: int) -> bytes:
    """A page whose drawing unpacks to so much."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(megabytes)) + packer.flush()
    packed = zlib.compress(packed, 9)
    head = f"<< /Length {len(packed)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode()
    return pdf({1: _CATALOG, 2: _ONE_PAGE, 3: _PAGE.format(more="/Contents 4 0 R"),
                4: head + packed + b"\nendstream"})  # fmt: skip


def deep_arrays(depth: int) -> bytes:
    """An array in an array in an array."""
    return pdf({1: _CATALOG, 2: _ONE_PAGE, 3: _PAGE.format(more=f"/X {'[' * depth}{']' * depth}")})

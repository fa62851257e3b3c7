"""Small files of each format, built by hand, with texts of our own words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence


def pdf(pages: Sequence[Sequence[str]], title: str = "") -> bytes:
    """A PDF with one text line under another on each page; no font is embedded."""
    objects = [
        "",
        "",
        _FONT,
        _DESCENDANT,
        _DESCRIPTOR,
        f"<< /Title <{_utf16(title, mark=True)}> >>",
    ]
    kids = []
    for lines in pages:
        shown = "".join(f"<{_utf16(line)}> Tj 0 -20 Td " for line in lines)
        stream = f"BT /F1 12 Tf 60 780 Td {shown}ET" if lines else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        contents = len(objects)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {contents} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = "<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _pdf_file(objects)


_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    "/DescendantFonts [4 0 R] >>"
)
_DESCENDANT = (
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
)
_DESCRIPTOR = (
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] "
    "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
)


def _utf16(text: str, mark: bool = False) -> str:
    return ("feff" if mark else "") + text.encode("utf-16-be").hex()


def _pdf_file(objects: Sequence[str]) -> bytes:
    out = bytearray(b"%PDF-1.5\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    out += (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode("ascii")
    return bytes(out)


def docx(paragraphs: Sequence[tuple[str, str]], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word document of (style, text) paragraphs and one table at the end."""
    import docx as library

    document = library.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_OFD_NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd(pages: Sequence[Sequence[str]]) -> bytes:
    """An OFD with one text object under another on each page."""
    files = {
        "OFD.xml": f'<ofd:OFD {_OFD_NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody>'
        "<ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": ofd_document(len(pages)),
    }
    for number, lines in enumerate(pages):
        files[f"Doc_0/Pages/Page_{number}/Content.xml"] = ofd_page(lines)
    return archive(files)


def ofd_document(pages: int) -> str:
    """The list of pages of an OFD."""
    links = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(pages)
    )
    return (
        f"<ofd:Document {_OFD_NAMESPACE}><ofd:CommonData>"
        "<ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        f"<ofd:Pages>{links}</ofd:Pages></ofd:Document>"
    )


def ofd_page(lines: Sequence[str]) -> str:
    """The XML of one page of an OFD."""
    texts = "".join(
        f'<ofd:TextObject ID="{n + 50}" Boundary="20 {20 + 8 * n} 170 6" Font="1" Size="4">'
        f'<ofd:TextCode X="0" Y="4">{line}</ofd:TextCode></ofd:TextObject>'
        for n, line in enumerate(lines)
    )
    return (
        f'<ofd:Page {_OFD_NAMESPACE}><ofd:Content><ofd:Layer ID="2">{texts}</ofd:Layer>'
        "</ofd:Content></ofd:Page>"
    )


def replaced(data: bytes, part: str, content: bytes) -> bytes:
    """The archive with other content in one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


def part(data: bytes, name: str) -> bytes:
    """The content of one part of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name)


def archive(files: dict[str, str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of text members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as target:
        for name, text in files.items():
            target.writestr(name, text)
    return out.getvalue()

"""Word documents (.docx)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from kg.errors import ReadError
from kg.read.archive import damaged, unpacked
from kg.read.source import Draft, Source

_HEADING = re.compile(r"(?:heading|标题) ?([1-6])")
_CELL = " | "


def read(source: Source) -> Iterator[Draft | ReadError]:
    """Paragraphs and table rows in order, one a line; headings carry Markdown marks."""
    import docx

    plain = unpacked(source, "DOCX")
    try:
        document = docx.Document(io.BytesIO(plain))
        blocks = [_block(item) for item in document.iter_inner_content()]
        title = document.core_properties.title or ""
    except MemoryError:
        raise
    except Exception as error:  # the library lets through whatever its XML and zip layers raise
        raise damaged(source, "DOCX", error) from error
    text = "\n\n".join(block for block in blocks if block.strip())
    if not text:
        raise ReadError(f"{source.path}: no text", "if it holds scanned pictures, run OCR first")
    yield Draft(text, title=title if len(title) >= 4 and title in text[:1000] else None)


def _block(item: Any) -> str:
    return "\n".join(map(_row, item.rows)) if hasattr(item, "rows") else _paragraph(item)


def _paragraph(paragraph: Any) -> str:
    text = str(paragraph.text).strip()
    level = _level(paragraph)
    return f"{'#' * level} {text}" if level and text and "\n" not in text else text


def _level(paragraph: Any) -> int:
    """Depth of a heading paragraph by its style, 0 for others."""
    name = (paragraph.style.name or "").lower() if paragraph.style is not None else ""
    if name in ("title", "标题"):
        return 1
    match = _HEADING.fullmatch(name)
    return int(match[1]) if match else 0


def _row(row: Any) -> str:
    """Cells of a row; a merged cell comes once for each place it covers, and is kept once."""
    cells = [" ".join(cell.text.split()) for cell in row.cells]
    kept = [cell for n, cell in enumerate(cells) if cell and (n == 0 or cell != cells[n - 1])]
    return _CELL.join(kept)

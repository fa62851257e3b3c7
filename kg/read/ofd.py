"""OFD (GB/T 33190), the fixed-layout format of Chinese administrations."""

from __future__ import annotations

from collections.abc import Iterator

from kg.errors import ReadError
from kg.read.archive import damaged, unpacked
from kg.read.pages import join_pages
from kg.read.source import Draft, Source, too_long


def read(source: Source) -> Iterator[Draft | ReadError]:
    """Text of all pages in reading order; lines stay as set, the text stage rejoins them."""
    import ofdkit

    plain = unpacked(source, "OFD")
    pages: list[str] = []
    size = 0
    try:
        with ofdkit.open(plain) as document:
            title = document.info.title
            for page in document.pages:
                pages.append(page.text())
                size += len(pages[-1])
                if size > source.limits.characters:
                    raise too_long(str(source.path), source.limits.characters)
    except ofdkit.OFDError as error:
        raise damaged(source, "OFD", error) from error
    text = join_pages(pages)
    if not text.strip():
        raise ReadError(f"{source.path}: no text in its {len(pages)} page(s)", "run OCR first")
    yield Draft(text, title=title if title and title in text[:1000] else None)

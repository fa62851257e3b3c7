"""PDF with a text layer, by PDFium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import ReadError
from kg.read.pages import join_pages
from kg.read.source import SPLIT, Draft, Source, too_long

_OCR = "run OCR first, for example with ocrmypdf"
_PASSWORD_ERROR = 4
_UNREADABLE_SHARE = 0.3
_HYPHENS = re.compile("[\x02\ufffe]")
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08]")


def read(source: Source) -> Iterator[Draft | ReadError]:
    """The text layer of all pages; lines stay as set, the text stage rejoins them."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        raise _refused(source, error) from error
    try:
        pages = _pages(document, source)
        title = document.get_metadata_dict().get("Title", "")
    finally:
        document.close()
    text = join_pages(pages)
    _check(text, source, len(pages))
    yield Draft(text, title=_stated_title(title, text))


def _refused(source: Source, error: Any) -> ReadError:
    if getattr(error, "err_code", None) == _PASSWORD_ERROR:
        return ReadError(f"{source.path}: an encrypted PDF", "save it without a password")
    return ReadError(f"{source.path}: a damaged PDF", "download it again or print it to a new PDF")


def _pages(document: Any, source: Source) -> list[str]:
    most = source.limits.pages
    if len(document) > most:
        raise ReadError(f"{source.path}: {len(document):,} pages, the limit is {most:,}", SPLIT)
    texts: list[str] = []
    size = 0
    for number in range(len(document)):
        page = document[number]
        text_page = page.get_textpage()
        texts.append(_HYPHENS.sub("", text_page.get_text_bounded()))
        text_page.close()
        page.close()
        size += len(texts[-1])
        if size > source.limits.characters:
            raise too_long(str(source.path), source.limits.characters)
    return texts


def _check(text: str, source: Source, pages: int) -> None:
    if not text.strip():
        raise ReadError(f"{source.path}: no text layer in its {pages} page(s), a scanned PDF", _OCR)
    if len(_UNREADABLE.findall(text)) > _UNREADABLE_SHARE * len(text):
        raise ReadError(f"{source.path}: its fonts hide which characters they show", _OCR)


def _stated_title(title: str, text: str) -> str | None:
    """The title field is often left over from a template: taken only when the text begins so."""
    head = re.sub(r"\s", "", text[:1000])
    return title if len(title) >= 6 and re.sub(r"\s", "", title) in head else None

"""The table of formats, and which of them a file is."""

from __future__ import annotations

from pathlib import Path

from kg.errors import ReadError

FORMATS: dict[str, tuple[str, ...]] = {
    "txt": (".txt", ".md", ".markdown"),
    "html": (".html", ".htm", ".xhtml", ".shtml"),
    "pdf": (".pdf",),
    "docx": (".docx",),
    "ofd": (".ofd",),
    "jsonl": (".jsonl", ".jsonl.gz"),
}
"""Module of :mod:`kg.read` -> file suffixes it reads (lower case)."""

# First bytes that contradict a suffix: a page saved as .txt is still read right, and what no
# reader can take is refused by its real name.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "jsonl"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
)
_REFUSED = {
    "doc": ("an old binary Word or WPS file", "save it as .docx or .pdf"),
    "rtf": ("an RTF file", "save it as .docx or .txt"),
    "image": ("an image", "run OCR and give the text"),
    "archive": ("an archive", "unpack it first"),
}
# Documents that a folder may hold beside readable ones: not to be passed over in silence.
_REFUSED_SUFFIXES = {".doc": "doc", ".wps": "doc", ".rtf": "rtf"}
_HTML_STARTS = (b"<!doctype html", b"<html")


def suffix_format(path: Path) -> str | None:
    """Format by file name alone, None when no reader claims it."""
    name = path.name.lower()
    for module, suffixes in FORMATS.items():
        if name.endswith(suffixes):
            return module
    return None


def is_document(path: Path) -> bool:
    """Whether a file of this name is one to read, or to name as one that cannot be read."""
    return suffix_format(path) is not None or path.suffix.lower() in _REFUSED_SUFFIXES


def refusal(path: Path) -> ReadError | None:
    """Why a document of this name cannot be read, None when it can or when it is no document."""
    kind = _REFUSED_SUFFIXES.get(path.suffix.lower())
    return _refused(path, kind) if kind else None


def unknown(path: Path) -> ReadError:
    """The error for a file that no reader takes."""
    return refusal(path) or ReadError(f"{path}: unknown kind of file", readable())


def readable() -> str:
    """All suffixes, as a hint."""
    return "readable are " + " ".join(s for suffixes in FORMATS.values() for s in suffixes)


def format_of(path: Path, data: bytes) -> str:
    """Format by content where the first bytes tell, else by name.

    Raises :class:`kg.errors.ReadError` when no reader fits.
    """
    claimed = suffix_format(path)
    seen = _signature(data, claimed)
    if seen in _REFUSED:
        raise _refused(path, seen)
    if seen or claimed:
        return seen or str(claimed)
    raise unknown(path)


def _refused(path: Path, kind: str) -> ReadError:
    what, hint = _REFUSED[kind]
    return ReadError(f"{path}: this is {what}", hint)


def is_stream(path: Path, head: bytes) -> bool:
    """Whether the file is read line by line, however large, instead of whole."""
    return suffix_format(path) == "jsonl" and _signature(head, "jsonl") in (None, "jsonl")


def _signature(data: bytes, claimed: str | None) -> str | None:
    for start, kind in _SIGNATURES:
        if data.startswith(start):
            return _zip_kind(data, claimed) if kind == "zip" else kind
    if claimed == "txt" and data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
        _HTML_STARTS
    ):
        return "html"
    return None


def _zip_kind(data: bytes, claimed: str | None) -> str:
    """DOCX and OFD are zip archives; their member names tell them apart."""
    if claimed in ("docx", "ofd"):
        other = "ofd" if claimed == "docx" else "docx"
        marks = {"docx": b"word/document.xml", "ofd": b"OFD.xml"}
        wrong = marks[claimed] not in data and marks[other] in data
        return other if wrong else str(claimed)
    if b"word/document.xml" in data:
        return "docx"
    return "ofd" if b"OFD.xml" in data else "archive"


def looks_plain(path: Path, head: bytes) -> bool:
    """Whether the file is read as text alone, or refused by its first bytes."""
    kind = _signature(head, suffix_format(path)) or suffix_format(path)
    return kind in ("txt", "jsonl", None) or (kind in _REFUSED and kind != "archive")

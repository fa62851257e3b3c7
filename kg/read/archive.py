"""Shared by formats that are zip archives: checked for size before a library unpacks them."""

from __future__ import annotations

import io
import zipfile

from kg.errors import ReadError
from kg.read.source import Source

MAX_ENTRIES = 20_000
MAX_UNPACKED = 256 * 1024 * 1024
"""Most bytes that the members of an archive may unpack to, pictures aside."""

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".jb2")
_HINT = "open it in its program and save it again"


def check_archive(source: Source, kind: str) -> None:
    """Raise :class:`kg.errors.ReadError` when the source is no sound zip archive or a zip bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise damaged(source, kind, error) from error
    unpacked = sum(m.file_size for m in members if not m.filename.lower().endswith(_PICTURES))
    if len(members) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise ReadError(
            f"{source.path}: unpacks to {unpacked >> 20} MiB in {len(members)} parts,"
            f" the limit is {MAX_UNPACKED >> 20} MiB",
            "split it into smaller files",
        )


def damaged(source: Source, kind: str, error: Exception) -> ReadError:
    """The error for a file whose library gave up on it."""
    detail = str(error).splitlines()[0][:80] if str(error) else type(error).__name__
    return ReadError(f"{source.path}: a damaged {kind} file ({detail})", _HINT)

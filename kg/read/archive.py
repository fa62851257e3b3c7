"""Shared by formats that are zip archives: unpacked under limits before a library sees them."""

from __future__ import annotations

import io
import zipfile
import zlib

from kg.errors import ReadError
from kg.read.source import Source

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".jb2")
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_STEP = 1 << 16
_HINT = "open it in its program and save it again"


def unpacked(source: Source, kind: str) -> bytes:
    """The archive with its parts as they are, not packed, and pictures empty.

    Each part is unpacked step by step until the limit is reached, whatever the sizes are that the
    archive states; pictures, which no reader needs, are not unpacked at all. Raises
    :class:`kg.errors.ReadError` when the source is no sound zip archive or a zip bomb.
    """
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(source.data)) as archive,
            zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as plain,
        ):
            _copy(archive, plain, source)
    except ReadError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError,
            NotImplementedError) as error:  # fmt: skip
        raise damaged(source, kind, error) from error
    return out.getvalue()


def _copy(archive: zipfile.ZipFile, plain: zipfile.ZipFile, source: Source) -> None:
    members = archive.infolist()
    if len(members) > source.limits.parts:
        raise _too_much(source, f"holds {len(members):,} parts", f"{source.limits.parts:,}")
    left = source.limits.unpacked_bytes
    for member in {m.filename: m for m in members if not m.is_dir()}.values():
        # The flag and the bytes of a name stay, for readers that know how it was written.
        name = zipfile.ZipInfo(member.filename)
        name.orig_filename, name.flag_bits = member.orig_filename, member.flag_bits & 0x800
        data = b""
        if not member.filename.lower().endswith(_PICTURES):
            data = _part(archive, member, left, source)
        left -= len(data)
        plain.writestr(name, data)


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int, source: Source) -> bytes:
    """The content of one part; never holds more than ``left`` bytes of it."""
    if member.compress_type not in _PACKINGS:
        raise ValueError("packed in a way that documents are not")
    data = io.BytesIO()
    with archive.open(member) as stream:
        while step := stream.read(_STEP):
            data.write(step)
            if data.tell() > left:
                limit = source.limits.unpacked_bytes
                raise _too_much(source, "unpacks to more", f"{limit >> 20} MiB")
    return data.getvalue()


def _too_much(source: Source, what: str, limit: str) -> ReadError:
    return ReadError(f"{source.path}: {what}, the limit is {limit}", "split it into smaller files")


def damaged(source: Source, kind: str, error: Exception) -> ReadError:
    """The error for a file whose library gave up on it."""
    detail = str(error).splitlines()[0][:80] if str(error).strip() else type(error).__name__
    return ReadError(f"{source.path}: a damaged {kind} file ({detail})", _HINT)

"""Bytes to text: UTF-8, UTF-16, GB18030, Big5, found by strict trials and plausibility."""

from __future__ import annotations

import codecs
import re

from kg.errors import ReadError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000
_BINARY_SHARE = 0.02
_WRONG_SHARE = 0.005
_HINT = "save it as UTF-8 text"

# The characters that make up half of any modern Chinese text, in both scripts: a decoding that is
# wrong spreads over the whole code table and hardly hits them.
_COMMON = frozenset(
    "的一是了在不和有大中为年业发国展经地会产工区市省上新建方生这个人全高作技进行动时来要以到对成"
    "与现能力加化等济城开部科合实推重出多主三设月日资社理制开展第十二四五六七八九万亿学机点面同规"
    "為業發國產區這個動時來對與現濟開實設資東關經會規說長門問間無電車書話總體應從後過還點當種"
    "，。、；：？！“”（）《》　0123456789 \n"
)
_OTHER_LETTERS_ONLY = re.compile("[\0-\u07ff]*")


def decode(data: bytes, where: str) -> str:
    """Text of ``data``; ``where`` names the file in messages.

    Raises :class:`kg.errors.ReadError` for empty, binary or undecodable bytes.
    """
    if not data.strip() or data in (mark for mark, _ in _BOMS):
        raise ReadError(f"{where}: the file is empty", "leave it out or export it again")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, where)
    wide = _utf16_without_mark(data)
    if wide is not None:
        return _strict(data, wide, where)
    if is_binary(data):
        raise ReadError(
            f"{where}: a binary file, not text", "only text, HTML, PDF, DOCX, OFD, JSONL"
        )
    text = _utf8(data)
    if text is not None and not _is_short_gb(text, data):
        return text
    return _legacy(data, where)


def decode_lenient(data: bytes, encoding: str) -> str | None:
    """Text in a stated encoding, with up to one wrong character in two hundred; else None."""
    try:
        text = data.decode(encoding, "replace")
    except LookupError:
        return None
    return text if text.count("\ufffd") <= _WRONG_SHARE * len(text) else None


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{where}: not valid {encoding.upper()} at byte {error.start}", _HINT
        ) from error


def _utf8(data: bytes) -> str | None:
    """Strict UTF-8, forgiving one character cut off at the very end of the file."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.start > 0 and "unexpected end" in error.reason:
            return data[: error.start].decode("utf-8")
        return None


def _is_short_gb(text: str, data: bytes) -> bool:
    """A few characters of GB18030 can happen to be UTF-8 of Cyrillic or Arabic letters."""
    if text.isascii() or not _OTHER_LETTERS_ONLY.fullmatch(text):
        return False
    return _plausibility(_try(data, "gb18030") or "") > 0.5


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: its spaces and line ends have a zero at one parity."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2 or b"\0" not in sample:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
        if _plausibility(text) > 0.3 and "\ufffd" not in text[:-1] and "\0" not in text:
            return encoding
    return None


def is_binary(data: bytes) -> bool:
    """Whether the beginning holds zeros or control characters as no text does."""
    sample = data[:_SAMPLE]
    control = sum(
        sample.count(bytes([code])) for code in (*range(9), *range(14, 27), *range(28, 32))
    )
    return b"\0" in sample or control > _BINARY_SHARE * len(sample)


def _legacy(data: bytes, where: str) -> str:
    """The more plausible of GB18030 and Big5; what is neither is refused."""
    candidates = [text for text in (_try(data, "gb18030"), _try(data, "big5hkscs")) if text]
    best = max(candidates, key=lambda text: _plausibility(text[:_SAMPLE]), default=None)
    if best is None or _plausibility(best[:_SAMPLE]) < 0.12:
        raise ReadError(f"{where}: neither UTF-8, UTF-16, GB18030 nor Big5", _HINT)
    return best


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3 or error.start == 0:
            return None
        return data[: error.start].decode(encoding, "ignore")


def _plausibility(text: str) -> float:
    """Share of everyday characters among those that are not plain Latin letters."""
    seen = [char for char in text if char > "\x7f"]
    if not seen:
        return 0.0
    return sum(char in _COMMON for char in seen) / len(seen)

"""What reading takes at most, so that no file can take all time or memory: all in one place.

The command line changes them with ``--limit NAME=VALUE``, the variable ``KG_LIMITS`` for a whole
process and those it starts (``KG_LIMITS="pages=20000 seconds=600"``), and a program for one call.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from kg.errors import UsageError

VARIABLE = "KG_LIMITS"
_SIZES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}
_VALUE = re.compile(r"(\d{1,15})([KMG]?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """Each is the most that is still taken; what is beyond is refused with one line."""

    files: int = 200_000
    """Readable files of one call."""

    file_bytes: int = 64 << 20
    """A file that is read whole (all but JSON Lines); a larger one is refused before it is read."""

    line_bytes: int = 16 << 20
    """One line of JSON Lines."""

    bad_lines: int = 100_000
    """Lines of one JSON Lines file that are empty or no document; then it is none, and left."""

    characters: int = 1_000_000
    """The text of one document, ten times a five-year plan: extraction holds a document in memory
    with all its names and facts, nearly 1 GB and a minute at this size."""

    unpacked_bytes: int = 128 << 20
    """What the parts of a DOCX or OFD unpack to, pictures aside, and JSON Lines of a small .gz."""

    unpacked_times: int = 100
    """How many times its size a larger .gz unpacks to."""

    parts: int = 20_000
    """Parts of a DOCX or OFD."""

    pages: int = 5_000
    """Pages of a PDF."""

    page_characters: int = 10_000_000
    """Characters of a web page with its tags; its tree takes thirty times as many bytes."""

    elements: int = 300_000
    """Elements of a web page."""

    depth: int = 2_000
    """How deep the elements of a web page are nested; parsing slows down steeply beyond."""

    seconds: int = 120
    """Time for one file that a format's library takes apart (all but text and JSON Lines)."""

    memory_bytes: int = 3 << 30
    """Address space of the process in which that happens (Linux)."""


DEFAULT = Limits()


def names() -> list[str]:
    """The limits as the command line calls them."""
    return [field.name.replace("_", "-") for field in fields(Limits)]


def current() -> Limits:
    """The limits of this process: the usual ones, changed by what :data:`VARIABLE` says."""
    return changed(os.environ.get(VARIABLE, "").split())


def use(settings: Iterable[str]) -> None:
    """Make ``NAME=VALUE`` count in this process and in those it starts from now on.

    Raises :class:`kg.errors.UsageError` for what is no limit.
    """
    settings = list(settings)
    changed(settings)
    if settings:
        os.environ[VARIABLE] = " ".join((*os.environ.get(VARIABLE, "").split(), *settings))


def changed(settings: Iterable[str]) -> Limits:
    """The usual limits with these ``NAME=VALUE`` in their place (``200K``, ``64M``, ``2G``).

    Raises :class:`kg.errors.UsageError` for an unknown name and for what is no number above 0.
    """
    values: dict[str, int] = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        if name not in names():
            raise UsageError(f"no limit is called {name!r}", f"these are: {', '.join(names())}")
        match = _VALUE.fullmatch(value)
        if match is None or not int(match[1]):
            raise UsageError(f"--limit {setting}: no number above 0", f"for example {name}=200000")
        values[name.replace("-", "_")] = int(match[1]) * _SIZES[match[2].upper()]
    return replace(DEFAULT, **values)


def raising(name: str, value: int) -> str:
    """The end of a hint: how to take more."""
    return f"or take more with --limit {name}={value}"

"""One tree of errors; each says what happened, where, and what to do, and has an exit code.

The command line prints ``str(error)`` and leaves with ``error.exit_code``; library users catch
:class:`KgError`.
"""

from __future__ import annotations

import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def shown(text: str) -> str:
    """``text`` on one line, for a terminal or a log: what steers either is spelled out.

    File names and what documents say may hold line ends, control characters that colour or clear
    a screen, characters that turn the direction of reading, and bytes that are no text.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        _spelled(char) if unicodedata.category(char) in _HIDDEN else char for char in text
    )


def _spelled(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


class KgError(Exception):
    """Base of every error this package raises on purpose.

    ``message`` says what happened and where; ``hint``, when given, says what to do about it.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str | None = None) -> None:
        """Keep both halves, so that a caller can print them apart."""
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Message and hint on one line, as :func:`shown` makes it."""
        return shown(f"{self.message} ({self.hint})" if self.hint else self.message)


class UsageError(KgError):
    """The call itself is wrong: an unknown name, a bad parameter, a missing path."""

    exit_code = 2


class ReadError(KgError):
    """A file cannot be read as a document; the rest of the batch goes on."""

    exit_code = 3


class DataError(KgError):
    """A lexicon, rule, schema or table is malformed; the message names file and line."""

    exit_code = 4


class StoreError(KgError):
    """A graph database cannot be opened, loaded or queried."""

    exit_code = 5


class NotFoundError(UsageError):
    """Nothing has that name; ``hint`` suggests near ones."""


class LlmError(KgError):
    """The language model's endpoint cannot be used, or its budget is used up: reading ends."""

    exit_code = 6


class BudgetError(LlmError):
    """The budget of requests or tokens is used up; what was read until then is kept."""


class AnswerError(LlmError):
    """An answer of the language model is unusable; only its document is concerned."""

"""Mentions of short texts, as sets that tests compare."""

from __future__ import annotations

from kg import text
from kg.mentions import FOREIGN, Found, find
from kg.model import Document, EntityType, Mention


def read(words: str, **metadata: str) -> Found:
    """Mentions and home of a document of these words, without those of places abroad."""
    document = Document("0" * 16, "a.txt", "a.txt", words, "0" * 64, **metadata)
    found = find(document, text.sentences(document))
    return Found(tuple(m for m in found.mentions if m.entity.kind != FOREIGN), found.home)


def of(kind: EntityType, words: str, **metadata: str) -> list[Mention]:
    """Mentions of one type, in reading order."""
    return [m for m in read(words, **metadata).mentions if m.entity.type == kind]


def names(kind: EntityType, words: str, **metadata: str) -> set[str]:
    """Canonical names of one type."""
    return {m.entity.name for m in of(kind, words, **metadata)}

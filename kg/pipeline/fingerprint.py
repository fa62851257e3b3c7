"""What a reading depends on besides the document, as one hash: code, knowledge, settings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kg

if TYPE_CHECKING:
    from kg.llm import Reader

_ROOT = Path(kg.__file__).parent
# What reads documents, and what makes the graph of it and stores it.
_READING = ("data", "facts", "llm", "mentions", "model.py", "neural", "read", "text",
            "resolve/rows.py", "pipeline/reading.py", "pipeline/work.py")  # fmt: skip
_GRAPH = ("data", "decisions.py", "resolve", "store", "tables.py")
_READING_LIBRARIES = ("ahocorasick-rs", "jieba", "lxml", "numpy", "ofdkit", "opencc", "pypdfium2",
                      "python-docx", "rjieba", "trafilatura")  # fmt: skip
_GRAPH_LIBRARIES = ("arcadedb-embedded", "duckdb", "pyarrow")


def reading(settings: Mapping[str, Any]) -> str:
    """Fingerprint of a reading with these settings: where it differs, all is read again."""
    return _hash(_code(_READING, _READING_LIBRARIES), json.dumps(settings, sort_keys=True))


def graph() -> str:
    """Fingerprint of what makes a graph of what was read."""
    return _code(_GRAPH, _GRAPH_LIBRARIES)


def settings(min_confidence: float, llm: Reader | None) -> dict[str, Any]:
    """What a caller set that changes what is read from a document."""
    return {"min_confidence": min_confidence, "llm": llm.identity if llm else None}


@lru_cache(maxsize=2)
def _code(parts: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    digest = hashlib.sha256(kg.__version__.encode())
    for path in sorted(path for part in parts for path in _files(_ROOT / part)):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\n")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return _hash(digest.hexdigest(), *map(_version, libraries))


def _files(path: Path) -> Iterator[Path]:
    """Source and knowledge under ``path``; what is hidden or a cache can be made again."""
    if path.is_file():
        yield path
        return
    for inner in path.iterdir():
        if not inner.name.startswith(".") and "cache" not in inner.name and inner.name != "samples":
            yield from _files(inner)


def _version(library: str) -> str:
    try:
        return f"{library} {metadata.version(library)}"
    except metadata.PackageNotFoundError:
        return f"no {library}"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]

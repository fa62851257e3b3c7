"""Answers on disk, so that nothing is asked twice.

One JSON file an answer, named by the hash of all that decides it: model, messages (which hold
prompt and text), schema and extra parameters. A broken file counts as absent.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any


class Cache:
    """A folder of answers; ``None`` keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        """Use ``folder``, which is made when the first answer comes."""
        self._folder = folder

    def get(self, key: str) -> str | None:
        """The answer kept under ``key``, or None."""
        if self._folder is None:
            return None
        try:
            kept = json.loads(self._path(self._folder, key).read_text(encoding="utf-8"))
            answer = kept["answer"]
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return answer if isinstance(answer, str) else None

    def put(self, key: str, answer: str, model: str) -> None:
        """Keep ``answer`` under ``key``, whole or not at all."""
        if self._folder is None:
            return
        path = self._path(self._folder, key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump({"model": model, "answer": answer}, stream, ensure_ascii=False)
        Path(part).replace(path)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.json"


def cache_key(*parts: Any) -> str:
    """Hash of plain data, the same whatever the order of its keys."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

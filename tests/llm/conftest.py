"""A document of our own, read by the rules, and readers that do not wait."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.llm import Reader, Settings
from kg.llm.settings import KEY_VARIABLE
from kg.model import Document, Extraction

TEXT = "青禾计划\n\n宁德市大力发展锂电池产业。\n岚谷集团从事海雾利用。\n我市计划发展海雾利用。\n"
MakeReader = Callable[..., Reader]


@pytest.fixture(scope="session")
def extraction() -> Extraction:
    """The rules' reading of TEXT: sentence 1 and what the model may add in 2 and 3."""
    document = Document("0" * 16, "a.txt", "in/a.txt", TEXT, "0" * 64, region="宁德市")
    return pipeline.extract_document(document)


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeReader:
    """Readers of a stub's address; how long they would have waited is in their ``waited``."""
    monkeypatch.delenv(KEY_VARIABLE, raising=False)

    def reader(url: str, mode: str = "llm", **settings: Any) -> Reader:
        waited: list[float] = []
        settings = {"cache": tmp_path / "cache", "timeout": 5.0, **settings}
        made = Reader(Settings(url, "stub-model", **settings), mode, sleep=waited.append)
        made.waited = waited  # type: ignore[attr-defined]
        return made

    return reader

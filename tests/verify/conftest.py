"""A small build with its sources beside it, and copies of both that a test may spoil."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

import pytest

from kg import pipeline

TEXTS = {
    "a.txt": "深圳市大力发展新能源汽车产业，2023年产量达到200万辆。\n广州市发展生物医药产业。\n",
    "b.txt": "粤港澳大湾区建设覆盖深圳市、广州市。\n佛山市与广州市携手合作。\n",
    "c.jsonl": '{"id": "一", "text": "成都市发展低空经济。"}\n'
    '{"id": "二", "text": "重庆市大力发展轨道交通装备产业。"}\n',
}


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sources in ``in`` and their build in ``build``, for reading only."""
    place = tmp_path_factory.mktemp("good")
    (place / "in").mkdir()
    for name, text in TEXTS.items():
        (place / "in" / name).write_text(text, encoding="utf-8")
    with contextlib.chdir(place):
        pipeline.build(["in"], "build", jobs=1)
    return place


@pytest.fixture
def place(good: Path, tmp_path: Path) -> Path:
    """A copy of the folder."""
    return Path(shutil.copytree(good, tmp_path / "place"))

"""The larger corpora are new texts of the same kind, and the figures are computed right."""

from __future__ import annotations

import sys

import pytest

from benchmarks import copies, scale, watch
from kg.read.source import clean
from kg.resolve import text_hash
from kg.resolve.copies import shares
from kg.resolve.signature import signature


def _records() -> list[copies.Record]:
    regions = ["深圳市", "成都市", "合肥市", "宁德市", "长沙市", "贵阳市", "昆明市"]
    things = ["低空经济", "动力电池", "工程机械", "量子信息", "大数据", "花卉", "新能源汽车"]
    return [
        {
            "id": str(n),
            "date": "2025-03-01",
            "text": f"2025年3月1日消息：{region}召开第{n + 3}次会议。\n"
            + "".join(
                f"{region}{thing}产值达到{n * 31 + m * 17 + 12}亿元，比上年增长{m + 2}.{n}%，"
                f"其中{things[(m + n) % 7]}占{n + m + 5}%！"
                for m, thing in enumerate(things[n % 3 :])
            ),
        }
        for n, region in enumerate(regions)
    ]


def test_a_copy_has_the_same_size_and_kind() -> None:
    records = _records()
    assert list(copies.copy(records, 0)) == records
    for number in (1, 2, 15):
        made = list(copies.copy(records, number))
        assert [r["date"] for r in made] == [r["date"] for r in records]
        assert sum(len(r["text"]) for r in made) == sum(len(r["text"]) for r in records)
        counts = [[len(copies.sentences(r["text"])) for r in side] for side in (made, records)]
        assert counts[0] == counts[1]
        assert all("2025年3月1日" in r["text"] for r in made)


def test_copies_are_new_texts() -> None:
    every = [r for number in range(4) for r in copies.copy(_records(), number)]
    assert len({text_hash(r["text"]) for r in every}) == len(every)
    assert len({r["id"] for r in every}) == len(every)


def test_sentences_are_the_text() -> None:
    text = clean("甲。乙！丙\n\n丁“戊。”己")
    assert "".join(copies.sentences(text)) == text
    assert len(copies.sentences(text)) == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [("增长9.8%，共100家", "增长1.8%，共211家"), ("2025年12月31日", "2025年12月31日"), ("0", "0")],
)
def test_numbers_move_and_dates_stay(text: str, expected: str) -> None:
    assert copies.renumbered(text, 1) == expected


def test_a_text_and_its_copies_are_no_reprints() -> None:
    import numpy as np

    sides = [[signature(r["text"]) for r in copies.copy(_records(), n)] for n in (0, 1)]
    rows = [[np.frombuffer(s, "<u4") for s in side if s] for side in sides]
    assert len(rows[0]) == len(rows[1]) == len(_records())
    assert shares(np.stack(rows[0]), np.stack(rows[1])).max() < 0.5


def test_slope_is_the_exponent() -> None:
    assert scale.slope([1, 4, 16], [2, 8, 32]) == pytest.approx(1.0)
    assert scale.slope([1, 4, 16], [1, 16, 256]) == pytest.approx(2.0)


def test_verdict() -> None:
    row = {"parent": 300.0, "worker": 200.0}
    assert scale.verdict({"exponents": {"wall": 1.01}, "sizes": [row]}).startswith("held")
    assert scale.verdict({"exponents": {"wall": 1.2}, "sizes": [row]}).startswith("NOT held")
    hidden = {"wall": 0.9, "extract": 1.2}
    assert scale.verdict({"exponents": hidden, "sizes": [row]}).startswith("NOT held")
    heavy = {"parent": 300.0, "worker": 2000.0}
    assert scale.verdict({"exponents": {"wall": 1.0}, "sizes": [heavy]}).startswith("NOT held")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_of_children_is_seen() -> None:
    child = "import time; held = bytearray(120_000_000); time.sleep(0.6)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print(7)"
    cost = watch.run([sys.executable, "-c", parent])
    assert cost.output == "7\n"
    assert cost.peaks[0] < 100 < max(cost.peaks[1:])
    assert cost.cpu > 0
    assert cost.wall >= 0.6

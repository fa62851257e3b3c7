"""Years of figures."""

from __future__ import annotations

import pytest

from kg.facts.time import guess_year, time_marks


@pytest.mark.parametrize(
    ("text", "published", "years"),
    [
        ("2023年产量达到10万辆", 2024, [2023]),
        ("到2030年产值达到5亿元", 2024, [2030]),
        ("2021—2025年投资5亿元", 2024, [2025]),
        ("去年产值5亿元", 2024, [2023]),
        ("过去一年产值5亿元", 2025, [2024]),
        ("过去的一年，产值5亿元", None, [None]),
        ("今年产值5亿元", 2024, [2024]),
        ("明年产值5亿元", 2024, [2025]),
        ("去年产值5亿元", None, [None]),
        ("上半年产值5亿元", 2024, [2024]),
        ("上半年产值5亿元", None, []),
        ("2023年上半年产值5亿元", 2024, [2023]),
        ("去年上半年产值5亿元", 2024, [2023]),
        ("十年来产值增长5倍", 2024, [None]),
        ("未来5年投资5亿元", 2024, [None]),
        ("目前有企业5家", 2024, [None]),
        ("至今有企业5家", 2024, [None]),
        ("截至今年6月底有企业5家", 2024, [2024]),
        ("产值是2012年的5倍", 2024, []),
        ("较2020年增长5%", 2024, []),
        ("20世纪90年代", 2024, []),
    ],
)
def test_time_marks(text: str, published: int | None, years: list[int | None]) -> None:
    assert [mark.year for mark in time_marks(text, published)] == years


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025年开年，各地忙生产。今年目标不变。", 2025),
        ("2025年3月，记者走进厂区。去年产量86万吨。", 2025),
        ("2025年3月底记者来访。去年产量86万吨。", 2025),
        ("去年产值5亿元。2021年，形势向好。", 2022),
        ("今年产值5亿元，2015年开工。", None),
        ("产值5亿元。", None),
        ("去年产值5亿元，规划到2035年建成。", None),
    ],
)
def test_guess_year(text: str, year: int | None) -> None:
    assert guess_year(text) == year

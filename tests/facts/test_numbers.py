"""Quantities: numbers with units, as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.facts.indicator_rules import rules
from kg.facts.numbers import chinese_number, split_scale


def scan(text: str) -> list[tuple[float, str]]:
    return [(q.value, q.unit) for q in rules().scanner.scan(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二", 2), ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一千二百", 1200),
        ("三万五千", 35000), ("二〇二五", 2025), ("一亿", 1e8), ("百", 100), ("两百", 200),
    ],
)  # fmt: skip
def test_chinese_number(text: str, value: float) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("text", "value", "scale"),
    [("千万", 1000, "万"), ("一亿", 1, "亿"), ("万亿", 1, "万亿"), ("两百", 200, "")],
)
def test_split_scale(text: str, value: float, scale: str) -> None:
    assert split_scale(text) == (value, scale)


CASES: list[tuple[str, list[tuple[float, str]]]] = [
    ("总产值达1.2万亿元", [(1.2, "万亿元")]),
    ("投资5000多亿元", [(5000, "亿元")]),
    ("企业8000余家", [(8000, "家")]),
    ("面积2,300亩", [(2300, "亩")]),
    ("产量1,234.5万吨", [(1234.5, "万吨")]),
    ("增速5%左右", [(5, "%")]),
    ("提高3个百分点", [(3, "个百分点")]),
    ("下降百分之三", [(3, "%")]),
    ("占四分之一", [(25, "%")]),
    ("占比近两成", [(2, "成")]),
    ("增长近3倍", [(3, "倍")]),
    ("产值翻了一番", [(1, "番")]),
    ("用地两千亩", [(2000, "亩")]),
    ("聚集上千家企业", [(1000, "家")]),
    ("产量稳定在百万吨以上", [(100, "万吨")]),
    ("年产百万吨", []),
    ("办成百余项", [(100, "项")]),
    ("产值超千亿元", [(1000, "亿元")]),
    ("产值突破万亿元", [(1, "万亿元")]),
    ("游客上万人次", [(1, "万人次")]),
    ("年产3千万台", [(3, "千万台")]),
    ("人口9000万", [(9000, "万")]),
    ("拥有1.5亿人口", [(1.5, "亿")]),
    ("税收6-8亿元", [(6, "亿元"), (8, "亿元")]),
    ("税收6亿-8亿元", [(6, "亿元"), (8, "亿元")]),
    ("增长5%—6%", [(5, "%"), (6, "%")]),
    ("建成120至150座", [(120, "座"), (150, "座")]),
    ("设备700台（套）", [(700, "台（套）")]),
    ("投资50个亿元", [(50, "亿元")]),
    ("用时3个多小时", [(3, "小时")]),
    ("工期缩短两个多月", [(2, "个月")]),
    ("容量2×66万千瓦", [(66, "万千瓦")]),
    ("居全国第9", [(9, "位")]),
    ("居全省第二位。", [(2, "位")]),
    ("连续五年领先", [(5, "年")]),
    ("三次产业结构为10:40:50", [(10, "%"), (40, "%"), (50, "%")]),
    ("能耗0.5吨标准煤", [(0.5, "吨标准煤")]),
    ("建成五家医院", [(5, "家")]),
    ("产量居世界第三位", [(3, "位")]),
    # no quantities
    ("第二位专家发言", []),
    ("由第一、第二产业带动", []),
    ("荣获第一，可喜", []),
    ("坚持一个中心", []),
    ("千家万户受益", []),
    ("走一条新路", []),
    ("第3次会议", []),
    ("数百家企业", []),
    ("2025年成立", []),
    ("C919和G60", []),
    ("发展5G和3D打印", []),
    ("成立3人工智能", []),
    ("比分3:2:1", []),
    ("一成不变", []),
    ("二元结构", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0] for c in CASES])
def test_scan(text: str, expected: list[tuple[float, str]]) -> None:
    assert scan(text) == expected


@given(
    st.text(
        alphabet="0123456789.,，、第一二十百千万亿多余个家元%成倍分之连续年超近:—-至G ", max_size=40
    )
)
def test_scan_stays_in_the_text(text: str) -> None:
    """Whatever the text, quantities are ordered stretches of it with a unit."""
    found = rules().scanner.scan(text)
    assert all(0 <= q.start < q.end <= len(text) and q.unit for q in found)
    assert [q.start for q in found] == sorted(q.start for q in found)

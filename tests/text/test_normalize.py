"""The matching form: same length, one character for each, white space dropped in views only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.normalize import normalize, view

CASES = [
    ("臨港市發展數位經濟與海洋裝備產業", "临港市发展数位经济与海洋装备产业", "traditional text"),
    ("乾安县著名企业", "乾安县著名企业", "simplified text keeps what simplified writing has"),
    ("华為公司落户临港", "华为公司落户临港", "a traditional character in simplified text"),
    ("产业,发展;如下:好?好!(全市)", "产业，发展；如下：好？好！（全市）", "ASCII marks in Chinese"),
    ("1,234.5万元", "1,234.5万元", "thousands"),
    ("07:24开会", "07:24开会", "clock"),
    ("5G,6G技术", "5G，6G技术", "Chinese typing between Latin words"),
    ("pictures, videos", "pictures, videos", "Latin text"),
    ("１２３ＡＢＣ％", "123ABC%", "full-width letters and digits"),
    ("｢临港｣「港口」", "“临港”“港口”", "corner brackets"),
    ('落实"东数西算"工程', "落实“东数西算”工程", "straight quotes around Chinese"),
    ('42"、55"两种面板', '42"、55"两种面板', "inches"),
    ('型号"A1"', '型号"A1"', "straight quotes around Latin text"),
    ("发展.", "发展。", "a dot as full stop"),
    ("一. 总则", "一. 总则", "a dot after a numbering"),
    ("增长6.5%", "增长6.5%", "a decimal point"),
    ("⻓三⾓", "长三角", "radicals from PDF fonts"),
    ("a\u2028b\u3000c", "a\nb c", "line and space variants"),
]


@pytest.mark.parametrize(("text", "norm", "why"), CASES)
def test_normalize(text: str, norm: str, why: str) -> None:
    assert normalize(text) == norm, why


@given(st.text())
def test_same_length_for_any_text(text: str) -> None:
    assert len(normalize(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("临港 市\n发展", "临港市发展"),
        ("Open  AI\n模型 GPT 4", "Open AI模型GPT 4"),
        ("产值20\n25亿元", "产值2025亿元"),
        ("软\u00ad连\u200b字", "软连字"),
        ("a\u200bb", "ab"),
        ("临港市", "临港市"),
    ],
)
def test_view(text: str, expected: str) -> None:
    norm = normalize(text)
    shown, offsets = view(norm, [(0, len(norm))])
    assert shown == expected
    assert [norm[place].replace("\n", " ") for place in offsets] == list(expected)


def test_view_skips_what_is_cut_out() -> None:
    norm = "位于超级\n\n小标题\n\n工厂。"
    shown, offsets = view(norm, [(0, 4), (11, 14)])
    assert shown == "位于超级工厂。"
    assert list(offsets) == [0, 1, 2, 3, 11, 12, 13]


def test_plain_text_costs_no_copy_of_positions() -> None:
    assert view("临港市。", [(0, 4)])[1] == range(4)

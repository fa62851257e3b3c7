"""Sentence ends, one case a row: text with | where it is to be split."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.normalize import normalize
from kg.text.split import MAX_SENTENCE, ends

CASES = [
    "甲地发展港口。|乙地发展物流！|丙地呢？|丁地",
    "他说：“甲地发展港口。”|乙地发展物流。",
    "（详见附件。）|乙地发展物流。",
    '他说:"甲地发展港口。"|乙地发展物流。',
    '"甲地发展港口。"|"乙地发展物流。"',
    '甲地发展港口。|"乙地发展物流"',
    "攻关项目九十项……|以港口为牵引，甲地做强物流。",
    "有港口、物流……，还有渔业。",
    "《谁来当龙头？》一文认为，甲地领先。",
    "甲地发展港口；乙地发展物流；丙地发展渔业。",
    "真的吗？！|是的。",
    "增长6.5%，达1.2万亿元。|同比",
    "The port grew. It leads now. ",
    "Ports of Lingang Co. Ltd.发展物流。|乙地",
]


@pytest.mark.parametrize("case", CASES)
def test_ends(case: str) -> None:
    text = normalize(case.replace("|", ""))
    expected = [normalize(part) for part in case.split("|")]
    if case.startswith("The"):
        expected = ["The port grew.", "It leads now."]
    assert [text[a:b] for a, b in ends(text, 0, len(text))] == expected


def test_long_sentence_is_cut_at_a_mark() -> None:
    text = "甲地发展港口，" * 300
    parts = ends(text, 0, len(text))
    assert all(b - a <= MAX_SENTENCE and text[b - 1] == "，" for a, b in parts)
    assert "".join(text[a:b] for a, b in parts) == text


@given(st.text(alphabet='甲港。！？…”“"（）》，\n a.A', max_size=80))
def test_all_but_white_space_is_in_some_sentence(text: str) -> None:
    parts = ends(text, 0, len(text))
    assert all(a < b for a, b in parts)
    assert all(x[1] <= y[0] for x, y in pairwise(parts))
    kept = "".join(text[a:b] for a, b in parts)
    assert "".join(kept.split()) == "".join(text.split())

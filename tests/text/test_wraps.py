"""Broken lines: what continues is rejoined, what does not stays apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document
from kg.text import sentences
from kg.text.lines import split_lines
from kg.text.wraps import continuation, wrap_width

JOINED = [
    (
        "各县区围绕港口经济出台二十条措施，全力支持企业建",
        "设创新高地，提升产业能级。",
        "a word over the break",
    ),
    ("这批铝制轮毂几小时以后便运抵位于港区的新能源超级", "工厂。厂长说订单很多。", "a short rest"),
    ("“订单来得很快”“展会上签下五万双”“与", "国外客户交流，信心很足”，企业家们说。", "a quotation"),
    ("过去五年产业园不断壮大，开工项目超过一百个，投资额在", "滨海新区名列前茅。", "a preposition"),
    (
        "全市上下齐心协力，不断优化营商环境，推动海洋装备产业",
        "的集聚发展，成效明显。",
        "no beginning",
    ),
]
APART = [
    (
        "党的会议提出了许多新的要求，包括“优化港口经",
        "港口发展是内在要求，各地都在探索。",
        "a quotation left open",
    ),
    (
        "在工业化相互推动的过程中，如何统筹协调港口经",
        "强调，要优化布局，发挥增长极作用。",
        "a word broken off",
    ),
    (
        "加快建设临港产业承接区、滨海产业承接区、海东电子信息",
        "加快转型升级赋能，推动制造业迈向高端。",
        "another column",
    ),
    (
        "全市着力抓好以下几个方面的重点工作，做到三个坚持",
        "一是坚持港口立市，做强海洋装备。",
        "numbering",
    ),
]


@pytest.mark.parametrize(("before", "after", "why"), JOINED)
def test_continues(before: str, after: str, why: str) -> None:
    assert continuation(before, after) >= 2, why


@pytest.mark.parametrize(("before", "after", "why"), APART)
def test_does_not_continue(before: str, after: str, why: str) -> None:
    assert continuation(before, after) < 2, why


def _views(text: str) -> list[str]:
    return [s.view for s in sentences(Document("a", "a", "a", text, "a"))]


@pytest.mark.parametrize(("before", "after", "why"), JOINED)
def test_rejoined_across_a_blank_line(before: str, after: str, why: str) -> None:
    text = f"{before}\n\n{after}"
    first = sentences(Document("a", "a", "a", text, "a"))[0]
    assert first.view.startswith(before + after[0]), why
    assert "\n\n" in text[first.start : first.end]


@pytest.mark.parametrize(("before", "after", "why"), APART)
def test_left_apart_across_a_blank_line(before: str, after: str, why: str) -> None:
    assert before in _views(f"{before}\n\n{after}"), why


def test_heading_set_into_a_column_is_cut_out() -> None:
    text = (
        "各县区围绕港口经济出台二十条措施，全力支持企业建\n\n港口经济\n\n设创新高地，提升产业能级。"
    )
    (whole,) = sentences(Document("a", "a", "a", text, "a"))
    assert (
        whole.view == "各县区围绕港口经济出台二十条措施，全力支持企业建设创新高地，提升产业能级。"
    )
    assert text[whole.start : whole.end] == text
    assert "港口经济" in text[whole.offsets[23] : whole.offsets[24]]


def test_page_number_between_the_parts_is_cut_out() -> None:
    text = "各县区围绕港口经济出台二十条措施，全力支持企业建\n— 12 —\n设创新高地，提升产业能级。"
    assert "各县区围绕港口经济出台二十条措施，全力支持企业建设创新高地，提升产业能级。" in _views(
        text
    )


def test_list_of_headlines_is_not_wrapped_text() -> None:
    lines = [
        "临港新区今天正式挂牌成立",
        "滨海县海洋牧场喜获丰收季",
        "海东市电子信息产业园开工",
        "港口吞吐量创历史同期新高",
    ]
    assert wrap_width(split_lines("\n".join(lines))) == 0


PARAGRAPHS = [
    "推动海洋装备产业高质量发展，是临港市今年的重点工作。各县区要把新材料和海洋装备作为主攻方向，"
    "引导龙头企业建设共享工厂，带动中小企业融入产业链，力争三年内实现产业规模翻一番。"
    "市级财政安排专项资金，支持企业开展技术改造和数字化转型，鼓励金融机构加大信贷投放力度。",
    "港口是临港市最大的优势。去年全市港口货物吞吐量突破五亿吨，集装箱吞吐量增长百分之十二，"
    "新开国际航线八条，与沿海十二个城市建立了多式联运合作关系，物流成本持续下降，"
    "吸引了一批装备制造企业落户，为建设现代化海洋城市打下了坚实的基础。",
]


@settings(max_examples=60)
@given(st.integers(min_value=14, max_value=60), st.booleans())
def test_wrapping_changes_no_view(width: int, indented: bool) -> None:
    indent = "\u3000\u3000" if indented else ""
    wrapped = "\n".join(
        "\n".join((indent + p)[i : i + width] for i in range(0, len(indent + p), width))
        for p in PARAGRAPHS
    )
    assert _views(wrapped) == _views("\n".join(PARAGRAPHS))

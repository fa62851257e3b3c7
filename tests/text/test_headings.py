"""Which lines are headings, and which headings stand above a sentence."""

from __future__ import annotations

import pytest

from kg.model import Document
from kg.text import sentences
from kg.text.headings import heading_level

HEADINGS = [
    "第一章 总则", "一、总体要求", "（三）做强海洋装备，构建现代化产业体系",
    "2.3海洋装备的创新走廊",
    "1.海洋装备", "临港新区今天挂牌", "做强海洋装备 做优港口物流", "产业“双轮驱动”", "磁力不减——",
    "谁来当龙头？",
]  # fmt: skip
NO_HEADINGS = [
    "临港市发展海洋装备。", "主要做了以下工作：", "一、加快发展海洋装备。推动产业集聚。",
    "推动临港制造，",
    "178.6 万辆", "- 海洋装备", "图3 产业分布图", "关键词 海洋装备，产业集群", "城市 | 产业 | 产值",
    "1.聚焦龙头企业，做强海洋装备，带动配套企业集聚发展",
    "“我们的订单排到了明年”", "（1）聚焦龙头企业，做强海洋装备",
]  # fmt: skip


@pytest.mark.parametrize("line", HEADINGS)
def test_heading(line: str) -> None:
    assert heading_level(line) > 0


@pytest.mark.parametrize("line", NO_HEADINGS)
def test_no_heading(line: str) -> None:
    assert heading_level(line) == 0


def _above(text: str) -> dict[str, tuple[str, ...]]:
    document = Document("a", "a", "a", text, "a")
    return {s.view: s.headings for s in sentences(document) if s.kind == "body"}


def test_stack_by_depth() -> None:
    text = "一、产业\n（一）港口\n甲。\n（二）海洋\n乙。\n海洋装备\n丙。\n丁。\n二、民生\n戊。"
    assert _above(text) == {
        "甲。": ("一、产业", "（一）港口"),
        "乙。": ("一、产业", "（二）海洋"),
        "丙。": ("一、产业", "（二）海洋", "海洋装备"),
        "丁。": ("一、产业", "（二）海洋", "海洋装备"),
        "戊。": ("二、民生",),
    }


def test_markdown_marks_leave_the_span() -> None:
    text = "# 规划\n\n## 2.1 港口\n\n甲。\n\n## 2.1.1 码头\n\n乙。\n\n# 3 海洋\n\n丙。"
    assert _above(text)["甲。"] == ("规划", "2.1港口")
    assert _above(text)["乙。"] == ("规划", "2.1港口", "2.1.1码头")
    assert _above(text)["丙。"] == ("3海洋",)
    first = sentences(Document("a", "a", "a", text, "a"))[0]
    assert text[first.start : first.end] == "规划"


def test_lines_of_one_heading_hold_together_until_text_comes() -> None:
    text = "临港都市圈\n\n建强主引擎\n\n甲地发展港口。\n\n副中心\n\n乙地发展物流。"
    assert _above(text) == {
        "甲地发展港口。": ("临港都市圈", "建强主引擎"),
        "乙地发展物流。": ("副中心",),
    }


def test_title_said_twice_holds_once() -> None:
    text = "海洋装备产业提速- 【临港网】\n\n海洋装备产业提速\n\n海洋装备产业提速\n\n甲地发展港口。"
    assert _above(text) == {"甲地发展港口。": ("海洋装备产业提速",)}

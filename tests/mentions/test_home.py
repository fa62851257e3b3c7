"""Whose document it is, and how that is known."""

from __future__ import annotations

import pytest

from tests.mentions.reading import read

ABOUT = "绍兴市纺织业兴旺。绍兴市的染料出口。绍兴市产黄酒。绍兴市建设新区。"
NATION = "我国粮食增产。全国播种扩大。国务院部署春耕。我国农业发展。全国仓容增加。"


@pytest.mark.parametrize(
    ("words", "metadata", "region", "how", "evidence"),
    [
        ("工业增长。", {"region": "宁波市"}, "宁波市", "metadata", "宁波市"),
        ("工业增长。", {"region": "宁波"}, "宁波市", "metadata", "宁波"),
        ("工业增长。", {"publisher": "贵州省人民政府"}, "贵州省", "publisher", "贵州省人民政府"),
        ("工业增长。", {"title": "贵州省政府工作报告"}, "贵州省", "title", "贵州省政府工作报告"),
        (
            "工业增长。",
            {"title": "2025年宁波市政府工作报告"},
            "宁波市",
            "title",
            "2025年宁波市政府工作报告",
        ),
        ("我省以贵州省情为本，贵州省产白酒。", {}, "贵州省", "text", "我省"),
        ("全市加快发展，温州市产低压电器。", {}, "温州市", "text", "全市"),
        (ABOUT, {}, "绍兴市", "text", "绍兴市 ×4"),
        (NATION, {}, "中国", "text", "我国"),
        (
            "工业增长。",
            {"region": "宁波市", "title": "贵州省工作报告"},
            "宁波市",
            "metadata",
            "宁波市",
        ),
    ],
)
def test_home(words: str, metadata: dict[str, str], region: str, how: str, evidence: str) -> None:
    home = read(words, **metadata).home
    assert home is not None
    assert (home.region.name, home.how, home.evidence) == (region, how, evidence)


@pytest.mark.parametrize(
    ("words", "metadata", "why"),
    [
        ("全省工业增长。", {}, "no region is named"),
        ("工业增长。", {"publisher": "贵州日报"}, "a newspaper writes about others too"),
        ("工业增长。", {"title": "贵州见闻"}, "no report"),
        ("绍兴市和宁波市签约。", {}, "two, neither dominant"),
        ("我省与四川省、贵州省都签了约。", {}, "two provinces as often"),
        ("苏州市属于江苏省。", {}, "属于 is not 市属"),
    ],
)
def test_no_home(words: str, metadata: dict[str, str], why: str) -> None:
    assert read(words, **metadata).home is None, why

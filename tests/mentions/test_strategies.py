"""Names of strategies, plans and programmes by how they look."""

from __future__ import annotations

import pytest

from kg.mentions.span import Span
from kg.mentions.strategies import clean, kind_of
from tests.mentions.reading import names, of


@pytest.mark.parametrize(
    ("words", "found", "why"),
    [
        ("《成都市低空经济发展规划》印发。", {"成都市低空经济发展规划"}, "a title"),
        (
            "《国家茶产业综合标准化体系建设指南》发布。",
            {"国家茶产业综合标准化体系建设指南"},
            "all of a title",
        ),
        ("《关于支持茶产业发展的若干措施》出台。", {"关于支持茶产业发展的若干措施"}, "a title"),
        ("实施“强链”“补链”行动。", {"强链行动", "补链行动"}, "two with one ending"),
        ("实施‘强链’‘补链’行动。", {"强链行动", "补链行动"}, "in single quotes"),
        ("“名师”、“名校”工程启动。", {"名师工程", "名校工程"}, "two with one ending"),
        (
            "落实《青石市“十四五”茶产业发展规划》。",
            {"青石市“十四五”茶产业发展规划"},
            "quotes inside",
        ),
        (
            "《成都都市圈发展规划（2021—2025年）》印发。",
            {"成都都市圈发展规划（2021—2025年）"},
            "years in brackets",
        ),
        ("开展“千企改造”行动。", {"千企改造行动"}, "quoted"),
        ("深入实施“百县千镇”工程。", {"百县千镇工程"}, "quoted"),
        (
            "实施“智改数转”专项行动和“千企登高”计划。",
            {"智改数转专项行动", "千企登高计划"},
            "two quoted",
        ),
        (
            "实施强链补链工程、数字赋能工程和绿色转型行动。",
            {"强链补链工程", "数字赋能工程", "绿色转型行动"},
            "members of a list, the one after 和 too",
        ),
        ("深入实施强工业行动。", {"强工业行动"}, "after its verb"),
        ("四川省实施乡村振兴战略。", {"乡村振兴战略"}, "a known one"),
        ("融入“一带一路”建设。", {"一带一路"}, "a known one"),
    ],
)
def test_found(words: str, found: set[str], why: str) -> None:
    assert names("Strategy", words) == found, why


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("《红楼梦》讲了一家人的故事。", "a novel"),
        ("推进重大工程建设。", "a class of projects"),
        ("实施新一轮三年行动计划。", "a class of plans"),
        ("开展执法行动。", "a class of actions"),
        ("工程师设计工程机械。", "a trade and a product"),
        ("计划明年开工。", "a verb"),
        ("《纲要》提出了目标。", "a title in short"),
        ("根据《指导意见》，各地加快改革。", "a title in short"),
        ("青石市实施园区绿化、河道清洁等提升行动。", "a list and what it is of"),
    ],
)
def test_not_found(words: str, why: str) -> None:
    assert names("Strategy", words) == set(), why


def test_names_inside_a_title_are_found_too() -> None:
    words = "《成都市低空经济发展规划》印发。"
    assert names("Region", words) == {"成都市"}
    assert names("Industry", words) == {"低空经济"}
    assert [m.text for m in of("Strategy", words)] == ["成都市低空经济发展规划"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("强工业行动", "programme"),
        ("成都都市圈发展规划", "plan"),
        ("乡村振兴战略", "strategy"),
        ("全民阅读", "strategy"),
    ],
)
def test_kind(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“强链”“补链”行动", ["强链行动", "补链行动"]),
        ("“强链”、“补链”和“延链”行动", ["强链行动", "补链行动", "延链行动"]),
        ("要素市场化配置综合改革试点", ["要素市场化配置综合改革试点"]),
        ("要实施园区提档升级行动", ["园区提档升级行动"]),
        ("英才引进计划和工匠培育工程", ["英才引进计划", "工匠培育工程"]),
        ("园区提档升级等五大行动", ["园区提档升级"]),
        ("进一步推动长江经济带高质量发展", ["长江经济带高质量发展"]),
        ("共建“一带一路”", ["一带一路"]),
        ("基础再造和技术改造工程", ["基础再造和技术改造工程"]),
        ("蓝天、碧水、净土保卫战", ["蓝天、碧水、净土保卫战"]),
        ("等五大行动", []),
        ("专项行动", []),
    ],
)
def test_names_of_a_tagged_span(text: str, expected: list[str]) -> None:
    span = Span(0, len(text), "Strategy", text, source="tagger")
    assert [piece.name for piece in clean(text, span)] == expected


@pytest.mark.parametrize(
    ("view", "name"),
    [
        ("“|一主六双”高质量发展战略|落地", "一主六双高质量发展战略"),
        ("“|数字领航”企业培育计划|启动", "数字领航企业培育计划"),
        ("融入“|一带一路”建设|", "一带一路"),
    ],
)
def test_a_name_goes_on_behind_its_quote(view: str, name: str) -> None:
    """The tagger may see it begin inside the quote, and end far behind it."""
    before, text, _ = view.split("|")
    span = Span(len(before), len(before) + len(text), "Strategy", text, source="tagger")
    assert [piece.name for piece in clean(view.replace("|", ""), span)] == [name]

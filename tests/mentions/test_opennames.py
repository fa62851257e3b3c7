"""Organizations and projects that no lexicon lists: by their endings and in enumerations."""

from __future__ import annotations

import pytest

from kg.mentions.opennames import name_rules, with_other_quote, without_clause
from kg.mentions.span import Span
from kg.mentions.tokens import Tokens
from tests.mentions.reading import names


@pytest.mark.parametrize(
    ("words", "found", "why"),
    [
        (
            "推进青石岭风电场、白水河大桥、红星化工园等项目建设。",
            {"青石岭风电场项目", "白水河大桥项目", "红星化工园项目"},
            "each is a project",
        ),
        (
            "推进青石岭、白水河等水库建设。",
            {"青石岭水库", "白水河水库"},
            "the class is in the name",
        ),
        ("建成青石岭、白水河等5座水电站。", {"青石岭水电站", "白水河水电站"}, "a number before"),
        ("新建青石一号、白水二号等项目。", {"青石一号项目", "白水二号项目"}, "verbs before"),
    ],
)
def test_enumerated_projects(words: str, found: set[str], why: str) -> None:
    assert names("Project", words) == found, why


@pytest.mark.parametrize(
    ("words", "found", "why"),
    [
        ("引进青石电子、赤岩机械等12家企业。", {"青石电子", "赤岩机械"}, "a number before"),
        ("与青石大学、白水学院等高校合作。", {"青石大学", "白水学院"}, "universities"),
        ("新能源汽车产业依托比亚迪、蔚来等企业。", {"比亚迪", "蔚来"}, "a verb inside"),
        ("动力电池产业集聚了宁德时代、比亚迪等企业。", {"宁德时代", "比亚迪"}, "a verb inside"),
        ("比亚迪和科大讯飞签约。", {"比亚迪", "科大讯飞"}, "known ones"),
        ("云南曲靖隆基绿能投产。", {"隆基绿能"}, "a known one behind two places"),
        ("河北保定长城汽车公司投产。", {"长城汽车公司"}, "the same, called a firm"),
        ("重庆格力累计生产空调。", {"重庆格力"}, "one place may be a part of the name"),
    ],
)
def test_organizations(words: str, found: set[str], why: str) -> None:
    assert names("Organization", words) == found, why


@pytest.mark.parametrize(
    "words", ["上市公司增多。", "重点项目开工。", "建设国家实验室。", "企业家、投资人等来访。"]
)
def test_classes_are_no_names(words: str) -> None:
    assert names("Organization", words) == set()
    assert names("Project", words) == set()


def test_what_counts_a_list_is_no_name() -> None:
    assert names("Region", "支持广东、北京等5个自贸试验区开展试点。") == {"广东省", "北京市"}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("Strategy", "《网络食品销售管理规定》施行。"),
        ("Strategy", "《中华人民共和国黄河保护法》施行。"),
        ("Strategy", "《数字中国发展报告（2023年）》发布。"),
        ("Project", "第七届全国农民运动会在南阳举行。"),
        ("Organization", "三所红军小学开学。"),
    ],
)
def test_what_is_nothing_of_its_type(kind: str, words: str) -> None:
    assert names(kind, words) == set()


def test_a_law_for_an_industry_is_a_strategy() -> None:
    name = "深圳经济特区低空经济产业促进条例"
    assert names("Strategy", f"深圳出台《{name}》。") == {name}


@pytest.mark.parametrize(
    "words",
    [
        "该公园年内建成。",
        "该机场货物转运中心投入使用。",
        "该联盟由五家公司组成。",
        "这些工程已开工。",
    ],
)
def test_what_points_elsewhere_is_no_name(words: str) -> None:
    assert names("Organization", words) == set()
    assert names("Project", words) == set()


@pytest.mark.parametrize(
    ("words", "name", "left"),
    [
        (
            "青石市还将推进屏障区复垦复绿工程。",
            "青石市还将推进屏障区复垦复绿工程",
            "屏障区复垦复绿工程",
        ),
        ("他察看了青石社区养老平台项目。", "他察看了青石社区养老平台项目", "青石社区养老平台项目"),
        ("青石市还将建设大桥。", "青石市还将建设大桥", None),
        ("“正在行动”工程启动。", "“正在行动”工程", "“正在行动”工程"),
        ("关于正在实施项目的意见。", "关于正在实施项目的意见", "关于正在实施项目的意见"),
    ],
)
def test_a_name_begins_after_the_clause_before_it(words: str, name: str, left: str | None) -> None:
    span = Span(words.index(name), words.index(name) + len(name), "Project", name, source="tagger")
    start = without_clause(words, Tokens(words), span)
    assert (None if start is None else words[start : span.end]) == left


@pytest.mark.parametrize(
    "name", ["9家港口集团", "8条支线天然气管道", "三座抽水蓄能电站", "几十余个项目"]
)
def test_what_is_only_counted_is_no_name(name: str) -> None:
    assert name_rules().counted.match(name)


@pytest.mark.parametrize("name", ["一汽集团", "三峡集团", "211工程", "五粮液集团", "两江新区"])
def test_numbers_in_names_stay(name: str) -> None:
    assert not name_rules().counted.match(name)


@pytest.mark.parametrize(
    ("words", "name", "kept"),
    [
        ("建设“四横”大通道。", "四横”大通道", "“四横”大通道"),
        ("建成青石“一小时圈”。", "青石“一小时圈", "青石“一小时圈”"),
        ("建设四横”大通道。", "四横”大通道", "四横”大通道"),  # nowhere to draw it in from
        ("建设青石大通道。", "青石大通道", "青石大通道"),
    ],
)
def test_half_a_quote_draws_in_the_other(words: str, name: str, kept: str) -> None:
    start = words.index(name)
    span = Span(start, start + len(name), "Project", name, source="tagger")
    with_other_quote(words, span)
    assert span.name == words[span.start : span.end] == kept

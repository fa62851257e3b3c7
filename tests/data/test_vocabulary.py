"""The vocabulary tables: one meaning per form, legal kinds, no words that are no names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from kg.data import read_tsv
from kg.data.lexicons import (
    Known,
    KnownIndustry,
    KnownStrategy,
    divisions,
    functional_regions,
    industries,
    organizations,
    projects,
    strategies,
)
from kg.data.schema import node_types

AnyKnown = KnownIndustry | KnownStrategy | Known
TABLES: dict[str, tuple[Callable[[], tuple[AnyKnown, ...]], str]] = {
    "industries": (industries, "Industry"),
    "strategies": (strategies, "Strategy"),
    "organizations": (organizations, "Organization"),
    "projects": (projects, "Project"),
}
COLUMNS = ("name", "kind", "aliases", "code", "parent")

# Evaluative classes, policy objects and bare regions: none of them names an entity.
STOP = {
    "industries": (
        "产业 行业 经济 实体经济 项目 企业 特色产业 传统产业 优势产业 支柱产业 主导产业 重点产业 "
        "新兴产业 乡村产业 富民产业 民营经济 县域经济 教育 科技 创新 文化 消费 投资 就业 生态 交通 "
        "基础设施 交通基础设施 信息 水利 环境 民生 卫生 改革 开放 人才 治理 安全 市场 技术 产品 "
        "进出口 链条 基金 供应链 智能工厂 教育科技 博物馆"
    ),
    "strategies": (
        "长三角 京津冀 粤港澳大湾区 长江经济带 黄河流域 中部地区 东北 规划 战略 工程 行动 计划 "
        "十四五 十五五 十三五 三年行动计划 专精特新 脱贫攻坚 高质量发展 城市更新 双循环"
    ),
    "organizations": (
        "国务院 新华社 人民日报 央视 中央电视台 发改委 工信部 企业 公司 大学 实验室 小米 联盟 "
        "荣耀 快手 大众 现代 苹果"
    ),
    "projects": "铁路 高铁 机场 港口 大桥 水电站 项目 工程 平台 基地 中心",
}
WHOLE = {"美的", "白及"}  # end like fragments, are names
FRAGMENT = re.compile(r"^(的|等|与|及|把)|(的|和|与|及|等|在|了)$")


def forms(row: AnyKnown) -> Iterable[str]:
    return (row.name, *row.aliases)


@pytest.fixture(params=TABLES, ids=str)
def table(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def rows_of(table: str) -> tuple[AnyKnown, ...]:
    return TABLES[table][0]()


def test_every_form_means_one_row(table: str) -> None:
    counts = Counter(form for row in rows_of(table) for form in forms(row))
    assert [form for form, count in counts.items() if count > 1] == []


def test_kinds_are_legal(table: str) -> None:
    legal = set(node_types()[TABLES[table][1]].kinds)
    assert {row.kind for row in rows_of(table)} <= legal


def test_no_word_of_the_stop_list(table: str) -> None:
    assert {form for row in rows_of(table) for form in forms(row)} & set(
        STOP[table].split()
    ) == set()


def test_forms_are_whole_names(table: str) -> None:
    bad = [
        form
        for row in rows_of(table)
        for form in forms(row)
        if form not in WHOLE
        and (len(form) < 2 or re.search(r"[\s《》|]", form) or FRAGMENT.search(form))
    ]
    assert bad == []


def test_names_carry_no_quotes(table: str) -> None:
    assert [row.name for row in rows_of(table) if re.search('[“”"]', row.name)] == []


@pytest.mark.parametrize(
    ("table_name", "least"),
    [("industries", 3000), ("strategies", 300), ("organizations", 600), ("projects", 600)],
)
def test_tables_are_broad(table_name: str, least: int) -> None:
    assert len(rows_of(table_name)) >= least


def test_parents_exist_and_do_not_loop() -> None:
    parent = {row.name: row.parent for row in industries()}
    assert {p for p in parent.values() if p} <= set(parent)
    for name in parent:
        seen = [name]
        while up := parent[seen[-1]]:
            assert up not in seen, f"{' < '.join(seen)} < {up}"
            seen.append(up)


def test_codes_are_of_gb_t_4754() -> None:
    codes = [row.code for row in industries() if row.code]
    assert [code for code in codes if not re.fullmatch(r"[A-T](\d{2,4})?", code)] == []
    assert [code for code, count in Counter(codes).items() if count > 1] == []


def test_suffixes_are_left_to_the_matcher() -> None:
    """Where the short name is a row, the same name with 产业 and the like is none."""
    names = {row.name for row in industries()}
    suffix = re.compile("(产业集群|产业链|产业|集群|领域)$")
    twice = [n for n in names if suffix.search(n) and suffix.sub("", n) in names]
    assert twice == []


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("新能源车", "新能源汽车"),
        ("AI", "人工智能"),
        ("文化旅游", "文旅"),
        ("电商", "电子商务"),
        ("跨境电子商务", "跨境电商"),
        ("eVTOL", "电动垂直起降飞行器"),
    ],
)
def test_synonyms_of_industries(form: str, name: str) -> None:
    assert [row.name for row in industries() if form in forms(row)] == [name]


@pytest.mark.parametrize(
    ("form", "name", "covers"),
    [
        ("长三角区域一体化发展", "长三角一体化发展", ("长三角",)),
        ("闽宁对口扶贫协作", "闽宁协作", ("福建省", "宁夏回族自治区")),
        ("“十四五”规划", "十四五规划", ()),
        ("东北振兴", "东北全面振兴", ("东北地区",)),
    ],
)
def test_known_strategies(form: str, name: str, covers: tuple[str, ...]) -> None:
    found = [(row.name, row.covers) for row in strategies() if form in forms(row)]
    assert found == [(name, covers)]


def test_covers_name_regions_of_the_gazetteer() -> None:
    regions = {row.name for row in divisions()} | {row.name for row in functional_regions()}
    assert {c for row in strategies() for c in row.covers} <= regions


def test_short_terms_are_single_characters_of_their_own_table() -> None:
    short = list(read_tsv("lexicons/industries_short.tsv", COLUMNS))
    names = {row.name for row in industries()}
    legal = set(node_types()["Industry"].kinds)
    assert [r["name"] for r in short if len(r["name"]) != 1] == []
    assert len({r["name"] for r in short}) == len(short)
    assert {r["parent"] for r in short if r["parent"]} <= names
    assert {r["kind"] for r in short} <= legal


def test_weak_terms_are_forms_of_the_industry_table() -> None:
    weak = list(read_tsv("lexicons/industries_weak.tsv", ("name", "why")))
    known = {form for row in industries() for form in forms(row)}
    assert [r["name"] for r in weak if r["name"] not in known] == []
    assert len({r["name"] for r in weak}) == len(weak)
    assert all(r["why"] for r in weak)

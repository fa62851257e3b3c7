"""Whose document it is, and how that is known."""

from __future__ import annotations

import re
from pathlib import PurePath

import pytest

from kg import text
from kg.data import read_tsv
from kg.mentions import find
from kg.mentions.places import gazetteer
from kg.model import Document
from tests.mentions.reading import read

ABOUT = "绍兴市纺织业兴旺。绍兴市的染料出口。绍兴市产黄酒。绍兴市建设新区。"
NATION = "我国粮食增产。全国播种扩大。国务院部署春耕。我国农业发展。全国仓容增加。"


ORDERS = (
    "推动宁波市纺织业升级。加快宁波市、慈溪市港口建设。支持宁波市余姚市办展。"
    "深化与黄山市、赣州市、延边州、丽水市合作。"
)
TASKS = "推动粮食增产。加快航天产业发展。支持海洋装备创新。"


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
        (ORDERS, {}, "宁波市", "text", "宁波市 ×5"),
        (TASKS, {}, "中国", "text", "推动粮食增产。"),
        (
            "产茶。",
            {"title": "[视频]【调研行】福建南平：茶香"},
            "南平市",
            "title",
            "[视频]【调研行】福建南平：茶香",
        ),
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
        ("推动省级项目。加快产业发展。支持创新。", {}, "orders of some province"),
        ("推动工业。加快发展。", {}, "too few orders"),
        ("茶香。", {"title": "专家：茶香"}, "no place speaks"),
        ("茶香。", {"title": "南平见闻"}, "no colon"),
        (ABOUT, {"title": "[视频]国内联播快讯"}, "a digest has an item for each place"),
    ],
)
def test_no_home(words: str, metadata: dict[str, str], why: str) -> None:
    assert read(words, **metadata).home is None, why


@pytest.mark.parametrize(
    ("file", "region"),
    [
        ("海南省政府工作报告2026.txt", "海南省"),
        ("2026年宁波市国民经济规划.docx", "宁波市"),
        ("hainan-report-2026.txt", "海南省"),
        ("2026-inner-mongolia-report.txt", "内蒙古自治区"),
        ("shaanxi_report.html", "陕西省"),
        ("shaanxi-plan.html", None),
        ("ningbo-baogao.txt", "宁波市"),
        ("hainan-essay.txt", None),
        ("annual-report-2026.txt", None),
        ("suzhou-report.txt", None),
        ("海南见闻.txt", None),
        (".txt", None),
    ],
)
def test_file_name(file: str, region: str | None) -> None:
    """A report's file name tells whose it is; that of an essay does not, nor one of two cities'."""
    document = Document("0" * 16, file, file, "工业增长。", "0" * 64)
    home = find(document, text.sentences(document)).home
    assert (home and home.region.name) == region
    assert home is None or (home.how, home.evidence) == ("file name", PurePath(file).stem)


def test_romanized_names_are_regions() -> None:
    rows = list(read_tsv("lexicons/romanized.tsv", ("form", "name")))
    assert len({row["form"] for row in rows}) == len(rows) > 300
    for row in rows:
        place = gazetteer().named(row["name"])
        assert place is not None and place.entity.name == row["name"], row
        assert re.fullmatch(r"[a-z]+(-[a-z]+)?", row["form"]), row

"""Reading: profiles, sentences with their marks, sources, citations."""

from __future__ import annotations

import pytest

from tests.builds import make_build

pytestmark = pytest.mark.browser


def test_profile_of_a_region(open_page, small) -> None:
    opened = open_page(small)
    opened.click(opened.at("深圳市"))
    details = opened.text("#details")
    for part in ("深圳市", "鹏城", "440300", "3 份文档", "已有产业 (1)", "规划中的产业 (1)",
                 "合作地区 (1)", "机构与项目 (1)", "隶属 (1)", "背景（地名库）",
                 "新能源汽车产量", "178.5 万辆", "-0.5 %", "2023", "深圳产业观察"):  # fmt: skip
        assert part in details, part
    assert not opened.page.locator("table figure").first.is_visible()
    opened.page.get_by_role("button", name="新能源汽车产量").click()
    opened.settle()
    assert "再创新高" in opened.text("table figure")
    opened.page.click("#close")
    assert not opened.page.locator("#panel").is_visible()
    opened.quiet()


PROFILES = {
    "鲁渝协作": ("覆盖地区 (1)", "促进的产业 (1)"),
    "低空经济": ("规划发展的地区 (1)", "从业机构 (1)"),
    "南山飞行器公司": ("从事的产业 (1)",),
    "西丽试飞场": ("所在地 (1)",),
    "广东省": ("下辖与成员 (1)", "相关战略 (1)"),
}


def test_profiles_of_other_nodes(open_page, small) -> None:
    opened = open_page(small)
    for name, parts in PROFILES.items():
        opened.find(name)
        for part in parts:
            assert part in opened.text("#details"), (name, part)
    opened.quiet()


def test_edge_shows_marked_evidence(open_page, small) -> None:
    opened = open_page(small)
    opened.click(opened.between("深圳市", "新能源汽车"))
    page = opened.page
    assert opened.text("#details h2") == "深圳市— 发展 →新能源汽车"
    first = page.locator("figure").first
    assert first.locator("blockquote").inner_text() == (
        "二〇二三年，深圳新能源汽车产量再创新高，街头随处可见。"
    )
    marks = {role: first.locator(f"mark.{role}").all_inner_texts() for role in
             ("head", "tail", "trigger")}  # fmt: skip
    assert marks == {"head": ["深圳"], "tail": ["新能源汽车"], "trigger": ["产量"]}
    source = first.locator("figcaption").inner_text()
    for part in (
        "深圳产业观察",
        "测试日报",
        "2024-03-05",
        "置信度 0.8",
        "develops.test",
        "in/a.txt",
    ):
        assert part in source
    assert page.locator("figure").count() == 2
    assert "2024-03-05 至 2025-11" in opened.text("#details")
    opened.quiet()


def test_background_edge_admits_it(open_page, small) -> None:
    opened = open_page(small)
    opened.click(opened.between("深圳市", "广东省"))
    assert "不是文档里说的" in opened.text("#details")
    assert opened.page.locator("figure").count() == 0


def test_citation_and_source(open_page, small) -> None:
    """GB/T 7714: responsible, title with its kind, date; the source opens from where it lies."""
    opened = open_page(small)
    opened.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened.click(opened.between("深圳市", "新能源汽车"))
    opened.page.locator(".cite").first.click()
    opened.page.wait_for_selector("#notice:not([hidden])")
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    assert copied == "测试日报. 深圳产业观察[Z]. 2024-03-05."
    link = opened.page.locator("a.source").first
    assert link.get_attribute("href").startswith("file:///")
    assert link.get_attribute("href").endswith("/in/a.txt")
    assert link.get_attribute("rel") == "noopener noreferrer"


CITED = {
    "web": (
        {"title": "年报", "publisher": "统计局", "published": "2024-03-05",
         "path": "https://example.invalid/a?b=c"},
        "统计局. 年报[EB/OL]. (2024-03-05)[DAY]. https://example.invalid/a?b=c.",
    ),
    "nothing known": ({"name": "a.txt", "path": "a.txt"}, "a.txt[Z]."),
    "month only": ({"title": "简报", "published": "2024-03", "path": "x"}, "简报[Z]. 2024-03."),
}  # fmt: skip
ADDRESSES = {
    "https://example.invalid/a b": "https://example.invalid/a%20b",
    "/home/x/年报 1.txt": "file:///home/x/%E5%B9%B4%E6%8A%A5%201.txt",
    "C:\\文件\\a.txt": "file:///C:/%E6%96%87%E4%BB%B6/a.txt",
    "javascript:alert(1)": "javascript%3Aalert(1)",
    "data:text/html,<script>": "data%3Atext/html%2C%3Cscript%3E",
}


def test_citations_and_addresses_of_all_kinds(open_page, small) -> None:
    page = open_page(small).page
    day = page.evaluate("today()")
    for name, (source, wanted) in CITED.items():
        assert page.evaluate("(s) => citation(s)", source) == wanted.replace("DAY", day), name
    for path, wanted in ADDRESSES.items():
        found = page.evaluate("(p) => sourceAddress(p, '')", path)
        assert found.endswith(wanted) and found.split(":")[0] in ("file", "https"), path
    assert page.evaluate("sourceAddress('', '')") is None


def test_marks_count_as_the_browser_counts(open_page, tmp_path) -> None:
    """Characters beyond the basic plane are two units there."""
    nodes = [
        {"id": "region:1", "label": "Region", "name": "\U0002000b城", "kind": "city"},
        {"id": "industry:1", "label": "Industry", "name": "陶瓷", "kind": "industry"},
    ]
    text = "😀\U0002000b城里\U0002000b人做陶瓷。"
    statement = ("d", "\U0002000b城", "DEVELOPS", "陶瓷", "做", "existing", text)
    documents = [{"id": "d", "name": "x", "path": "x", "title": None, "publisher": None,
                  "published": None}]  # fmt: skip
    build = make_build(
        tmp_path / "b", nodes=nodes, documents=documents, statements=[statement],
        background=(), indicators=(),
    )  # fmt: skip
    opened = open_page(build)
    opened.click(opened.between("\U0002000b城", "陶瓷"))
    assert opened.page.locator("mark").all_text_contents() == ["\U0002000b城", "做", "陶瓷"]

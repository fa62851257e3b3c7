"""Looking across: paths, map, matrix, comparison, timeline, tables, pictures."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


def pick(opened, selector: str, typed: str) -> None:
    opened.page.fill(selector, typed)
    opened.page.press(selector, "Enter")
    opened.settle()


def test_path_between_two_nodes(open_page, small) -> None:
    opened = open_page(small)
    opened.find("笋竹")
    opened.page.click("[data-do=path]")
    pick(opened, "#path-to input", "diko")
    assert opened.drawn() == {"笋竹加工", "鲁渝协作", "重庆市", "深圳市", "低空经济"}
    details = opened.text("#details")
    assert "最短 4 步" in details and "第 4 步" in details
    opened.page.get_by_role("button", name="鲁渝协作 促进").click()
    opened.settle()
    assert "带动" in opened.text("mark.trigger")
    opened.page.click("#path-clear")
    opened.settle()
    assert len(opened.drawn()) == 11
    opened.page.uncheck("nav input[value=COOPERATES_WITH]")
    opened.page.click("#path")
    pick(opened, "#path-from input", "sunzhu")
    pick(opened, "#path-to input", "低空")
    assert "没有路径" in opened.text("#details")
    opened.quiet()


def test_map_has_regions_at_their_places(open_page, small) -> None:
    opened = open_page(small)
    opened.tab("map")
    assert opened.drawn() == {"深圳市", "广东省", "重庆市"}
    (sx, sy), (cx, cy), (gx, gy) = (opened.at(n) for n in ("深圳市", "重庆市", "广东省"))
    assert cx < gx < sx and cy < gy < sy, "west is left and north is up"
    radius = """(name) => {
      const { scene, view } = kgView.canvas;
      return scene.radius(kgView.graph.nodes.label.indexOf(name), view.zoom);
    }"""
    size = {name: opened.page.evaluate(radius, name) for name in ("深圳市", "广东省")}
    assert size["深圳市"] > size["广东省"], "by documents"
    opened.page.select_option("#measure", "strategies")
    opened.settle()
    assert opened.page.evaluate(radius, "深圳市") < opened.page.evaluate(radius, "广东省")
    assert opened.page.evaluate("kgView.canvas.scene.edges.length") == 1, "one cooperation"
    opened.click(opened.between("深圳市", "重庆市"))
    assert "合作" in opened.text("#details h2")
    opened.quiet()


def test_matrix_sorts_and_opens_sentences(open_page, big) -> None:
    opened = open_page(big)
    opened.tab("matrix")
    page = opened.page
    heads = "[...document.querySelectorAll('.matrix tbody th button')].map((b) => b.title)"
    assert len(page.evaluate(heads)) == 40
    page.select_option("#matrix-sort", "name")
    names = page.evaluate(heads)
    assert names == page.evaluate("(n) => [...n].sort((a, b) => a.localeCompare(b, 'zh'))", names)
    page.locator(".matrix thead button").nth(3).click()
    column = page.locator(".matrix tbody tr td:nth-child(5)").all_inner_texts()
    numbers = [int(text or 0) for text in column]
    assert numbers == sorted(numbers, reverse=True) and numbers[0] > 0
    page.locator(".matrix tbody th button").nth(2).click()
    row = page.locator(".matrix tbody tr").nth(2).locator("td").all_inner_texts()
    assert [int(t or 0) for t in row] == sorted((int(t or 0) for t in row), reverse=True)
    cell = page.locator(".cell").first
    label = cell.get_attribute("aria-label")
    cell.click()
    opened.settle()
    region, industry = label.split(":")[0].split(" — ")
    assert opened.text("#details h2") == f"{region}— 发展 →{industry}"
    assert page.locator("figure").count() >= 1
    assert page.locator(".cell.planned").count() and page.locator(".cell.existing").count()
    opened.quiet()


def test_compare_counts_what_is_shared(open_page, big) -> None:
    opened = open_page(big)
    opened.tab("compare")
    for k, name in enumerate(("测试第1市", "测试第2市", "测试第3市")):
        pick(opened, f".chooser:nth-child({k + 1}) input", name)
    sets = opened.page.evaluate(
        """() => ["测试第1市", "测试第2市", "测试第3市"].map((name) =>
          [...kgView.sheets.compare.industries(kgView.graph.nodes.label.indexOf(name)).keys()])"""
    )
    a, b, c = map(set, sets)
    work = opened.text("#work")
    assert f"全部共有 ({len(a & b & c)})" in work
    assert f"仅 测试第1市 ({len(a - b - c)})" in work
    shown = opened.page.locator(".overlap").all_inner_texts()
    wanted = [100 * len(x & y) / len(x | y) for x, y in ((a, b), (a, c), (b, c))]
    assert shown == [f"{int(share + 0.5)}%" for share in wanted]
    opened.page.get_by_role("button", name="移除 测试第3市").click()
    assert opened.page.locator(".overlap").count() == 1
    opened.page.locator("td .link").first.click()
    opened.settle()
    assert opened.page.locator("figure").count() >= 1
    opened.quiet()


def test_timeline(open_page, small) -> None:
    opened = open_page(small)
    opened.tab("timeline")
    assert "7 处有日期的依据" in opened.text("#work")
    opened.page.locator(".bin[tabindex='0']").last.press("Enter")
    opened.settle()
    assert "2025-11 (3)" in opened.text("#bin-list")
    opened.page.locator("#bin-list .link").first.click()
    opened.settle()
    assert opened.page.locator("figure").count() >= 1
    opened.find("重庆")
    opened.tab("timeline")
    assert "重庆市" in opened.text("#work h2") and "1 处有日期" in opened.text("#work")
    opened.quiet()


def test_tables_sort_and_download(open_page, small) -> None:
    opened = open_page(small)
    opened.tab("tables")
    page = opened.page
    first = "[...document.querySelectorAll('tbody tr td:first-child')].map((td) => td.textContent)"
    assert page.evaluate(first)[0] == "深圳市" and opened.text("#row-count") == "11 行"
    page.click("[data-sort=name]")
    names = page.evaluate(first)
    assert names == page.evaluate("(n) => [...n].sort(new Intl.Collator('zh').compare)", names)
    assert page.get_attribute("th:has([data-sort=name])", "aria-sort") == "ascending"
    page.click("[data-sort=name]")
    assert page.evaluate(first) == names[::-1]
    name, content = opened.saved("#csv")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert name.endswith("nodes.csv") and [row[0] for row in rows[1:]] == names[::-1]
    page.click("#table-edges")
    page.uncheck("nav input[value=existing]")
    opened.settle()
    assert opened.text("#row-count") == "3 行", "two planned and the gazetteer's"
    rows = list(csv.reader(io.StringIO(opened.saved("#csv")[1].decode("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == {"深圳市", "重庆市"} or len(rows) == 4
    opened.quiet()


def test_pictures(open_page, small) -> None:
    """PNG and SVG of drawn views and of sheets."""
    opened = open_page(small)
    name, png = opened.saved("#png")
    assert name.endswith(".png") and png[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png[16:20]) == 2 * opened.page.evaluate("kgView.canvas.view.width")
    name, content = opened.saved("#svg")
    tree = ElementTree.fromstring(content)
    texts = {text.text for text in tree.iter(f"{SVG}text")}
    assert {"深圳市", "新能源汽车", "鲁渝协作"} <= texts
    assert any(path.get("stroke-dasharray") for path in tree.iter(f"{SVG}path"))
    opened.tab("matrix")
    _, png = opened.saved("#png")
    assert png[:4] == b"\x89PNG" and len(png) > 5000
    _, content = opened.saved("#svg")
    assert "地区 × 产业" in content.decode()
    opened.quiet()

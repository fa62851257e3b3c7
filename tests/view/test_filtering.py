"""Filters: what goes, what the counts say, what comes back."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

SPOTS = """() => {
  const { nodes, x, y } = window.kgView.canvas.scene;
  return [...nodes].map((n) => `${x[n]} ${y[n]}`);
}"""

BOXES = [
    ("Industry", "显示 7 / 11 个节点，5 / 9 条关系",
     {"新能源汽车", "低空经济", "笋竹加工", "南山飞行器公司"}),
    ("DEVELOPS", "显示 10 / 11 个节点，7 / 9 条关系", {"新能源汽车"}),
    ("planned", "显示 11 / 11 个节点，7 / 9 条关系", set()),
    ("existing", "显示 5 / 11 个节点，3 / 9 条关系",
     {"新能源汽车", "西丽试飞场", "南山飞行器公司", "鲁渝协作", "笋竹加工", "制造业当家"}),
]  # fmt: skip


def test_types_relations_and_status(open_page, small) -> None:
    opened = open_page(small)
    before = opened.drawn()
    for box, shown, gone in BOXES:
        opened.page.uncheck(f"nav input[value={box}]")
        opened.settle()
        assert opened.text("#shown") == shown, box
        assert before - opened.drawn() == gone, box
        assert opened.page.evaluate("document.activeElement.value") == box, "focus stays"
        opened.page.check(f"nav input[value={box}]")
        opened.settle()
        assert opened.drawn() == before
    opened.quiet()


def test_kinds_stages_and_only_what_is_stated(open_page, small) -> None:
    opened = open_page(small)
    page = opened.page
    page.click("#kinds-box summary")
    page.uncheck("#kinds input[value=enterprise]")
    opened.settle()
    assert "南山飞行器公司" not in opened.drawn()
    page.click("#reset")
    page.click("#stages-box summary")
    page.uncheck("#stages input[value=operating]")
    opened.settle()
    assert opened.text("#shown").endswith("2 / 9 条关系"), "those that are planned"
    page.click("#reset")
    assert not page.locator("#reset").is_visible()
    page.check("#stated")
    opened.settle()
    assert opened.text("#shown").endswith("8 / 9 条关系")
    opened.quiet()


def test_minimum_support(open_page, small) -> None:
    opened = open_page(small)
    opened.page.locator("#support").fill("2")
    opened.settle()
    assert opened.text("#support-now") == "≥ 2"
    assert opened.drawn() == {"深圳市", "新能源汽车"}
    opened.page.click("#home")
    assert opened.drawn() == {"深圳市", "新能源汽车"}, "the overview shows what passes"


def test_one_document(open_page, small) -> None:
    opened = open_page(small)
    opened.page.fill("#document", "协作")
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert opened.drawn() == {"深圳市", "新能源汽车", "鲁渝协作", "重庆市", "笋竹加工"}
    opened.find("深圳")
    opened.page.get_by_role("button", name="新能源汽车").first.click()
    opened.settle()
    assert opened.page.locator("figure").count() == 1
    assert "符合筛选的 1 处，共 2 处" in opened.text("#details")
    opened.page.fill("#document", "")
    opened.settle()
    assert opened.page.locator("figure").count() == 2
    opened.quiet()


def test_dates(open_page, small) -> None:
    """The slider has a histogram; the whole stretch is no filter, so that the undated stay."""
    opened = open_page(small)
    page = opened.page
    assert opened.text("#period") == "2024-03 至 2025-11"
    assert page.locator("#histogram rect").count() == 21
    assert page.get_attribute("#from", "aria-valuetext") == "2024-03"
    page.locator("#from").fill("10")
    opened.settle()
    assert opened.text("#period") == "2025-01 至 2025-11"
    assert opened.drawn() == {"深圳市", "新能源汽车", "鲁渝协作", "重庆市", "笋竹加工"}
    page.locator("#to").fill("12")
    opened.settle()
    assert opened.drawn() == set() and page.locator("#none").is_visible()
    page.locator("#from").fill("0")
    opened.settle()
    assert opened.drawn() == {
        "深圳市", "新能源汽车", "低空经济", "西丽试飞场", "南山飞行器公司",
    }  # fmt: skip
    page.locator("#to").fill("20")
    opened.settle()
    assert len(opened.drawn()) == 11
    opened.quiet()


def test_filtered_strongest_are_filled_up_and_placed(open_page, big) -> None:
    """The strongest that pass fill up the overview, each in a place of its own."""
    opened = open_page(big)
    opened.page.uncheck("nav input[value=existing]")
    opened.page.wait_for_function("() => window.kgView.drawn.places.layout.startsWith('forces')")
    opened.page.wait_for_function("() => window.kgView.canvas.scene.nodes.length > 100")
    opened.settle()
    spots = opened.page.evaluate(SPOTS)
    assert len(set(spots)) == len(spots) > 100
    opened.quiet()

"""Finding, walking about, and coming back: search, focus, expansion, history, links."""

from __future__ import annotations

import pytest

from tests.builds import big_build

pytestmark = pytest.mark.browser

SPOTS = """() => {
  const { nodes, x, y } = window.kgView.canvas.scene;
  return [...nodes].map((n) => `${x[n]} ${y[n]}`);
}"""

SEARCHES = {
    "深圳": "深圳市", "鹏城": "深圳市", "shenzhen": "深圳市", "SZ": "深圳市", "cq": "重庆市",
    "chongqing": "重庆市", "渝": "重庆市", "dikong": "低空经济", "dwq": "粤港澳大湾区",
    "飞行器": "南山飞行器公司", "ＳＺＳ": "深圳市",
}  # fmt: skip


def test_search_finds(open_page, small) -> None:
    opened = open_page(small)
    for typed, first in SEARCHES.items():
        opened.page.fill("#search", typed)
        assert opened.page.locator("#results li").first.locator("bdi").inner_text() == first, typed
        opened.page.keyboard.press("Enter")
        assert opened.text("#details h2") == first
        assert not opened.page.locator("#results").is_visible()


def test_search_by_keyboard(open_page, small) -> None:
    opened = open_page(small)
    page = opened.page
    page.keyboard.press("/")
    page.keyboard.type("s")
    names = page.locator("#results bdi").all_inner_texts()
    assert len(names) > 1
    page.keyboard.press("ArrowDown")
    chosen = page.locator("#results [aria-selected=true]")
    assert chosen.get_attribute("id") == page.get_attribute("#search", "aria-activedescendant")
    page.keyboard.press("Enter")
    assert opened.text("#details h2") == names[1]
    page.fill("#search", "没有这个")
    assert page.locator("#results").inner_text() == "没有匹配的名称"
    page.keyboard.press("Enter")
    assert opened.text("#details h2") == names[1], "nothing found, nothing chosen"
    opened.quiet()


def test_focus_shows_the_neighbourhood(open_page, small) -> None:
    opened = open_page(small)
    opened.find("鲁渝")
    assert opened.drawn() == {"鲁渝协作", "重庆市", "笋竹加工"}
    opened.page.click("#home")
    assert len(opened.drawn()) == 11


def test_search_reaches_what_the_overview_leaves_out(open_page, big) -> None:
    opened = open_page(big)
    missing = opened.page.evaluate(
        """() => {
          const { graph, canvas } = window.kgView;
          return graph.nodes.label.find((_, n) => graph.around(n).length && !canvas.scene.has(n));
        }"""
    )
    opened.find(missing)
    assert missing in opened.drawn()
    x, y = opened.at(missing)
    box = opened.page.locator("#network").bounding_box()
    assert box["x"] < x < box["x"] + box["width"] and box["y"] < y < box["y"] + box["height"]
    opened.page.click("#home")
    assert missing not in opened.drawn()
    opened.quiet()


def test_double_click_expands_and_the_panel_collapses_again(open_page, big) -> None:
    opened = open_page(big)
    name = opened.page.evaluate(
        """() => {
          const { graph, drawn, canvas } = window.kgView;
          const { nodes } = canvas.scene;
          const hides = (n) => drawn.near(n).some((other) => !canvas.scene.has(other));
          return graph.name([...nodes].find(hides));
        }"""
    )
    before = opened.drawn()
    opened.page.mouse.dblclick(*opened.at(name))
    opened.page.wait_for_function("() => document.getElementById('notice').textContent")
    assert opened.drawn() > before
    assert "展开" in opened.text("#notice")
    opened.page.wait_for_timeout(350)
    opened.page.evaluate("window.kgView.change({ panel: true })")
    opened.page.click("[data-do=collapse]")
    assert opened.drawn() == before
    opened.page.click("#close")
    assert not opened.page.locator("#panel").is_visible()
    opened.quiet()


def test_more_of_the_strongest(open_page, tmp_path) -> None:
    opened = open_page(big_build(tmp_path / "b", 300, 500))
    few = opened.drawn()
    opened.page.select_option("#base", "500")
    opened.settle()
    more = opened.drawn()
    assert len(more) == 500 and few < more
    spots = opened.page.evaluate(SPOTS)
    assert len(set(spots)) == 500, "no two in one place"


def test_back_and_forward(open_page, small) -> None:
    opened = open_page(small)
    page = opened.page
    assert page.locator("#backward").is_disabled()
    opened.find("鲁渝")
    page.get_by_role("button", name="笋竹加工").click()
    opened.settle()
    assert "带动" in opened.text("figure mark.trigger")
    page.locator("#details h2 button").nth(1).click()
    assert opened.text("#details h2") == "笋竹加工"
    page.click("#backward")
    page.wait_for_function("() => document.querySelector('#details figure')")
    page.click("#back")
    page.wait_for_function("() => document.querySelector('#details h2').textContent === '鲁渝协作'")
    page.click("#back")
    page.wait_for_function("() => document.getElementById('panel').hidden")
    assert len(opened.drawn()) == 11
    page.click("#forward")
    page.wait_for_function("() => !document.getElementById('panel').hidden")
    assert opened.text("#details h2") == "鲁渝协作"
    opened.quiet()


SEEN = """() => {
  const { canvas, state, graph, filter } = window.kgView;
  const { x, y, zoom } = canvas.view;
  const scene = ["graph", "map"].includes(state.view) ? canvas.scene : null;
  const place = (n) => [graph.name(n), Math.round(scene.x[n]), Math.round(scene.y[n])];
  const { types, relations, statuses, support, stated, from, to } = filter;
  return {
    view: state.view, at: scene && [x, y, zoom].map((v) => v.toPrecision(4)),
    nodes: scene && [...scene.nodes].map(place).sort(), edges: scene && scene.edges.length,
    details: document.getElementById("details").textContent, language: language.now,
    filters: [[...types], [...relations], [...statuses], support, stated, from, to],
    work: scene ? "" : document.getElementById("work").textContent,
  };
}"""


def seen(opened) -> dict:
    """Everything about a view that a link must bring back."""
    opened.settle()
    return opened.page.evaluate(SEEN)


def test_a_link_reproduces_the_view(open_page, big) -> None:
    opened = open_page(big)
    page = opened.page
    opened.find("测试第3市")
    page.click("[data-do=expand]")
    opened.settle()
    x, y = opened.at("测试第3市")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 40, steps=4)
    page.mouse.up()
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -300)
    page.click("#language")
    page.uncheck("input[value=planned]")
    page.wait_for_timeout(300)
    before, link = seen(opened), opened.hash()
    opened.go(link)
    assert seen(opened) == before
    opened.quiet()


@pytest.mark.parametrize("view", ["map", "matrix", "compare", "timeline", "tables", "review"])
def test_a_link_reproduces_every_view(view, open_page, small) -> None:
    opened = open_page(small)
    opened.tab(view)
    opened.page.check("#stated")
    opened.page.wait_for_timeout(200)
    before, link = seen(opened), opened.hash()
    assert f"view={view}" in link
    opened.go(link)
    assert seen(opened) == before
    opened.quiet()


def test_a_link_to_what_is_gone_opens_all_the_same(open_page, small) -> None:
    broken = (
        "#view=nowhere&focus=region:0&node=%00&edge=a&edge=b&edge=c&at=x&support=y&path=q&moved=1"
    )
    opened = open_page(small, at=broken)
    assert len(opened.drawn()) == 11
    opened.quiet()


def test_arrange_by_forces(open_page, small) -> None:
    """vis-network's forces place what is drawn anew, the same each time, and let go again."""
    opened = open_page(small)
    spots = "[...window.kgView.canvas.scene.nodes].map((n) => window.kgView.canvas.scene.x[n])"
    before = opened.page.evaluate(spots)
    opened.page.click("#arrange")
    opened.page.wait_for_function(f"() => String({spots}) !== '{','.join(map(str, before))}'")
    opened.settle()
    assert len({round(x) for x in opened.page.evaluate(spots)}) > 5
    box = opened.page.locator("#network").bounding_box()
    assert all(box["x"] < opened.at(name)[0] < box["x"] + box["width"] for name in opened.drawn())
    opened.page.click("#arrange")
    opened.settle()
    assert opened.page.evaluate(spots) == before
    opened.quiet()

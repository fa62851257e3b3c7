"""The page as it opens: what it says it is, how it looks, in both languages, by keyboard."""

from __future__ import annotations

import pytest

from tests.builds import empty_build

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", ["small", "large"])
def test_opens_from_disk(size, open_page, small, big) -> None:
    """Both ways of holding the data, plain and compressed."""
    build = {"small": small, "large": big}[size]
    opened = open_page(build)
    encoding = opened.page.get_attribute("#kg-data", "data-encoding")
    assert encoding == {"small": "json", "large": "deflate"}[size]
    assert opened.page.locator("#network canvas").count() == 1
    assert not opened.page.locator("#empty").is_visible()
    opened.quiet()


def test_says_what_it_is(open_page, small) -> None:
    opened = open_page(small, title="本月观察")
    assert opened.text("#title") == "本月观察"
    assert opened.page.title() == "本月观察"
    about = opened.text("#about")
    for part in (
        "3 份文档",
        "2024-03-05 至 2025-11",
        "11 个节点",
        "8 条关系",
        "另有 1 条来自地名库",
    ):
        assert part in about
    assert opened.text("#shown") == "显示 11 / 11 个节点，9 / 9 条关系"


def test_empty_graph_says_so(open_page, tmp_path) -> None:
    opened = open_page(empty_build(tmp_path / "b"))
    assert "空的" in opened.text("#empty")
    for name in ("map", "matrix", "compare", "timeline", "tables", "review", "graph"):
        opened.tab(name)
    opened.quiet()


def test_overview_stands_still_and_labels_do_not_pile_up(open_page, big) -> None:
    opened = open_page(big)
    before = opened.page.evaluate("[...window.kgView.canvas.scene.x.slice(0, 200)]")
    assert len(opened.drawn()) == 200
    boxes = opened.page.evaluate(
        """() => {
          const { chosen } = window.kgView.canvas.scene.labels;
          return chosen.map((l) => [l.x - l.half, l.y, 2 * l.half, LABEL_SIZE]);
        }"""
    )
    assert len(boxes) > 60
    for i, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[:i]:
            assert x >= x2 + w2 or x2 >= x + w or y >= y2 + h2 or y2 >= y + h
    opened.page.wait_for_timeout(300)
    assert opened.page.evaluate("[...window.kgView.canvas.scene.x.slice(0, 200)]") == before


def test_looks_of_nodes_and_edges(open_page, small) -> None:
    """Type is colour and shape; planned is dashed, background pale and thin, symmetric no arrow."""
    opened = open_page(small)
    looks = opened.page.evaluate(
        """() => {
          const { canvas: { scene }, graph } = window.kgView;
          return {
            edges: Object.fromEntries([...scene.edges].map((e) => {
              const look = scene.edgeLook(e, null, false);
              const names = graph.ends(e).map((n) => graph.name(n)).join("");
              return [names, [look.dashed, look.arrows, look.background, look.width]];
            })),
            nodes: [...scene.nodes].map((n) => [scene.shape(n), scene.color(n)].join(" ")),
          };
        }"""
    )
    assert looks["edges"]["深圳市低空经济"] == [True, True, False, 1]
    assert looks["edges"]["深圳市新能源汽车"] == [False, True, False, 2]
    assert looks["edges"]["深圳市广东省"] == [False, True, True, 0.8]
    assert looks["edges"]["深圳市重庆市"] == [True, False, False, 1]
    assert len(set(looks["nodes"])) == 5
    assert len({look.split()[0] for look in looks["nodes"]}) == 5
    assert len({look.split()[1] for look in looks["nodes"]}) == 5


def test_something_is_painted_in_light_and_dark(open_page, small) -> None:
    paper = """() => {
      const c = document.querySelector("#network canvas").getContext("2d");
      const { data } = c.getImageData(0, 0, c.canvas.width, c.canvas.height);
      const colours = new Set();
      for (let i = 0; i < data.length; i += 4) colours.add(data.slice(i, i + 3).join(" "));
      return [data[0], colours.size];
    }"""
    opened = open_page(small, dark=True)
    dark, colours = opened.page.evaluate(paper)
    assert dark < 60 and colours > 50
    opened.page.click("#theme")
    opened.settle()
    light, colours = opened.page.evaluate(paper)
    assert light > 200 and colours > 50


def test_theme_can_be_set_when_exporting(open_page, small) -> None:
    opened = open_page(small, theme="dark")
    assert opened.page.get_attribute("html", "data-theme") == "dark"
    background = "getComputedStyle(document.body).backgroundColor"
    assert opened.page.evaluate(background) == "rgb(22, 27, 34)"


def test_english(open_page, small) -> None:
    opened = open_page(small)
    opened.click(opened.between("深圳市", "新能源汽车"))
    opened.page.click("#language")
    opened.settle()
    assert "From 3 documents" in opened.text("#about")
    assert "Region" in opened.text("#types")
    assert "develops" in opened.text("#details") and "Confidence 0.8" in opened.text("#details")
    assert opened.page.get_attribute("html", "lang") == "en"
    assert opened.page.get_attribute("#search", "placeholder").startswith("Name")
    han = "/[\\u4e00-\\u9fff]/.test(document.querySelector('#tabs').textContent)"
    assert not opened.page.evaluate(han)
    opened.page.click("#language")
    assert "来自 3 份文档" in opened.text("#about")
    opened.quiet()


def test_no_word_is_missing_in_either_language(open_page, tmp_path) -> None:
    opened = open_page(empty_build(tmp_path / "b"))
    zh, en = opened.page.evaluate("[Object.keys(WORDS.zh), Object.keys(WORDS.en)]")
    assert zh == en
    named = opened.page.evaluate(
        """["word", "label", "title", "placeholder"]
          .flatMap((name) => [...document.querySelectorAll(`[data-${name}]`)])
          .flatMap((e) => Object.values(e.dataset))"""
    )
    assert set(named) <= set(zh)


def test_every_control_has_a_name(open_page, small) -> None:
    """In every view, with the panel open: what assistive technology reads is not empty."""
    opened = open_page(small)
    opened.click(opened.between("深圳市", "新能源汽车"))
    nameless = """() => [...document.querySelectorAll("button, input, select, a[href], [role]")]
      .filter((e) => e.checkVisibility() && !(e.getAttribute("aria-label") || e.textContent.trim()
        || e.title || (e.labels && e.labels.length)) && e.getAttribute("aria-hidden") !== "true")
      .map((e) => e.outerHTML.slice(0, 120))"""
    for view in ("graph", "map", "matrix", "compare", "timeline", "tables", "review"):
        opened.tab(view)
        assert opened.page.evaluate(nameless) == [], view


def test_keyboard_walks_the_graph(open_page, small) -> None:
    opened = open_page(small)
    page = opened.page
    page.focus("#network")
    style = "getComputedStyle(document.querySelector('#network')).outlineStyle"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(style) == "solid", "focus can be seen"
    first = opened.text("#details h2")
    assert first == "深圳市", "the best supported first"
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    assert opened.text("#details h2") in opened.drawn()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "details"
    page.keyboard.press("Escape")
    assert not page.locator("#panel").is_visible()
    page.keyboard.press("2")
    assert page.get_attribute("#tab-map", "aria-selected") == "true"
    page.focus("#tab-map")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "tab-matrix"
    page.keyboard.press("?")
    assert page.locator("#help-box").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help-box").is_visible()
    opened.quiet()


def test_fits_a_laptop_and_prints(open_page, small) -> None:
    opened = open_page(small)
    page = opened.page
    for view in ("graph", "map", "matrix", "compare", "timeline", "tables", "review"):
        opened.tab(view)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, view
    opened.tab("tables")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible() and not page.locator("#tabs").is_visible()
    assert page.locator("table").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"

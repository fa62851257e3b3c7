"""The page as a person uses it, in a real browser."""

from __future__ import annotations

import pytest

from tests.builds import big_build, empty_build, make_build

pytestmark = pytest.mark.browser

HOSTILE = (
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"\'`;alert(1)//',
    "javascript:alert(1)", "\u202e倒过来的市\u202c", "😀\U0002000b城", "<!--<script>", "\u2028断行",
    "]]>&lt;b&gt;", "{{7*7}}",
)  # fmt: skip


def hostile_build(path):
    """Every text field of a build holds something that means harm."""
    nodes = [
        {"id": f"region:{i}", "label": "Region", "name": name, "kind": name, "aliases": [name]}
        for i, name in enumerate(HOSTILE)
    ]
    documents = [
        {"id": "d", "name": HOSTILE[0], "path": HOSTILE[3], "title": HOSTILE[1],
         "publisher": HOSTILE[2], "published": HOSTILE[6]}
    ]  # fmt: skip
    statements = [
        ("d", HOSTILE[0], "PART_OF", other, "属于", "existing", f"据说{HOSTILE[0]}属于{other}吧")
        for other in HOSTILE[1:]
    ]
    indicators = [("d", HOSTILE[0], HOSTILE[1], 1.5, HOSTILE[2], 2024, "据说")]
    return make_build(
        path, nodes=nodes, documents=documents, statements=statements, background=(),
        indicators=indicators,
    )  # fmt: skip


def quiet(opened) -> None:
    """Nothing went wrong and nothing was asked for but the page itself."""
    assert opened.complaints == []
    assert opened.requests == [opened.path.as_uri()]


@pytest.mark.parametrize("size", ["small", "large"])
def test_opens_from_disk(size, open_page, tmp_path) -> None:
    """Both ways of holding the data, plain and compressed."""
    build = make_build(tmp_path / "b") if size == "small" else big_build(tmp_path / "b", 100, 300)
    opened = open_page(build)
    encoding = opened.page.get_attribute("#kg-data", "data-encoding")
    assert encoding == {"small": "json", "large": "deflate"}[size]
    assert opened.page.locator("#network canvas").count() == 1
    assert not opened.page.locator("#empty").is_visible()
    quiet(opened)


def test_says_what_it_is(open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"), title="本月观察")
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
    quiet(opened)


SEARCHES = {
    "深圳": "深圳市", "鹏城": "深圳市", "shenzhen": "深圳市", "SZ": "深圳市", "cq": "重庆市",
    "chongqing": "重庆市", "渝": "重庆市", "dikong": "低空经济", "dwq": "粤港澳大湾区",
    "飞行器": "南山飞行器公司", "ＳＺＳ": "深圳市",
}  # fmt: skip


def test_search_finds(open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"))
    for typed, first in SEARCHES.items():
        opened.page.fill("#search", typed)
        assert opened.page.locator("#results li").first.locator("bdi").inner_text() == first, typed
        opened.page.keyboard.press("Enter")
        assert opened.text("#details h2") == first
        assert not opened.page.locator("#results").is_visible()


def test_search_by_keyboard(open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"))
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
    quiet(opened)


def test_search_brings_in_what_the_overview_leaves_out(open_page, tmp_path) -> None:
    opened = open_page(big_build(tmp_path / "b", 150, 300))
    assert len(opened.drawn()) == 200
    missing = opened.page.evaluate(
        """() => {
          const { graph, canvas } = window.kgView;
          return graph.nodes.label.find((_, n) => graph.around[n].length && !canvas.nodes.get(n));
        }"""
    )
    opened.page.fill("#search", missing)
    opened.page.keyboard.press("Enter")
    assert missing in opened.drawn()
    x, y = opened.at(missing)
    box = opened.page.locator("#network").bounding_box()
    assert box["x"] < x < box["x"] + box["width"] and box["y"] < y < box["y"] + box["height"]
    opened.page.click("#home")
    assert missing not in opened.drawn()
    quiet(opened)


def test_click_on_a_node(open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"))
    opened.click(opened.at("深圳市"))
    details = opened.text("#details")
    for part in ("深圳市", "鹏城", "440300", "3 份文档", "发展 → (2)", "规划中", "合作 ↔ (1)",
                 "属于 → (1)", "背景（地名库）", "位于 ← (1)", "新能源汽车产量", "178.5 万辆",
                 "-0.5 %", "深圳产业观察"):  # fmt: skip
        assert part in details, part
    opened.page.click("#close")
    assert not opened.page.locator("#panel").is_visible()
    quiet(opened)


def test_click_on_an_edge_shows_marked_evidence(open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"))
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
    quiet(opened)


def test_background_edge_admits_it(open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"))
    opened.click(opened.between("深圳市", "广东省"))
    assert "不是文档里说的" in opened.text("#details")
    assert opened.page.locator("figure").count() == 0


def test_from_node_to_edge_and_back(open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"))
    page = opened.page
    opened.click(opened.at("鲁渝协作"))
    page.get_by_role("button", name="笋竹加工").click()
    assert "带动" in opened.text("figure mark.trigger")
    page.locator("#details h2 button").nth(1).click()
    assert opened.text("#details h2") == "笋竹加工"
    page.click("#back")
    page.click("#back")
    assert opened.text("#details h2") == "鲁渝协作"
    assert not page.locator("#back").is_visible()


def test_indicator_shows_its_sentence(open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"))
    opened.click(opened.at("深圳市"))
    assert not opened.page.locator("table figure").first.is_visible()
    opened.page.get_by_role("button", name="新能源汽车产量").click()
    assert "再创新高" in opened.text("table figure:visible")


@pytest.mark.parametrize(
    ("box", "shown", "gone"),
    [
        ("Industry", "显示 7 / 11 个节点，5 / 9 条关系",
         {"新能源汽车", "低空经济", "笋竹加工", "南山飞行器公司"}),
        ("DEVELOPS", "显示 10 / 11 个节点，7 / 9 条关系", {"新能源汽车"}),
        ("planned", "显示 11 / 11 个节点，7 / 9 条关系", set()),
        ("existing", "显示 5 / 11 个节点，3 / 9 条关系",
         {"新能源汽车", "西丽试飞场", "南山飞行器公司", "鲁渝协作", "笋竹加工", "制造业当家"}),
    ],
)  # fmt: skip
def test_filters(box, shown, gone, open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"))
    before = opened.drawn()
    opened.page.uncheck(f"input[value={box}]")
    assert opened.text("#shown") == shown
    assert before - opened.drawn() == gone
    assert opened.page.evaluate("document.activeElement.value") == box, "focus stays on the box"
    opened.page.check(f"input[value={box}]")
    assert opened.drawn() == before
    quiet(opened)


def test_only_what_is_stated(open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"))
    opened.page.check("#stated")
    assert opened.text("#shown") == "显示 11 / 11 个节点，8 / 9 条关系"


def test_double_click_expands(open_page, tmp_path) -> None:
    opened = open_page(big_build(tmp_path / "b", 150, 300))
    name = opened.page.evaluate(
        """() => {
          const { graph, canvas } = window.kgView;
          const hides = (n) => graph.neighbours(n, () => true).some((o) => !canvas.nodes.get(o));
          return graph.name(canvas.nodes.getIds().find(hides));
        }"""
    )
    before = opened.drawn()
    for _ in range(4):  # on a machine under load the two clicks may come too far apart
        opened.page.mouse.dblclick(*opened.at(name))
        opened.page.wait_for_timeout(400)
        if opened.drawn() != before:
            break
    assert opened.drawn() > before
    assert "展开" in opened.text("#notice")
    quiet(opened)


def test_looks_of_edges(open_page, tmp_path) -> None:
    """Planned is dashed, background pale and thin, a symmetric relation without arrow."""
    opened = open_page(make_build(tmp_path / "b"))
    edges = opened.page.evaluate(
        """() => Object.fromEntries(window.kgView.canvas.edges.get().map((edge) => [
          `${window.kgView.graph.name(edge.from)}${window.kgView.graph.name(edge.to)}`,
          [Boolean(edge.dashes), edge.arrows, Boolean(edge.color.color), edge.width],
        ]))"""
    )
    assert edges["深圳市低空经济"] == [True, "to", False, 1]
    assert edges["深圳市新能源汽车"] == [False, "to", False, 2]
    assert edges["深圳市广东省"] == [False, "to", True, 0.5]
    assert edges["深圳市重庆市"] == [True, "", False, 1]


def test_english(open_page, tmp_path) -> None:
    opened = open_page(make_build(tmp_path / "b"))
    opened.click(opened.between("深圳市", "新能源汽车"))
    opened.page.click("#language")
    assert "From 3 documents" in opened.text("#about")
    assert "Region" in opened.text("#types")
    assert "develops" in opened.text("#details") and "Confidence 0.8" in opened.text("#details")
    assert opened.page.get_attribute("html", "lang") == "en"
    assert opened.page.get_attribute("#search", "placeholder").startswith("Name")
    opened.page.click("#language")
    assert "来自 3 份文档" in opened.text("#about")
    quiet(opened)


def test_no_word_is_missing_in_either_language(open_page, tmp_path) -> None:
    opened = open_page(empty_build(tmp_path / "b"))
    zh, en = opened.page.evaluate("[Object.keys(WORDS.zh), Object.keys(WORDS.en)]")
    assert zh == en
    named = opened.page.evaluate(
        """[...document.querySelectorAll("[data-word], [data-label], [data-placeholder]")].flatMap(
          (e) => Object.values(e.dataset))"""
    )
    assert set(named) <= set(zh)


def test_hostile_text_stays_text(open_page, tmp_path) -> None:
    opened = open_page(hostile_build(tmp_path / "b"), title=HOSTILE[0])
    page = opened.page
    assert opened.text("#title") == HOSTILE[0]
    page.fill("#search", HOSTILE[0])
    page.keyboard.press("Enter")
    assert page.locator("#details h2").text_content() == HOSTILE[0]
    for name in HOSTILE[1:]:
        assert name in page.locator("#details").text_content()
    page.get_by_role("button", name="img src").first.click()
    evidence = page.locator("figure").first
    assert evidence.locator("blockquote").text_content() == f"据说{HOSTILE[0]}属于{HOSTILE[1]}吧"
    assert evidence.locator("mark.tail").text_content() == HOSTILE[1]
    assert page.locator("img, iframe, a[href], #details script").count() == 0
    assert page.locator("script").count() == 3, "the data, vis-network and ours"
    page.mouse.move(*opened.at(HOSTILE[0]))
    quiet(opened)


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


def test_the_policy_holds(open_page, tmp_path) -> None:
    """A script or a request that slipped into the page would not run."""
    opened = open_page(make_build(tmp_path / "b"))
    opened.page.evaluate(
        """() => {
          const script = document.createElement("script");
          try { script.text = "window.slipped = true"; } catch { }
          const written = document.createElement("script");
          written.append("window.slipped = true");
          document.body.append(written);
          const image = document.createElement("img");
          image.src = "https://example.invalid/x.png";
          document.body.append(image);
        }"""
    )
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.slipped") is None
    for directive in ("img-src", "TrustedScript"):
        assert any(directive in text for text in opened.complaints), directive

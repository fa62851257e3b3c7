"""Text that means harm stays text, wherever it is shown or taken to."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest

from tests.builds import make_build

pytestmark = pytest.mark.browser

HOSTILE = (
    "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"\'`;alert(1)//',
    "javascript:alert(1)", "\u202e倒过来的市\u202c", "😀\U0002000b城", "<!--<script>", "\u2028断行",
    "]]>&lt;b&gt;", "{{7*7}}", "__proto__", "constructor", "=HYPERLINK(\"http://x\")", "href=\"x\"",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Every text field of a build holds something that means harm."""
    nodes = [
        {"id": f"region:{i}" if i % 2 else f"region:{name}", "label": "Region", "name": name,
         "kind": name, "aliases": [name, f"别名{name}"], "adcode": name, "lat": 20.0 + i,
         "lon": 100.0 + i}
        for i, name in enumerate(HOSTILE)
    ]  # fmt: skip
    nodes.append({"id": "industry:x", "label": "Industry", "name": f"{HOSTILE[1]}业", "kind": "x"})
    documents = [
        {"id": "d", "name": HOSTILE[0], "path": HOSTILE[3], "title": HOSTILE[1],
         "publisher": HOSTILE[2], "published": "2024-01-01"},
        {"id": "e", "name": HOSTILE[5], "path": HOSTILE[0], "title": HOSTILE[10],
         "publisher": HOSTILE[12], "published": HOSTILE[6]},
    ]  # fmt: skip
    statements = [
        (
            "de"[i % 2],
            HOSTILE[0],
            "PART_OF",
            other,
            "属于",
            "existing",
            f"据说{HOSTILE[0]}属于{other}吧",
        )
        for i, other in enumerate(HOSTILE[1:])
    ]
    trade = f"{HOSTILE[1]}业"
    statements += [
        ("d", name, "DEVELOPS", trade, HOSTILE[9], "planned", f"{name}要发展{trade}")
        for name in HOSTILE[:3]
    ]  # fmt: skip
    indicators = [("d", HOSTILE[0], HOSTILE[1], 1.5, HOSTILE[2], 2024, "据说")]
    return make_build(
        tmp_path_factory.mktemp("hostile") / "b", nodes=nodes, documents=documents,
        statements=statements, background=(), indicators=indicators,
    )  # fmt: skip


def harmless(opened) -> None:
    page = opened.page
    assert page.locator("img, iframe, object, embed, #details script, #work script").count() == 0
    addresses = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.protocol)")
    assert set(addresses) <= {"file:"}
    assert page.evaluate("Object.keys(Object.prototype).length") == 0
    opened.quiet()


def test_hostile_text_stays_text(open_page, hostile) -> None:
    opened = open_page(hostile, title=HOSTILE[0])
    page = opened.page
    assert opened.text("#title") == HOSTILE[0]
    opened.find(HOSTILE[0])
    assert page.locator("#details h2").text_content() == HOSTILE[0]
    for name in HOSTILE[1:12]:
        assert name in page.locator("#details").text_content()
    page.get_by_role("button", name="img src").first.click()
    opened.settle()
    evidence = page.locator("figure").first
    said = evidence.locator("blockquote").text_content()
    assert HOSTILE[0] in said
    harmless(opened)
    page.mouse.move(*opened.at(HOSTILE[0]))
    for view in ("map", "matrix", "compare", "timeline", "tables", "review"):
        opened.tab(view)
        harmless(opened)
    assert page.evaluate("window.slipped") is None


def test_every_hostile_name_is_found_and_linked(open_page, hostile) -> None:
    opened = open_page(hostile)
    for name in HOSTILE:
        opened.find(name)
        assert opened.page.locator("#details h2").text_content() == name
    link = opened.hash()
    opened.go(link)
    assert opened.page.locator("#details h2").text_content() == HOSTILE[-1]
    harmless(opened)


def test_hostile_text_in_files(open_page, hostile) -> None:
    opened = open_page(hostile)
    tree = ElementTree.fromstring(opened.saved("#svg")[1])
    tags = {element.tag.split("}")[1] for element in tree.iter()}
    assert tags <= {"svg", "rect", "path", "text"}
    opened.tab("matrix")
    ElementTree.fromstring(opened.saved("#svg")[1])
    opened.tab("tables")
    content = opened.saved("#csv")[1].decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content, newline="")) for cell in row]
    assert not any(cell.startswith(("=", "+", "@", "-")) for cell in cells)
    assert any(HOSTILE[12] in cell for cell in cells)
    harmless(opened)


def test_the_policy_holds(open_page, small) -> None:
    """A script or a request that slipped into the page would not run."""
    opened = open_page(small)
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
          fetch("https://example.invalid/y").catch(() => {});
        }"""
    )
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.slipped") is None
    for directive in ("img-src", "TrustedScript", "connect-src"):
        assert any(directive in text for text in opened.complaints), directive

"""The page of a comparison: what it shows in a browser, and that hostile text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.tables import Build
from tests.builds import STATEMENTS, make_build
from tests.view.test_hostile import HOSTILE

pytestmark = pytest.mark.browser


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Any]:
    """Make the page of two builds, open it, and watch what it asks for and complains about."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})

    def opener(old: Build, new: Build) -> Any:
        file = tmp_path / "diff.html"
        assert main(["diff", str(old.path), str(new.path), "--html", str(file)]) == 0
        page = context.new_page()
        page.seen = []
        page.on("request", lambda request: page.seen.append(request.url))
        page.on("console", lambda message: page.seen.append(message.text))
        page.on("pageerror", lambda error: page.seen.append(str(error)))
        page.on("dialog", lambda dialog: (page.seen.append("dialog"), dialog.dismiss()))
        page.goto(file.as_uri())
        assert page.seen == [file.as_uri()]
        return page

    yield opener
    context.close()


def test_the_page_shows_what_changed(show: Any, tmp_path: Path) -> None:
    first = STATEMENTS[0]
    new = [(*first[:5], "planned", first[6]), *STATEMENTS[2:]]
    page = show(make_build(tmp_path / "a"), make_build(tmp_path / "b", statements=new))
    assert page.locator("h1 .zh").is_visible()
    assert not page.locator("h1 .en").is_visible()
    page.check("#english")
    assert page.locator("h1").inner_text() == "What changed between two builds"
    change = page.locator("#edges li.changed", has_text="新能源汽车")
    assert "existing → planned" in change.inner_text()
    assert STATEMENTS[1][6] in change.locator("blockquote.old").inner_text()
    assert "no longer cited" in change.inner_text()
    page.uncheck("#show-changed")
    assert not change.is_visible()
    assert page.locator("#edges .tally.changed").inner_text() == "~1"


def test_equal_builds_say_so(show: Any, tmp_path: Path) -> None:
    page = show(make_build(tmp_path / "a"), make_build(tmp_path / "b"))
    assert page.locator(".equal .zh").inner_text() == "两次构建内容相同。"
    assert page.locator("li").count() == 0


def hostile(path: Path, status: str, names: tuple[str, ...] = HOSTILE) -> Build:
    """A build in which every text means harm."""
    nodes = [
        {"id": f"region:{i}", "label": "Region", "name": name, "kind": name, "adcode": name,
         "aliases": [name, status]}
        for i, name in enumerate(names)
    ]  # fmt: skip
    documents = [
        {"id": f"d{i}", "name": name, "path": name, "title": names[-1 - i], "publisher": name,
         "published": name, "sha256": f"{i}{status}"}
        for i, name in enumerate(names)
    ]  # fmt: skip
    statements = [
        (f"d{i}", name, "PART_OF", names[i - 1], name, status, f"据说{name}属于{names[i - 1]}吧")
        for i, name in enumerate(names)
    ]
    indicators = [("d0", names[0], name, 1.5, name, 2024, "据说") for name in names]
    return make_build(
        path, nodes=nodes, documents=documents, statements=statements, background=(),
        indicators=indicators,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["appeared", "vanished", "changed"])
def test_hostile_text_stays_text(show: Any, tmp_path: Path, kind: str) -> None:
    builds = [hostile(tmp_path / "a", "existing"), hostile(tmp_path / "b", "planned")]
    if kind != "changed":
        quiet = make_build(tmp_path / "c")
        builds = [quiet, builds[0]] if kind == "appeared" else [builds[0], quiet]
    page = show(*builds)
    page.evaluate("() => document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    text = page.locator("main").text_content()
    for name in HOSTILE:
        assert name in text
    allowed = {"HTML", "HEAD", "META", "TITLE", "STYLE", "BODY", "HEADER", "MAIN", "H1", "H2",
               "DIV", "LABEL", "INPUT", "DL", "DT", "DD", "SPAN", "BDI", "TABLE", "THEAD", "TBODY",
               "TR", "TH", "TD", "A", "DETAILS", "SUMMARY", "UL", "LI", "P", "BLOCKQUOTE", "FOOTER",
               "EM"}  # fmt: skip
    tags = page.evaluate("() => [...document.querySelectorAll('*')].map((e) => e.tagName)")
    assert set(tags) <= allowed
    attributes = page.evaluate(
        "() => [...document.querySelectorAll('main *')].flatMap((e) => [...e.attributes]"
        ".map((a) => a.name))"
    )
    assert set(attributes) <= {"class", "lang", "href", "id", "type", "checked", "scope", "open",
                               "aria-hidden"}  # fmt: skip
    links = page.evaluate("() => [...document.querySelectorAll('a')].map((a) => a.hash)")
    assert all(re.fullmatch(r"#[a-z]+", link) for link in links)
    assert len(page.seen) == 1


def test_the_policy_holds(show: Any, tmp_path: Path) -> None:
    page = show(make_build(tmp_path / "a"), make_build(tmp_path / "b"))
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          try { script.text = "window.slipped = true"; } catch { }
          document.body.append(script);
          const written = document.createElement("script");
          written.append("window.slipped = true");
          document.body.append(written);
          const image = document.createElement("img");
          image.src = "https://example.invalid/x.png";
          document.body.append(image);
        }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("() => window.slipped") is None
    assert any("img-src" in text for text in page.seen)

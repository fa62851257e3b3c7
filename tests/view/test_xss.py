"""Texts that would run as scripts, in every place that a document or a decision can reach.

``xss.txt`` has a payload a line. None may run, open a dialog, send a request or become an element;
the page's policy must not even have something to stop.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builds import make_build

pytestmark = pytest.mark.browser

PAYLOADS = [
    line.replace("\\t", "\t").encode().decode("utf-8").replace("\\\\", "\\")
    for line in (Path(__file__).parent / "xss.txt").read_text(encoding="utf-8").splitlines()
]
for _code in ("0000", "0001", "200b", "2028", "2029", "202e", "feff"):
    PAYLOADS = [text.replace(f"\\u{_code}", chr(int(_code, 16))) for text in PAYLOADS]
HALF = len(PAYLOADS) // 2


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Names, kinds, aliases, titles, publishers, paths, dates, triggers, evidence: all payloads."""
    nodes = [
        {"id": f"region:{text}", "label": "Region", "name": text, "kind": text,
         "aliases": [text, f"别{text}"], "adcode": text, "lat": 20.0 + i / 9, "lon": 100.0 + i / 9}
        for i, text in enumerate(dict.fromkeys(PAYLOADS))
    ]  # fmt: skip
    nodes.append({"id": "industry:x", "label": "Industry", "name": "产业", "kind": "x"})
    documents = [
        {"id": f"d{i}", "name": text, "path": text, "title": text, "publisher": text,
         "published": text}
        for i, text in enumerate(PAYLOADS)
    ]  # fmt: skip
    statements = [
        (f"d{i}", text, "DEVELOPS", "产业", text, "planned", f"{text}发展产业{text}")
        for i, text in enumerate(PAYLOADS)
    ]
    indicators = [(f"d{i}", t, t, 1.0, t, 2024, f"据说{t}") for i, t in enumerate(PAYLOADS[:20])]
    return make_build(
        tmp_path_factory.mktemp("xss") / "b", nodes=nodes, documents=documents,
        statements=statements, background=(), indicators=indicators,
    )  # fmt: skip


def inert(opened: Any) -> None:
    """Nothing ran, nothing left, nothing became more than text."""
    page = opened.page
    assert page.evaluate("[window.xss, Object.prototype.xss, [].xss]") == [None, None, None]
    assert page.evaluate("Object.keys(Object.prototype).length") == 0
    made = "img, iframe, frame, object, embed, video, audio, math, link, base, form:not(#path-form)"
    assert page.locator("body").locator(made).count() == 0
    assert page.locator("#panel script, #work script, #panel style, #work style").count() == 0
    addresses = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.protocol)")
    assert set(addresses) <= {"file:"}
    handlers = """[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames())
        .filter((name) => name.startsWith('on'))"""
    assert page.evaluate(handlers) == []
    opened.quiet()


def test_the_corpus_is_live(browser: Any) -> None:
    """Left as they are, many of these payloads do run, or ask for something, in this browser."""
    assert len(set(PAYLOADS)) >= 100
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append("dialog"), dialog.dismiss()))
    page.route("**/*", lambda route: (asked.append(route.request.url), route.abort()))
    page.set_content("<body></body>")
    page.evaluate(
        """(payloads) => {
          for (const text of payloads.filter((text) => !/refresh|<portal/.test(text))) {
            const frame = document.createElement("iframe");
            frame.sandbox = "allow-scripts allow-same-origin allow-modals";
            frame.srcdoc = text;
            document.body.append(frame);
          }
        }""",
        PAYLOADS,
    )
    page.wait_for_function(
        """() => Array.from({ length: frames.length }, (_, i) => frames[i])
          .filter((f) => { try { return f.xss } catch { return false } }).length >= 30""",
        timeout=60_000,
    )
    context.close()
    assert len(asked) >= 10


def test_no_payload_runs_in_the_page(open_page: Any, poisoned: Any, tmp_path: Path) -> None:
    opened = open_page(poisoned, title=PAYLOADS[0])
    page = opened.page
    assert opened.text("#title") == PAYLOADS[0]
    for kind, step in (("node", 9), ("edge", 1)):
        shown = page.evaluate(
            """async ([kind, step]) => {
              const { go, graph } = window.kgView;
              const number = graph[kind + "s"].length ?? graph[kind + "s"].label?.length
                ?? graph[kind + "s"].from.length;
              for (let i = 0; i < number; i += step) {
                go[kind](i);
                await new Promise((done) => setTimeout(done, 0));
              }
              return number;
            }""",
            [kind, step],
        )
        assert shown >= len(set(PAYLOADS)), (
            "each payload is the name, title and evidence of an edge"
        )
        opened.settle()
        inert(opened)
    for text in PAYLOADS[:: HALF // 4]:
        opened.find(text)
        inert(opened)
    for view in ("map", "matrix", "compare", "timeline", "tables"):
        opened.tab(view)
        inert(opened)
    decided = [
        {"fact": f"f{i}", "verdict": "wrong", "says": text, "note": text, "at": text}
        for i, text in enumerate(PAYLOADS)
    ]
    place = tmp_path / "decisions.json"
    told = {"format": "kg-decisions", "version": 1, "decisions": decided}
    place.write_text(json.dumps(told), encoding="utf-8")
    opened.tab("review")
    page.set_input_files("#decisions-file", place)
    page.wait_for_function(
        "(n) => document.getElementById('tab-review').textContent.includes(n)", arg=len(PAYLOADS)
    )
    opened.settle()
    assert PAYLOADS[HALF] in (page.locator("#work").text_content() or "")
    inert(opened)


def test_addresses_with_payloads_do_nothing(open_page: Any, poisoned: Any) -> None:
    """The state of a page stands in its address, which others may write."""
    opened = open_page(poisoned, title=PAYLOADS[0])
    for text in PAYLOADS[:: HALF // 3]:
        opened.page.evaluate("(text) => { location.hash = text; }", f"#{text}")
        opened.page.evaluate(
            "(text) => { location.hash = '#' + new URLSearchParams({n: text, q: text, v: text}); }",
            text,
        )
        opened.settle()
    inert(opened)

"""The pictures of docs/viewer.md, of the bundled samples: python -m tests.view.screenshots."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from kg import pipeline
from kg.export import export
from kg.tables import Build
from tests.view.conftest import FLAGS, chromium

DOCS = Path("docs/images")
SAMPLES = Path("kg/data/samples")


def main() -> None:
    """Run from the project's folder, so that no path of the machine is in the pictures."""
    from playwright.sync_api import sync_playwright

    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder) / "build"
        pipeline.build([SAMPLES], out, jobs=1, database=False)
        place = export(Build.open(out), "html", Path(folder) / "graph.html")
        chrome = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for name, (scheme, hash_, act) in SHOTS.items():
            page = chrome.new_page(
                viewport={"width": 1280, "height": 760},
                color_scheme=scheme,
                reduced_motion="reduce",
            )
            page.goto(f"{place.as_uri()}{hash_}")
            page.wait_for_function("() => window.kgView && window.kgView.ready")
            page.wait_for_timeout(600)
            act(page)
            page.wait_for_timeout(900)
            page.screenshot(path=DOCS / f"{name}.png")
            page.close()


def _nothing(page: Any) -> None:
    """The page as its address says."""


def _evidence(page: Any) -> None:
    page.fill("#search", "chengdu")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.locator("#details .link").first.click()
    page.wait_for_timeout(500)
    page.locator(".verdict.right").first.click()


def _path(page: Any) -> None:
    page.click("#path")
    for selector, typed in (("#path-from input", "合肥"), ("#path-to input", "深圳")):
        page.fill(selector, typed)
        page.press(selector, "Enter")


def _timeline(page: Any) -> None:
    page.locator(".bin").nth(3).click()


def _compare(page: Any) -> None:
    for k, name in enumerate(("合肥", "深圳", "成都")):
        page.fill(f".chooser:nth-child({k + 1}) input", name)
        page.press(f".chooser:nth-child({k + 1}) input", "Enter")
        page.wait_for_timeout(200)


SHOTS = {
    "overview": ("light", "", _nothing),
    "evidence": ("light", "", _evidence),
    "focus-dark-en": ("dark", "#lang=en&focus=region:510100&node=region:510100", _nothing),
    "path": ("light", "", _path),
    "matrix": ("light", "#view=matrix", _nothing),
    "map-dark": ("dark", "#view=map&measure=industries", _nothing),
    "compare-en": ("light", "#view=compare&lang=en", _compare),
    "timeline": ("light", "#view=timeline", _timeline),
}

if __name__ == "__main__":
    main()

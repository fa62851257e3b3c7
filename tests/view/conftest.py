"""A headless Chromium for the tests of the page: found on the machine, never downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kg.export import export
from kg.tables import Build

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def chromium() -> str | None:
    named = os.environ.get("KG_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


MISSING = "no Chromium found: install one or name it in KG_CHROMIUM"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say once, not once a test, that the viewer was not opened."""
    if chromium() is None:
        terminalreporter.write_line(f"The viewer's browser tests did not run: {MISSING}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chrome
        chrome.close()


@dataclass(slots=True)
class Opened:
    """A page in the browser, with everything it asked for and complained about."""

    page: Any
    path: Path
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def at(self, name: str) -> tuple[float, float]:
        """Where on the screen a drawn node is."""
        x, y = self.page.evaluate(
            """(name) => {
              const { graph, canvas } = window.kgView;
              const n = graph.nodes.label.indexOf(name);
              const at = canvas.network.canvasToDOM(canvas.network.getPosition(n));
              const box = document.getElementById("network").getBoundingClientRect();
              return [at.x + box.x, at.y + box.y];
            }""",
            name,
        )
        return x, y

    def click(self, at: tuple[float, float]) -> None:
        """Click and wait for the panel, which opens when no second click follows."""
        self.page.mouse.click(*at)
        self.page.wait_for_selector("#panel:not([hidden])")

    def between(self, a: str, b: str) -> tuple[float, float]:
        """The middle of the straight edge between two drawn nodes."""
        (ax, ay), (bx, by) = self.at(a), self.at(b)
        return (ax + bx) / 2, (ay + by) / 2

    def drawn(self) -> set[str]:
        """Names of the nodes on the canvas."""
        return set(
            self.page.evaluate(
                "window.kgView.canvas.nodes.getIds().map((n) => window.kgView.graph.name(n))"
            )
        )

    def text(self, selector: str) -> str:
        """Text of an element."""
        found: str = self.page.locator(selector).inner_text()
        return found


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Export a build as a page and open it from disk."""
    contexts = []

    def opener(build: Build, **options: Any) -> Opened:
        path = export(build, "html", tmp_path / "page.html", **options)
        context = browser.new_context(
            viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
        )
        contexts.append(context)
        opened = Opened(context.new_page(), path)
        page = opened.page
        page.on("request", lambda request: opened.requests.append(request.url))
        page.on("console", lambda message: opened.complaints.append(message.text))
        page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (opened.complaints.append("dialog"), dialog.dismiss()))
        page.goto(path.as_uri())
        page.wait_for_function("window.kgView")
        return opened

    yield opener
    for context in contexts:
        context.close()

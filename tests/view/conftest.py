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
from tests.builds import big_build, make_build

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
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

    def watch(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda d: (self.complaints.append("dialog"), d.dismiss()))

    def go(self, hash_: str = "") -> None:
        """Open the page anew, at a state."""
        if self.page.url != "about:blank":
            self.page.goto("about:blank")
        self.page.goto(self.path.as_uri() + hash_)
        self.page.wait_for_function("() => window.kgView && window.kgView.ready")

    def at(self, name: str) -> tuple[float, float]:
        """Where on the screen a drawn node is."""
        x, y = self.page.evaluate(
            """(name) => {
              const { graph, canvas } = window.kgView;
              const [x, y] = canvas.toScreen(graph.nodes.label.indexOf(name));
              const box = document.getElementById("network").getBoundingClientRect();
              return [x + box.x, y + box.y];
            }""",
            name,
        )
        return x, y

    def click(self, at: tuple[float, float]) -> None:
        """Click and wait for the panel, which opens when no second click follows."""
        self.page.mouse.click(*at)
        self.page.wait_for_selector("#panel:not([hidden])")
        self.settle()

    def settle(self) -> None:
        """Wait until cards that come later are there and the picture rests."""
        self.page.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
        self.page.wait_for_timeout(40)

    def between(self, a: str, b: str) -> tuple[float, float]:
        """The middle of the straight edge between two drawn nodes."""
        (ax, ay), (bx, by) = self.at(a), self.at(b)
        return (ax + bx) / 2, (ay + by) / 2

    def drawn(self) -> set[str]:
        """Names of the nodes on the canvas."""
        return set(
            self.page.evaluate(
                """[...window.kgView.canvas.scene.nodes].map((n) => window.kgView.graph.name(n))"""
            )
        )

    def find(self, typed: str) -> None:
        """Search and choose the first."""
        self.page.fill("#search", typed)
        self.page.press("#search", "Enter")
        self.settle()

    def tab(self, name: str) -> None:
        self.page.click(f"#tab-{name}")
        self.settle()

    def text(self, selector: str) -> str:
        """Text of an element."""
        found: str = self.page.locator(selector).first.inner_text()
        return found

    def hash(self) -> str:
        found: str = self.page.evaluate("location.hash")
        return found

    def saved(self, selector: str) -> tuple[str, bytes]:
        """Name and content of the file that a click hands out."""
        with self.page.expect_download() as download:
            self.page.click(selector)
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    def quiet(self) -> None:
        """Nothing went wrong and nothing was asked for but the page itself."""
        assert self.complaints == []
        allowed = {self.path.as_uri(), "about:blank"}
        assert {url.split("#")[0] for url in self.requests} <= allowed


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The small build of tests/builds.py, for reading only."""
    return make_build(tmp_path_factory.mktemp("small") / "build")


@pytest.fixture(scope="session")
def big(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """A build of 450 nodes, more than the overview shows, for reading only."""
    return big_build(tmp_path_factory.mktemp("big") / "build", 150, 300)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The page of a build, made once for the same build and options."""
    made: dict[object, Path] = {}

    def page(build: Build, **options: Any) -> Path:
        key = (build.path, *sorted(options.items()))
        if key not in made:
            place = tmp_path_factory.mktemp("page") / "page.html"
            made[key] = export(build, "html", place, **options)
        return made[key]

    return page


@pytest.fixture
def open_page(browser: Any, pages: Callable[..., Path]) -> Iterator[Callable[..., Opened]]:
    """Export a build as a page and open it from disk."""
    contexts = []

    def opener(build: Build, at: str = "", dark: bool = False, **options: Any) -> Opened:
        context = browser.new_context(
            viewport={"width": 1280, "height": 800},
            reduced_motion="reduce",
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        context.set_default_timeout(90_000)  # the machine may have other work
        opened = Opened(context.new_page(), pages(build, **options))
        opened.watch()
        opened.go(at)
        return opened

    yield opener
    for context in contexts:
        context.close()

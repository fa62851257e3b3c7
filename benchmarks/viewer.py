"""The viewer by size of the graph, beside stock pyvis on the same graphs, in one run.

    python -m benchmarks.viewer [--sizes 1000 5000 20000] [--largest 100000] [--wait SECONDS]

For each size: seconds to write the page, its megabytes, milliseconds in headless Chromium until it
can be used, and frames a second while panning. For ours also the slowest of several searches, the
middle and the slowest of five expansions, and panning with 2,000 nodes in sight. Stock pyvis is
measured as it comes (with its physics, until they rest, at most --wait seconds) and with given
places and no physics; what it asks of the network is refused, so that no line is waited for.
Chromium is found as the tests find it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.view.conftest import FLAGS, MISSING, chromium
from tests.view.scale import scale_build

SECONDS = 3.0
FRAMES = """async ([seconds, pan]) => {
  const step = new Function("f", pan);
  const start = performance.now();
  let frames = 0;
  while (performance.now() - start < seconds * 1000) {
    step(frames);
    await new Promise(requestAnimationFrame);
    frames += 1;
  }
  return (1000 * frames) / (performance.now() - start);
}"""
OURS = "kgView.canvas.pan(3 * Math.cos(f / 9), 2 * Math.sin(f / 11))"
STOCK = """const p = network.getViewPosition();
const s = network.getScale();
const [x, y] = [p.x + 3 * Math.cos(f / 9) / s, p.y + 2 * Math.sin(f / 11) / s];
network.moveTo({ position: { x, y } });"""
DRAWN = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
})"""
TYPED = ["安", "anbei", "县", "zhineng", "x", "新云公司", "q"]
SEARCHES = """(all) => Math.max(...all.map((typed) => {
  const start = performance.now();
  kgView.find.find(typed, 30);
  return performance.now() - start;
}))"""
EXPANSIONS = """async () => {
  const spent = [];
  for (const n of [0, 3, 20, 80, 150]) {
    const start = performance.now();
    kgView.expand(n);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    spent.push(performance.now() - start);
  }
  return spent.sort((a, b) => a - b);
}"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 5000, 20000])
    parser.add_argument("--largest", type=int, default=100_000, help="ours alone; 0 leaves it out")
    parser.add_argument("--wait", type=float, default=60, help="most seconds for stock physics")
    arguments = parser.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'nodes':>8} {'page':26}{'write':>9}{'file':>9}{'usable':>10}{'pan':>9}   more")
    with browser() as chrome, tempfile.TemporaryDirectory() as folder:
        for size in arguments.sizes:
            build = scale_build(Path(folder) / str(size), size, 3 * size)
            _ours(chrome, build, size, Path(folder))
            _stock(chrome, build, size, Path(folder), physics=False, wait=arguments.wait)
            _stock(chrome, build, size, Path(folder), physics=True, wait=arguments.wait)
        if arguments.largest:
            size = arguments.largest
            _ours(chrome, scale_build(Path(folder) / "largest", size, 3 * size), size, Path(folder))


@contextlib.contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        raise SystemExit(MISSING)
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chrome
        chrome.close()


@contextlib.contextmanager
def opened(chrome: Any, place: Path, ready: str, wait: float) -> Iterator[tuple[Any, float]]:
    """The page and the milliseconds until ``ready`` held and was drawn; infinite when never."""
    context = chrome.new_context(
        viewport={"width": 1280, "height": 800}, reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    page.route("http*://**", lambda route: route.abort())
    page.set_default_timeout(wait * 1000)
    page.goto(place.as_uri(), wait_until="commit")
    try:
        page.wait_for_function(ready, timeout=wait * 1000)
        usable = page.evaluate(DRAWN)
    except Exception as error:  # Playwright's own time-out
        if "Timeout" not in type(error).__name__:
            raise
        usable = float("inf")
    yield page, usable
    context.close()


def _ours(chrome: Any, build: Any, size: int, folder: Path) -> None:
    from kg.export import export

    start = time.perf_counter()
    place = export(build, "html", folder / "ours.html")
    written = time.perf_counter() - start
    with opened(chrome, place, "() => window.kgView && kgView.ready", 120) as (page, usable):
        page.wait_for_timeout(2500)  # the index of names is made in the pauses
        pan = page.evaluate(FRAMES, [SECONDS, OURS])
        search, expand = page.evaluate(SEARCHES, TYPED), page.evaluate(EXPANSIONS)
        page.evaluate("kgView.change({ ...kgView.nothing(), base: 2000 }, { fit: true })")
        page.wait_for_timeout(1500)
        shown = page.evaluate("kgView.canvas.scene.nodes.length")
        wide = page.evaluate(FRAMES, [SECONDS, OURS])
    more = f"search {search:.0f} ms, expand {expand[2]:.0f} (slowest {expand[-1]:.0f}) ms, "
    more += f"{shown:,} nodes in sight {wide:.0f}/s"
    _row(size, "kg view", written, place, usable, pan, more)


def _stock(chrome: Any, build: Any, size: int, folder: Path, *, physics: bool, wait: float) -> None:
    from pyvis.network import Network

    start = time.perf_counter()
    network = Network(cdn_resources="in_line", directed=True)
    network.toggle_physics(physics)
    for number, row in enumerate(build.table("nodes").to_pylist()):
        place = {} if physics else {"x": (number % 150) * 60, "y": (number // 150) * 60}
        network.add_node(row["id"], row["name"], group=row["label"], title=row["name"], **place)
    for row in build.table("edges").to_pylist():
        network.add_edge(row["source"], row["target"], title=row["type"])
    target = folder / "stock.html"
    target.write_text(network.generate_html(), encoding="utf-8")
    written = time.perf_counter() - start
    rests = "document.getElementById('loadingBar').style.opacity === '0'"
    ready = f"() => typeof network === 'object' && network.body && {rests if physics else 'true'}"
    with opened(chrome, target, ready, wait) as (page, usable):
        pan = page.evaluate(FRAMES, [SECONDS, STOCK]) if usable != float("inf") else None
    name = "stock pyvis" if physics else "stock pyvis, given places"
    more = f"not at rest after {wait:.0f} s" if pan is None else ""
    _row(size, name, written, target, usable, pan, more)


def _row(
    size: int, name: str, written: float, place: Path, usable: float, pan: float | None, more: str
) -> None:
    shown = "—" if usable == float("inf") else f"{usable:,.0f} ms"
    frames = "—" if pan is None else f"{pan:.0f}/s"
    megabytes = place.stat().st_size / 1e6
    print(
        f"{size:8,} {name:26}{written:7.1f} s{megabytes:6.1f} MB{shown:>10}{frames:>9}   {more}",
        flush=True,
    )


if __name__ == "__main__":
    main()

"""Speed with a larger graph. benchmarks/viewer.py measures 100,000 nodes; this keeps watch.

Each figure is the best of a few tries, since the machine may have other work.
"""

from __future__ import annotations

import pytest

from tests.view.scale import scale_build

pytestmark = pytest.mark.browser

SEARCH = """() => ["安", "anbei", "县", "zhineng", "x"].map((typed) => {
  const spent = [1, 2, 3].map(() => {
    const start = performance.now();
    window.kgView.find.find(typed, 30);
    return performance.now() - start;
  });
  return Math.min(...spent);
})"""
EXPAND = """async () => {
  const spent = [];
  for (const n of [0, 5, 50, 120, 180]) {
    const start = performance.now();
    window.kgView.expand(n);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    spent.push(performance.now() - start);
  }
  return Math.min(...spent);
}"""
PAN = """async () => {
  const { canvas } = window.kgView;
  const rates = [];
  for (let round = 0; round < 3; round += 1) {
    const start = performance.now();
    let frames = 0;
    while (performance.now() - start < 700) {
      canvas.pan(2 + (frames % 5), 1);
      await new Promise(requestAnimationFrame);
      frames += 1;
    }
    rates.push((1000 * frames) / (performance.now() - start));
  }
  return Math.max(...rates);
}"""


def test_a_large_graph_stays_quick(open_page, tmp_path) -> None:
    opened = open_page(scale_build(tmp_path / "b", 6000, 18_000, documents=300))
    page = opened.page
    assert page.evaluate("performance.now()") < 4000
    assert opened.text("#shown").startswith("显示 200 / 6,000 个节点")
    page.wait_for_function("() => window.kgView.find.names.length === 6000")
    assert max(page.evaluate(SEARCH)) < 100
    assert page.evaluate(EXPAND) < 200
    page.select_option("#base", "2000")
    page.wait_for_function("() => window.kgView.canvas.scene.nodes.length === 2000")
    opened.settle()
    assert page.evaluate(PAN) >= 30
    opened.quiet()


def test_panning_draws_what_a_whole_drawing_does(open_page, big) -> None:
    """The picture that is moved and mended at its edge equals one drawn anew."""
    opened = open_page(big)
    differing = opened.page.evaluate(
        """async () => {
          const { canvas } = window.kgView;
          const frame = () => new Promise(requestAnimationFrame);
          const { width, height } = canvas.canvas;
          const pixels = () => canvas.context.getImageData(0, 0, width, height).data;
          canvas.zoomAt([400, 300], 2.5);
          await new Promise((done) => setTimeout(done, 400));
          for (let i = 0; i < 12; i += 1) {
            canvas.pan(i % 3 ? 17 : -5, 11);
            await frame();
            await frame();
          }
          const moved = pixels();
          canvas.paint(false);
          const anew = pixels();
          let number = 0;
          for (let i = 0; i < anew.length; i += 4) {
            const far = [0, 1, 2].map((k) => Math.abs(moved[i + k] - anew[i + k]));
            if (far[0] + far[1] + far[2] > 90) number += 1;
          }
          return number / (anew.length / 4);
        }"""
    )
    assert differing < 0.002

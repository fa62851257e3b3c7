"""The reliability curve and the trade-off as one small SVG, written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from kg.assess.reliability import GROUPS, Reliability, TradeOff

SIDE = 240  # pixels of a plot
LEFT, TOP, GAP = 52, 44, 84
WIDTH, HEIGHT = LEFT + 2 * SIDE + GAP + 24, TOP + SIDE + 112
COLOURS = ("#2f6fb3", "#b3472f", "#2f8f5b")
TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

Point = tuple[float, float]
Series = tuple[str, Sequence[Point]]


def svg(groups: Sequence[Reliability], kept: Sequence[TradeOff], note: str = "") -> str:
    """Two plots side by side: share right by confidence, and scores by ``--min-confidence``.

    ``note`` is a line under them that says what was measured.
    """
    curves: list[Series] = [
        (f"{g.group} (n={g.facts}, ECE={g.error:.3f})",
         [(b.confidence, b.share_right) for b in g.bins])
        for g in groups if g.group in GROUPS
    ]  # fmt: skip
    scores: list[Series] = [
        ("precision 精确率", [(t.threshold, t.score.precision) for t in kept if t.score.predicted]),
        ("recall 召回率", [(t.threshold, t.score.recall) for t in kept]),
        ("F1", [(t.threshold, t.score.f1) for t in kept]),
    ]
    right = LEFT + SIDE + GAP
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11" role="img">',
        "<title>Reliability of confidence · 置信度可靠性</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_frame(LEFT, "Share right by confidence · 正确率与置信度", "confidence · 置信度"),
        _line([(0.0, 0.0), (1.0, 1.0)], LEFT, "#999", 'stroke-dasharray="4 4"'),
        *_plot(curves, LEFT),
        *_frame(right, "Scores by --min-confidence · 取舍", "threshold · 阈值"),
        *_plot(scores, right),
        _text(LEFT, HEIGHT - 6, note, "#666"),
        "</svg>\n",
    ))  # fmt: skip


def _frame(left: int, title: str, axis: str) -> Iterable[str]:
    yield _text(left, TOP - 18, title, "#222", 'font-weight="bold"')
    yield (f'<rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>')
    for tick in TICKS:
        x, y = _place((tick, tick), left)
        yield _text(x, TOP + SIDE + 14, f"{tick:.1f}", "#444", 'text-anchor="middle"')
        yield _text(left - 6, y + 4, f"{tick:.1f}", "#444", 'text-anchor="end"')
    middle = left + SIDE / 2
    yield _text(middle, TOP + SIDE + 29, axis, "#444", 'text-anchor="middle"')


def _plot(curves: Sequence[Series], left: int) -> Iterable[str]:
    for number, (name, points) in enumerate(curves):
        colour = COLOURS[number % len(COLOURS)]
        yield _line(points, left, colour, 'stroke-width="1.8"')
        for point in points:
            x, y = _place(point, left)
            yield f'<circle cx="{x}" cy="{y}" r="2.6" fill="{colour}"/>'
        yield _text(left, TOP + SIDE + 48 + 14 * number, f"● {name}", colour)


def _line(points: Sequence[Point], left: int, colour: str, more: str) -> str:
    path = " ".join(f"{x},{y}" for x, y in (_place(point, left) for point in points))
    return f'<polyline points="{path}" fill="none" stroke="{colour}" {more}/>'


def _place(point: Point, left: int) -> Point:
    """Pixels of a point of the unit square."""
    return round(left + point[0] * SIDE, 1), round(TOP + (1 - point[1]) * SIDE, 1)


def _text(x: float, y: float, words: str, colour: str, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" fill="{colour}" {more}>{escape(words)}</text>'

"""What a build's graph looks like at a glance: for someone who has never seen it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.analyze import measures
from kg.analyze.found import Found, Row

if TYPE_CHECKING:
    from kg.analyze.network import Network

# Called with the number of steps done, of how many, and what is done.
Progress = Callable[[int, int | None, str], None]
STEPS = ("components", "central regions", "central industries", "communities", "similar regions")


def overview(
    network: Network, *, top: int = 5, engine: str = "auto", progress: Progress | None = None
) -> Row:
    """Sizes, connected parts, the ``top`` central regions and industries, communities, and pairs.

    ``central`` has a :class:`kg.analyze.Found` a label, ``communities`` and ``similar`` are one.
    """

    def step(number: int) -> None:
        if progress:
            progress(number, len(STEPS), STEPS[number] if number < len(STEPS) else "")

    step(0)
    found: Row = {
        "nodes": len(network.ids),
        "ties": len(network.sources),
        "labels": dict(Counter(network.labels).most_common()),
        "components": measures.components(network, engine),
    }
    step(1)
    every = measures.central(network, top=len(network.ids), engine=engine)
    found["central"] = {}
    for label in ("Region", "Industry"):
        rows = [row for row in every.rows if row["label"] == label][:top]
        found["central"][label] = Found("central", every.engine, every.about, rows)
    step(3)
    found["communities"] = measures.communities(network, top=top, engine=engine)
    step(4)
    found["similar"] = measures.alike(network, top=top, engine=engine)
    step(5)
    return found

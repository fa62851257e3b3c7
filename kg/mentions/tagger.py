"""A statistical tagger for open names: chains over characters, on top of the network.

Three chains read the same vectors (:mod:`kg.neural`): industries and organizations, which often
stand inside other names, have one each; strategies, projects and named zones share one. Trained by
``tools/network``; the weights are data (``data/models``). Each span comes with its exact marginal
probability, so that a caller sets a threshold for each type.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from kg.mentions.chains import best_spans, read_chains
from kg.model import EntityType
from kg.neural import Network, Reading, network

LEAST = 0.2
"""Spans less probable than this are not reported unless a caller asks for them."""

_QUOTES = {"“": "”", '"': '"', "《": "》", "‘": "’"}


class TaggedSpan(NamedTuple):
    """``view[start:end]`` is an entity of this type with this marginal probability."""

    start: int
    end: int
    type: EntityType
    probability: float


class Tagger:
    """Reads names off sentences. It holds weights, no state."""

    def __init__(self, network: Network) -> None:
        """``network`` brings the labels and their moves with it."""
        self._network = network
        moves = [network.weights[f"moves{i}"] for i in range(len(network.labels))]
        self.chains = read_chains(
            [{"labels": names, "moves": m} for names, m in zip(network.labels, moves, strict=True)]
        )

    @classmethod
    def load(cls) -> Tagger:
        """The tagger that ships with the package; the same object each time."""
        return _shipped()

    def read(
        self, documents: Sequence[Sequence[Reading]], least: float = LEAST
    ) -> list[list[list[TaggedSpan]]]:
        """Spans of each sentence of each document, those of one chain without overlap.

        No sentence is empty. An industry may lie inside a span of another type.
        """
        import numpy as np

        views = [sentence.view for document in documents for sentence in document]
        if not views:
            return [[] for _ in documents]
        energy = self._network.energies(documents)
        found: list[list[TaggedSpan]] = [[] for _ in views]
        for best in best_spans(self.chains, energy, np.array([len(v) for v in views]), least):
            start, end = trim_quotes(views[best.sentence], best.first, best.last)
            if start < end:
                found[best.sentence].append(TaggedSpan(start, end, best.type, best.probability))
        rows = iter(found)
        return [[sorted(next(rows)) for _ in document] for document in documents]


def trim_quotes(view: str, start: int, end: int) -> tuple[int, int]:
    """The span without 《》 or quotes around the whole of it, and without a single stray one."""
    while start < end and view[start] in _QUOTES and view[end - 1] == _QUOTES[view[start]]:
        if _QUOTES[view[start]] in view[start + 1 : end - 1]:
            break
        start, end = start + 1, end - 1
    text = view[start:end]
    for opening, closing in _QUOTES.items():
        if text.startswith(opening) and closing not in text[1:]:
            return start + 1, end
        if text.endswith(closing) and opening not in text[:-1]:
            return start, end - 1
    return start, end


def forget() -> None:
    """Let go of the tagger that ships with the package; it is loaded again when needed."""
    _shipped.cache_clear()
    network.forget()


@cache
def _shipped() -> Tagger:
    return Tagger(Network.load())

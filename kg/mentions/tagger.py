"""A statistical tagger for open names: chains over characters, on top of the network.

Three chains read the same vectors (:mod:`kg.neural`): industries and organizations, which often
stand inside other names, have one each; strategies, projects and named zones share one. Trained by
``tools/network``; the weights are data (``data/models``). Each span comes with its exact marginal
probability, so that a caller sets a threshold for each type.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from kg.mentions.chains import best_spans, read_chains
from kg.mentions.names import Token, lexicon_matches
from kg.model import EntityType, Sentence
from kg.neural import Network, read_line

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
        self._chains = read_chains(
            [{"labels": names, "moves": m} for names, m in zip(network.labels, moves, strict=True)]
        )

    @classmethod
    def load(cls) -> Tagger:
        """The tagger that ships with the package; the same object each time."""
        return _shipped()

    def read(
        self,
        sentences: Sequence[Sentence],
        tokens: Sequence[Sequence[Token]],
        least: float = LEAST,
    ) -> list[list[TaggedSpan]]:
        """Spans of each sentence of one document, those of one chain without overlap.

        ``tokens`` are rjieba's (word, tag) pairs of each sentence's view, none of them empty. An
        industry may lie inside a span of another type.
        """
        import numpy as np

        if not sentences:
            return []
        lines = []
        for sentence, pairs in zip(sentences, tokens, strict=True):
            edges = set(accumulate((len(w) for w, _ in pairs), initial=0))
            lines.append(read_line(sentence.view, pairs, lexicon_matches(sentence.view, edges)))
        hidden = self._network.encode(lines)
        lengths = np.array([len(s.view) for s in sentences])
        starts = np.cumsum(lengths + 1) - lengths - 1
        inside = np.ones(len(hidden), bool)
        inside[starts + lengths] = False
        energy = self._network.energies(hidden[inside]).astype(np.float64)
        found: list[list[TaggedSpan]] = [[] for _ in sentences]
        for best in best_spans(self._chains, energy, lengths, least):
            view = sentences[best.sentence].view
            start, end = trim_quotes(view, best.first, best.last)
            if start < end:
                found[best.sentence].append(TaggedSpan(start, end, best.type, best.probability))
        return [sorted(spans) for spans in found]


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


@cache
def _shipped() -> Tagger:
    return Tagger(Network.load())

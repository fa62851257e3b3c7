"""A statistical tagger for open names: linear-chain conditional random fields over words.

Three chains read the same attributes (:mod:`kg.mentions.features`): industries and organizations,
which often stand inside other names, have one each; strategies, projects and named zones share one.
Trained by ``tools/train_tagger.py``; the weights are data (``data/models``). Each span comes with
its exact marginal probability, so that a caller sets a threshold for each type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.data import read_text
from kg.mentions.chains import best_spans, read_chains
from kg.mentions.features import (
    CONTEXT,
    OFFSETS,
    PAD,
    REACH,
    Token,
    context_columns,
    lexicon_matches,
    split_tokens,
    word_attributes,
)
from kg.model import EntityType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

MODEL = "models/tagger.json"
CLUSTERS = "models/clusters.tsv"
LEAST = 0.2
"""Spans less probable than this are not reported unless a caller asks for them."""

_WORDS_KEPT = 50_000
_EDGE = (PAD,) * REACH
_BLANK = ("",) * REACH
_QUOTES = {"“": "”", '"': '"', "《": "》", "‘": "’"}
_NAME = re.compile(r"[\u4e00-\u9fff]{2}")


class TaggedSpan(NamedTuple):
    """``view[start:end]`` is an entity of this type with this marginal probability."""

    start: int
    end: int
    type: EntityType
    probability: float


class _Values(NamedTuple):
    """Values of a context column and their weights (values x offsets x labels), row 0 empty."""

    numbers: dict[str, int]
    table: Floats


class Tagger:
    """Reads names off sentences. It holds weights and a cache, no state."""

    def __init__(self, model: Mapping[str, Any], clusters: Mapping[str, tuple[str, ...]]) -> None:
        """``model`` as in the model file; ``clusters`` maps a word to its cluster ids."""
        self._clusters = clusters
        self._chains = read_chains(model["chains"])
        self._weights, self._rows = _table(model["weights"], len(self._chains.moves))
        self._values = self._contexts()
        self._seen: dict[Token, Floats] = {}

    @classmethod
    def load(cls) -> Tagger:
        """The tagger that ships with the package; the same object each time."""
        return _shipped()

    def tag(
        self, view: str, tokens: Sequence[Token] | None = None, least: float = LEAST
    ) -> list[TaggedSpan]:
        """Spans of one sentence; :meth:`tag_all` is faster for many."""
        return self.tag_all([view], None if tokens is None else [tokens], least)[0]

    def tag_all(
        self,
        views: Sequence[str],
        tokens: Sequence[Sequence[Token]] | None = None,
        least: float = LEAST,
    ) -> list[list[TaggedSpan]]:
        """Spans of each sentence in reading order, those of one chain without overlap.

        ``tokens`` are rjieba's (word, tag) pairs of each view; made here when not given. An
        industry may lie inside a span of another type.
        """
        import numpy as np

        chosen = [i for i, view in enumerate(views) if relevant(view)]
        given = _tokenize(views, chosen) if tokens is None else [tokens[i] for i in chosen]
        split = [split_tokens(t) for t in given]
        found: list[list[TaggedSpan]] = [[] for _ in views]
        if not chosen:
            return found
        edges = [list(accumulate((len(w) for w, _ in t), initial=0)) for t in split]
        lengths = np.array([len(t) for t in split])
        energy = self._energy([views[i] for i in chosen], split, edges)
        for best in best_spans(self._chains, energy, lengths, least):
            number, places = chosen[best.sentence], edges[best.sentence]
            start, end = trim_quotes(views[number], places[best.first], places[best.last])
            if start < end:
                found[number].append(TaggedSpan(start, end, best.type, best.probability))
        return [sorted(spans) for spans in found]

    def _energy(
        self,
        views: Sequence[str],
        split: Sequence[Sequence[Token]],
        edges: Sequence[Sequence[int]],
    ) -> Floats:
        """Sum of the weights of each token's attributes: tokens of all sentences x labels."""
        import numpy as np

        columns: dict[str, list[str]] = {}
        for view, tokens, bounds in zip(views, split, edges, strict=True):
            matches = lexicon_matches(view, {edge: i for i, edge in enumerate(bounds)})
            for name, values in context_columns(tokens, matches).items():
                columns.setdefault(name, []).extend([*_BLANK, *values, *_BLANK])
        padded = [token for tokens in split for token in (*_EDGE, *tokens, *_EDGE)]
        lengths = np.array([len(tokens) for tokens in split])
        # Places of the tokens among the padded ones: each sentence has blanks on both sides.
        blanks = np.repeat(REACH * (2 * np.arange(len(split)) + 1), lengths)
        places = np.arange(len(blanks)) + blanks
        numbers = {token: i for i, token in enumerate(dict.fromkeys(padded))}
        table = np.stack([self._word_row(token) for token in numbers])
        found = np.array([numbers[token] for token in padded])
        energy = _shifted(table, found, places, range(-REACH, REACH + 1))
        for name, values in columns.items():
            known = self._values[name]
            found = np.array([known.numbers.get(value, 0) for value in values])
            energy += _shifted(known.table, found, places, OFFSETS[name])
        return energy

    def _contexts(self) -> dict[str, _Values]:
        """Weights of every value that the model knows, for each context column."""
        values: dict[str, dict[str, int]] = {name: {} for name in CONTEXT}
        for attribute in self._rows:
            place, _, value = attribute.partition("=")
            if (known := values.get(place.rstrip("-012"))) is not None:
                known.setdefault(value, len(known) + 1)
        return {name: _Values(known, self._columns(name, known)) for name, known in values.items()}

    def _columns(self, name: str, values: Iterable[str]) -> Floats:
        offsets = OFFSETS[name]
        rows = [[self._rows.get(f"{name}{o}={value}", 0) for o in offsets] for value in values]
        return self._weights[[[0] * len(offsets), *rows]]

    def _word_row(self, token: Token) -> Floats:
        """Weights of a word as seen from each of the places around it (offsets x labels)."""
        import numpy as np

        if (row := self._seen.get(token)) is not None:
            return row
        row = np.zeros((2 * REACH + 1, self._weights.shape[1]))
        for attribute in word_attributes(token, self._clusters):
            name, _, value = attribute.partition("=")
            for offset in OFFSETS[name]:
                row[offset + REACH] += self._weights[self._rows.get(f"{name}{offset}={value}", 0)]
        if len(self._seen) >= _WORDS_KEPT:
            self._seen.clear()
        self._seen[token] = row
        return row


def _shifted(table: Floats, found: Ints, places: Ints, offsets: Sequence[int]) -> Floats:
    """Sum over the offsets of what the table (keys x offsets x labels) says of the key there."""
    energy: Floats = table[found[places + offsets[0]], 0]
    for i, offset in enumerate(offsets[1:], 1):
        energy += table[found[places + offset], i]
    return energy


def relevant(view: str) -> bool:
    """Whether a sentence can hold a name at all: two Chinese characters side by side."""
    return _NAME.search(view) is not None


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


def _tokenize(views: Sequence[str], chosen: Sequence[int]) -> list[list[Token]]:
    import rjieba

    return [rjieba.tag(views[i]) for i in chosen]


def _table(weights: Mapping[str, Sequence[int]], width: int) -> tuple[Floats, dict[str, int]]:
    """Weight table (attributes x labels, row 0 empty) and the row of each attribute.

    A file entry is column, weight in thousandths, column, weight, ...
    """
    import numpy as np

    rows = {attribute: i for i, attribute in enumerate(weights, 1)}
    table = np.zeros((len(rows) + 1, width))
    places = [number for number, pairs in enumerate(weights.values(), 1) for _ in pairs[::2]]
    columns = [column for pairs in weights.values() for column in pairs[::2]]
    values = [value for pairs in weights.values() for value in pairs[1::2]]
    table[places, columns] = np.array(values) / 1000
    return table, rows


def read_clusters(text: str) -> dict[str, tuple[str, ...]]:
    """Cluster ids of words, from coarse to fine; ``#`` lines are comments."""
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {word: tuple(ids) for word, *ids in lines}


@cache
def _shipped() -> Tagger:
    return Tagger(json.loads(read_text(MODEL)), read_clusters(read_text(CLUSTERS)))

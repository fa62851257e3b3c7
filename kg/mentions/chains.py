"""Inference in linear-chain conditional random fields: exact probabilities of spans.

Many sentences are worked through together, and all chains side by side, so that the arithmetic runs
on arrays. Energies and moves are natural logarithms of potentials, as CRFsuite
trains them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.model import EntityType

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Energies = NDArray[np.float32] | NDArray[np.float64]
    Ints = NDArray[np.int64]

LONGEST = 32
"""Characters of the longest span."""


@dataclass(frozen=True, slots=True)
class Chains:
    """Independent fields over B, I and O labels, their labels in one row of columns.

    ``moves`` holds the potentials of one label after another, zero between chains; ``same`` is 1
    where two labels are of one chain. For each type, ``first`` and ``inner`` are the columns of its
    B and I label, ``chain`` the number of its chain.
    """

    moves: Floats
    same: Floats
    types: tuple[EntityType, ...]
    first: Ints
    inner: Ints
    chain: tuple[int, ...]


class Candidate(NamedTuple):
    """Characters ``first`` to ``last`` (exclusive) of sentence ``sentence`` are one entity."""

    probability: float
    sentence: int
    first: int
    last: int
    type: EntityType
    chain: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """Characters by their place in the sentence: all first ones, all second ones, and so on.

    In each place the longest sentences come first. ``rows`` leads from there to the characters in
    reading order; ``begins[t]`` is where place ``t`` begins, the last entry where all end;
    ``order`` are the sentences, the longest first.
    """

    rows: Ints
    begins: Ints
    order: Ints

    def places(self, at: Ints) -> tuple[Ints, Ints]:
        """Place in the sentence, and number of the sentence in ``order``, of what stands there."""
        import numpy as np

        place = np.searchsorted(self.begins, at, side="right") - 1
        return place, at - self.begins[place]


def read_chains(rows: Sequence[dict[str, Any]]) -> Chains:
    """Chains as the model file holds them: ``labels`` (B-Type, I-Type, O) and ``moves``."""
    import numpy as np

    labels: list[str] = [label for row in rows for label in row["labels"]]
    chain_of = [number for number, row in enumerate(rows) for _ in row["labels"]]
    same = (np.array(chain_of)[:, None] == np.array(chain_of)).astype(float)
    moves = np.zeros_like(same)
    moves[same > 0] = np.exp(np.concatenate([np.ravel(row["moves"]) for row in rows]))
    first = [i for i, label in enumerate(labels) if label.startswith("B-")]
    types: Any = tuple(labels[i][2:] for i in first)
    inner = [labels.index(f"I-{kind}") for kind in types]
    chain = tuple(chain_of[i] for i in first)
    return Chains(moves, same, types, np.array(first), np.array(inner), chain)


def best_spans(chains: Chains, energy: Energies, lengths: Ints, least: float) -> list[Candidate]:
    """Spans of probability ``least`` or more; of overlapping ones of a chain the most probable.

    ``energy`` is characters x labels, sentences one after another; no sentence is empty.
    """
    taken: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
    for one in sorted(_candidates(chains, energy, lengths, least), reverse=True):
        here = taken[one.chain, one.sentence]
        if all(one.last <= other.first or other.last <= one.first for other in here):
            here.append(one)
    return [one for here in taken.values() for one in here]


def _candidates(
    chains: Chains, energy: Energies, lengths: Ints, least: float
) -> Iterator[Candidate]:
    """Every span of any type whose probability is ``least`` or more.

    A name grows only while the probability that one begins there and reaches so far, which no
    longer one exceeds, is as great.
    """
    import numpy as np

    layout = _lay_out(lengths)
    forward, backward, emitted = _believe(chains, energy, layout)
    at, kind = np.nonzero(forward[:, chains.first] * backward[:, chains.first] >= least)
    labels, inner = chains.first[kind], chains.inner[kind]
    run = forward[at, labels]
    place, column = layout.places(at)
    counts = np.append(np.diff(layout.begins), 0)
    for size in range(1, LONGEST + 1):
        # Messages that end here: all that follow, less those that go on with the same name.
        longer = run * chains.moves[labels, inner]
        after = np.where(column < counts[place + 1], at + counts[place], -1)
        longer *= np.where(after >= 0, emitted[after, inner], 0.0)
        on = longer * backward[after, inner]
        probability = run * backward[at, labels] - on
        found = np.flatnonzero(probability >= least)
        rows = (probability, layout.order[column], place, kind)
        for p, sentence, last, k in zip(*(row[found].tolist() for row in rows), strict=True):
            yield Candidate(
                min(1.0, p), sentence, last + 1 - size, last + 1, chains.types[k], chains.chain[k]
            )
        kept = np.flatnonzero(on >= least)
        if not len(kept):
            break
        at, place, column = after[kept], place[kept] + 1, column[kept]
        kind, inner, run = kind[kept], inner[kept], longer[kept]
        labels = inner


def _lay_out(lengths: Ints) -> _Layout:
    import numpy as np

    order = np.argsort(-lengths, kind="stable")
    size = lengths[order]
    counts = np.searchsorted(-size, -np.arange(int(size[0])))
    begins = np.append(0, np.cumsum(counts))
    place = np.repeat(np.arange(len(counts)), counts)
    first = (np.cumsum(lengths) - lengths)[order]
    return _Layout(first[np.arange(begins[-1]) - begins[place]] + place, begins, order)


def _believe(chains: Chains, energy: Energies, layout: _Layout) -> tuple[Floats, Floats, Floats]:
    """Forward and backward messages and factors of each character (in the layout x labels).

    All are scaled, so that forward times backward is a label's probability.
    """
    import numpy as np

    factors = energy[layout.rows]
    factors -= factors.max(axis=1, keepdims=True)
    emitted: Floats = np.exp(factors, out=factors).astype(np.float64)
    forward, backward = np.empty_like(emitted), np.ones_like(emitted)
    begins = layout.begins.tolist()
    before = None
    for begin, end in pairwise(begins):
        message = emitted[begin:end]
        if before is not None:
            message = message * (before[: end - begin] @ chains.moves)
        scale = message @ chains.same
        before = np.divide(message, scale, out=forward[begin:end])
        emitted[begin:end] /= scale
    back = chains.moves.T.copy()
    for number in range(len(begins) - 2, 0, -1):
        begin, end = begins[number], begins[number + 1]
        message = emitted[begin:end] * backward[begin:end]
        above = begins[number - 1]
        np.matmul(message, back, out=backward[above : above + end - begin])
    return forward, backward, emitted

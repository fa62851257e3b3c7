"""Inference in linear-chain conditional random fields: exact probabilities of spans.

Many sentences are worked through together, and all chains side by side, so that the arithmetic runs
on arrays. Energies and moves are natural logarithms of potentials, as CRFsuite
trains them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
    """Tokens by their place in the sentence: all first ones, all second ones, and so on.

    ``rows`` leads from there to the tokens in reading order; ``begins[t]`` is where place ``t``
    begins. In each place the longest sentences come first.
    """

    rows: Ints
    begins: list[int]


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
    taken: set[tuple[int, int, int]] = set()
    out = []
    for one in sorted(_candidates(chains, energy, lengths, least), reverse=True):
        places = {(one.chain, one.sentence, i) for i in range(one.first, one.last)}
        if taken.isdisjoint(places):
            taken |= places
            out.append(one)
    return out


def _candidates(
    chains: Chains, energy: Energies, lengths: Ints, least: float
) -> Iterator[Candidate]:
    """Every span of any type whose probability is ``least`` or more.

    A name grows only while the probability that one begins there and reaches so far, which no
    longer one exceeds, is as great.
    """
    import numpy as np

    starts = np.cumsum(lengths) - lengths
    sentence = np.repeat(np.arange(len(lengths)), lengths)
    last = np.zeros(len(energy), bool)
    last[starts + lengths - 1] = True
    forward, backward, emitted = _believe(chains, energy, _lay_out(lengths, starts))
    end, kind = np.nonzero(forward[:, chains.first] * backward[:, chains.first] >= least)
    labels, inner = chains.first[kind], chains.inner[kind]
    run = forward[end, labels]
    for size in range(1, LONGEST + 1):
        here = run * backward[end, labels]
        # Messages that end here: all that follow, less those that go on with the same name.
        after = np.minimum(end + 1, len(energy) - 1)
        longer = run * chains.moves[labels, inner] * emitted[after, inner]
        longer[last[end]] = 0.0
        on = longer * backward[after, inner]
        probability = here - on
        found = np.flatnonzero(probability >= least)
        rows = zip(
            probability[found].tolist(), sentence[end[found]].tolist(),
            (end[found] + 1 - starts[sentence[end[found]]]).tolist(), kind[found].tolist(),
            strict=True,
        )  # fmt: skip
        for p, number, stop, k in rows:
            yield Candidate(
                min(1.0, p), number, stop - size, stop, chains.types[k], chains.chain[k]
            )
        kept = np.flatnonzero(on >= least)
        if not len(kept):
            break
        end, kind, inner, run = after[kept], kind[kept], inner[kept], longer[kept]
        labels = inner


def _lay_out(lengths: Ints, starts: Ints) -> _Layout:
    import numpy as np

    order = np.argsort(-lengths, kind="stable")
    first, size = starts[order], lengths[order]
    counts = np.searchsorted(-size, -np.arange(int(size[0])))
    rows = np.concatenate([first[:count] + place for place, count in enumerate(counts)])
    return _Layout(rows, [0, *np.cumsum(counts).tolist()])


def _believe(chains: Chains, energy: Energies, layout: _Layout) -> tuple[Floats, Floats, Floats]:
    """Forward and backward messages and factors of each token (characters x labels).

    All are scaled, so that forward times backward is a label's probability.
    """
    import numpy as np

    emitted = np.exp(energy - energy.max(axis=1, keepdims=True)).astype(np.float64)[layout.rows]
    forward, backward = np.empty_like(emitted), np.ones_like(emitted)
    places = [slice(a, b) for a, b in zip(layout.begins, layout.begins[1:], strict=False)]
    before = None
    for here in places:
        message = emitted[here]
        if before is not None:
            message = message * (forward[before][: len(message)] @ chains.moves)
        scale = message @ chains.same
        forward[here] = message / scale
        emitted[here] /= scale
        before = here
    back = chains.moves.T.copy()
    for number in range(len(places) - 1, 0, -1):
        here = places[number]
        begin = layout.begins[number - 1]
        message = (emitted[here] * backward[here]) @ back
        backward[begin : begin + len(message)] = message
    out = np.empty((3, *emitted.shape))
    out[:, layout.rows] = forward, backward, emitted
    return out[0], out[1], out[2]

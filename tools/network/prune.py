"""Numbers of the network that are nothing in practice, set to nothing in the model file.

After training most outputs of the later convolutions are below zero, hence cut to zero, for every
character of every text. Without weights they need not be computed (see :mod:`kg.neural.layers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kg.neural import Network, Reading
from kg.neural.inputs import lay_out

RARE = 1e-5
"""Share of characters under which an output that is above zero counts for nothing."""


def active(network: Network, documents: Iterable[Sequence[Reading]]) -> NDArray[np.float64]:
    """For each layer and output the share of characters for which it is above zero."""
    counts = np.zeros((len(network.dilations), len(network.weights["in_bias"])))
    characters = 0
    for document in documents:
        if document:
            counts += _above_zero(network, document)
            characters += sum(len(s.view) for s in document)
    return counts / max(1, characters)


def _above_zero(network: Network, document: Sequence[Reading]) -> NDArray[np.int64]:
    """For how many characters each output is above zero, by the definition of the layers."""
    w, page = network.weights, lay_out([document])
    chars, before, pairs, both = network.ids(page)
    mark_count = len(w["in"]) - sum(w[n].shape[1] for n in ("char", "pair", "pair", "tag"))
    tags, marks = np.divmod(both, mark_count + 1)
    marked = np.eye(mark_count + 1, dtype=np.float32)[marks][:, 1:]
    seen = (w["char"][chars], w["pair"][before], w["pair"][pairs], w["tag"][tags], marked)
    hidden = np.concatenate(seen, axis=1) @ w["in"] + w["in_bias"]
    out = []
    for i, distance in enumerate(network.dilations):
        size = np.sqrt((hidden**2).mean(axis=1, keepdims=True) + 1e-6)
        scaled = hidden / size * w[f"scale{i}"] * page.alive[:, None]
        around = np.pad(scaled, ((distance, distance), (0, 0)))
        taps = [around[k * distance :][: len(hidden)] for k in range(3)]
        step = np.maximum(np.concatenate(taps, axis=1) @ w[f"kernel{i}"] + w[f"bias{i}"], 0)
        out.append((step[page.real] > 0).sum(axis=0))
        hidden = hidden + step
    return np.array(out)


def prune(arrays: dict[str, NDArray[np.generic]], shares: NDArray[np.float64]) -> list[int]:
    """Take the weights of rare outputs out of a model file's arrays; how many a layer are left."""
    for number, share in enumerate(shares):
        for name in (f"w:kernel{number}", f"w:bias{number}"):
            arrays[name] = arrays[name].copy()
            arrays[name][..., share < RARE] = 0
    return [int((share >= RARE).sum()) for share in shares]

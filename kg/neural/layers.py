"""The network's arithmetic in blocks of rows that stay in the processor's cache.

A residual convolution over three positions is done two outputs at a time with four products in the
place of six (Winograd's F(2, 3), exact but for rounding). How a matrix product rounds a row depends
on the row's place in the matrix. Blocks of one size, and documents that begin at multiples of
:data:`ALIGN`, make a document's numbers the same whatever it is read with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]
    Bools = NDArray[np.bool_]

BLOCK = 1008
"""Rows worked on at a time: so many that they stay in the cache, and a multiple of ALIGN."""

HALO = 24
"""Rows on either side of a block that are worked on for their neighbours' sake."""

ALIGN = 48
"""Documents begin at multiples of this many rows: of 16, twice the greatest distance, and of 24,
since products take 12 rows at a time, half of a block's."""

APART = 8
"""Idle rows between documents at least: the greatest distance."""

SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution: its distance, four matrices of the transformed kernel, the bias.

    It adds to the numbers of a row from ``first`` on, as many as the bias has.
    """

    distance: int
    kernel: Floats
    bias: Floats
    first: int


@dataclass(frozen=True, slots=True)
class Tables:
    """What each id adds to the first hidden layer, one table an input (ids x numbers)."""

    char: Floats
    before: Floats
    pair: Floats
    tag: Floats


@dataclass(frozen=True, slots=True)
class Prepared:
    """Weights in the form that is worked with, and the one matrix from a row to the energies."""

    tables: Tables
    layers: tuple[Layer, ...]
    label: Floats


def prepare(weights: Mapping[str, Floats], distances: Sequence[int]) -> Prepared:
    """The weights of the model file, with the scales folded into the matrices.

    The numbers of a row are put in an order in which those that a layer adds to stand together:
    what has no weights (see ``tools/network/prune.py``) is not computed.
    """
    import numpy as np

    adds = [
        np.any(weights[f"kernel{i}"] != 0, axis=0) | (weights[f"bias{i}"] > 0)
        for i in range(len(distances))
    ]
    order = _order(adds, len(weights["in_bias"]))
    layers = (_layer(weights, i, distances[i], adds[i], order) for i in range(len(distances)))
    label = (weights["scale_out"][:, None] * weights["label"])[order]
    return Prepared(_tables(weights, order), tuple(layers), label)


def _order(adds: Sequence[Bools], width: int) -> Ints:
    """Numbers that only early layers add to first, those of only the last one last."""
    import numpy as np

    def key(number: int) -> tuple[int, int, int]:
        those = [i for i, layer in enumerate(adds) if layer[number]]
        latest = max(those, default=-1)
        # 2 but not 3 | both | 3 but not 2: so both layers' numbers stand together.
        return latest, sum(those) if latest < len(adds) - 1 else -sum(those), number

    return np.array(sorted(range(width), key=key))


def _layer(
    weights: Mapping[str, Floats], number: int, distance: int, adds: Bools, order: Ints
) -> Layer:
    import numpy as np

    places = np.flatnonzero(adds[order])
    first, end = (int(places[0]), int(places[-1]) + 1) if len(places) else (0, 1)
    kept = order[first:end]
    kernel = weights[f"kernel{number}"]
    size = len(kernel) // 3
    scale = weights[f"scale{number}"][:, None]
    left, centre, right = (
        (scale * kernel[i * size : (i + 1) * size])[order][:, kept] for i in range(3)
    )
    even, odd = (left + right) / 2, centre / 2
    stack = np.stack((left, even + odd, even - odd, right))
    return Layer(distance, stack, weights[f"bias{number}"][kept], first)


def _tables(weights: Mapping[str, Floats], order: Ints) -> Tables:
    """Embeddings carried through the first linear layer; tag and mark share a table.

    Its rows are tags times one more than the marks, the first of each without a mark.
    """
    import numpy as np

    w = weights
    widths = [w[name].shape[1] for name in ("char", "pair", "pair", "tag")]
    parts = np.split(w["in"][:, order], np.cumsum(widths))
    char, before, pair, tag, mark = parts
    marks = np.concatenate((np.zeros((1, len(order)), np.float32), mark))
    both = (w["tag"] @ tag)[:, None] + marks + w["in_bias"][order]
    return Tables(
        w["char"] @ char, w["pair"] @ before, w["pair"] @ pair, both.reshape(-1, len(order))
    )


class Block:
    """Room for one block at work; made once for many blocks."""

    def __init__(self, width: int) -> None:
        """``width`` numbers a row."""
        import numpy as np

        half = BLOCK // 2
        self.hidden = np.empty((BLOCK, width), np.float32)
        self._scaled = np.zeros((BLOCK + 2 * HALO, width), np.float32)
        self._inputs = np.empty((4, half, width), np.float32)
        self._room = np.empty(6 * half * width, np.float32)
        self._zeros = np.zeros(half * width, np.float32)

    def fill(self, tables: Tables, ids: Sequence[Ints]) -> None:
        """The first layer from the ids of characters, pairs before, pairs and tags."""
        import numpy as np

        extra = self._room[: self.hidden.size].reshape(self.hidden.shape)
        np.take(tables.char, ids[0], axis=0, out=self.hidden, mode="clip")
        for table, here in zip((tables.before, tables.pair, tables.tag), ids[1:], strict=True):
            np.take(table, here, axis=0, out=extra, mode="clip")
            np.add(self.hidden, extra, out=self.hidden)

    def scale(self, alive: Floats) -> Floats:
        """A factor a row that brings it to unit mean square; rows that are not alive get 0."""
        import numpy as np

        hidden = self.hidden
        size = np.einsum("ij,ij->i", hidden, hidden)
        size /= hidden.shape[1]
        size += SMALL
        np.sqrt(size, out=size)
        out: Floats = np.divide(alive, size, out=size)
        return out

    def convolve(self, layer: Layer, alive: Floats) -> None:
        """Add a layer's outputs to the rows."""
        import numpy as np

        rows = self._scaled[HALO : HALO + BLOCK]
        np.multiply(self.hidden, self.scale(alive)[:, None], out=rows)
        distance = layer.distance
        # Halves of stretches of two distances: each is the other's neighbour.
        before, here, after = (
            self._stretches(self._scaled[HALO + shift :][:BLOCK], distance)
            for shift in (-distance, 0, 2 * distance)
        )
        inputs = [self._stretches(x, distance, 1) for x in self._inputs]
        np.subtract(before[:, :distance], here[:, distance:], out=inputs[0])
        np.add(here[:, :distance], here[:, distance:], out=inputs[1])
        np.subtract(here[:, distance:], here[:, :distance], out=inputs[2])
        np.subtract(here[:, :distance], after[:, :distance], out=inputs[3])
        half, width = BLOCK // 2, len(layer.bias)
        room = self._room[: 6 * half * width].reshape(6, half, width)
        products = np.matmul(self._inputs, layer.kernel, out=room[:4])
        first, second = room[4:]
        np.add(products[1], layer.bias, out=products[1])
        np.add(products[1], products[2], out=first)
        np.add(first, products[0], out=first)
        np.subtract(products[1], products[2], out=second)
        np.subtract(second, products[3], out=second)
        zeros = self._zeros[: half * width].reshape(half, width)
        out = self._stretches(self.hidden, distance)[:, :, layer.first : layer.first + width]
        for sums, place in ((first, out[:, :distance]), (second, out[:, distance:])):
            np.maximum(sums, zeros, out=sums)
            np.add(place, self._stretches(sums, distance, 1), out=place)

    def _stretches(self, rows: Floats, distance: int, halves: int = 2) -> Floats:
        """Rows in stretches of one or two distances."""
        return rows.reshape(-1, halves * distance, rows.shape[1])

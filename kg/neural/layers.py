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
    """A convolution: its distance, four matrices of the transformed kernel, the bias."""

    distance: int
    kernel: Floats
    bias: Floats


@dataclass(frozen=True, slots=True)
class Tables:
    """What each id adds to the first hidden layer, one table an input (ids x numbers)."""

    char: Floats
    before: Floats
    pair: Floats
    tag: Floats


def read_layers(weights: Mapping[str, Floats], distances: Sequence[int]) -> list[Layer]:
    """Layers of named weights, the scales folded into the kernels."""
    import numpy as np

    layers = []
    for number, distance in enumerate(distances):
        kernel = weights[f"kernel{number}"]
        size = len(kernel) // 3
        left, centre, right = (
            weights[f"scale{number}"][:, None] * kernel[i * size : (i + 1) * size] for i in range(3)
        )
        even, odd = (left + right) / 2, centre / 2
        layers.append(
            Layer(distance, np.stack((left, even + odd, even - odd, right)),
                  weights[f"bias{number}"])
        )  # fmt: skip
    return layers


def read_tables(weights: Mapping[str, Floats]) -> Tables:
    """Embeddings carried through the first linear layer; tag and mark share a table.

    Its rows are tags times one more than the marks, the first of each without a mark.
    """
    import numpy as np

    w = weights
    widths = [w[name].shape[1] for name in ("char", "pair", "pair", "tag")]
    char, before, pair, tag, mark = np.split(w["in"], np.cumsum(widths))
    marks = np.concatenate((np.zeros((1, mark.shape[1]), np.float32), mark))
    both = (w["tag"] @ tag)[:, None] + marks + w["in_bias"]
    return Tables(
        w["char"] @ char, w["pair"] @ before, w["pair"] @ pair, both.reshape(-1, both.shape[-1])
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
        self._products = np.empty((4, half, width), np.float32)
        self._sums = np.empty((2, half, width), np.float32)
        self._zeros = np.zeros((half, width), np.float32)

    def fill(self, tables: Tables, ids: Sequence[Ints]) -> None:
        """The first layer from the ids of characters, pairs before, pairs and tags."""
        import numpy as np

        extra = self._products.reshape(-1, self.hidden.shape[1])[:BLOCK]
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
        products = np.matmul(self._inputs, layer.kernel, out=self._products)
        first, second = self._sums
        np.add(products[1], layer.bias, out=products[1])
        np.add(products[1], products[2], out=first)
        np.add(first, products[0], out=first)
        np.subtract(products[1], products[2], out=second)
        np.subtract(second, products[3], out=second)
        out = self._stretches(self.hidden, distance)
        for half, place in ((first, out[:, :distance]), (second, out[:, distance:])):
            np.maximum(half, self._zeros, out=half)
            np.add(place, self._stretches(half, distance, 1), out=place)

    def _stretches(self, rows: Floats, distance: int, halves: int = 2) -> Floats:
        """Rows in stretches of one or two distances."""
        return rows.reshape(-1, halves * distance, rows.shape[1])

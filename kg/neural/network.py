"""The network's weights and vocabulary, and what it makes of documents.

Layers: embeddings of the character, of the two pairs it forms with its neighbours and of its word's
tag and place, with lexicon marks beside them; one linear layer; residual convolutions over three
positions at growing distances. Every vector is scaled to unit mean square before a convolution and
at the end.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.neural.inputs import CLASSES, PLACES, Page, Reading, lay_out
from kg.neural.layers import BLOCK, HALO, Block, Prepared, prepare

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from threadpoolctl import ThreadpoolController

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

MODEL = "models/network.npz"
PAD, UNKNOWN, BREAK, FIRST = 0, 1, 3, 4
"""Ids of padding, of what the vocabulary lacks, of a sentence's end; then those of the known."""

_BASE = 1 << 21  # more than any code point


class Network:
    """Weights and vocabulary; no state."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        """``arrays`` as :func:`pack` makes them and the model file holds them."""
        import numpy as np

        meta = json.loads(bytes(arrays["meta"]).decode("utf-8"))
        self.labels: list[list[str]] = meta["labels"]
        self.dilations: list[int] = meta["dilations"]
        self._tags = {name: i for i, name in enumerate(meta["tags"], FIRST)}
        self._chars = np.full(0x10000, UNKNOWN, np.int64)
        chars = arrays["chars"].astype(np.int64)
        self._chars[chars] = np.arange(FIRST, FIRST + len(chars))
        pairs = arrays["pairs"].astype(np.int64)
        keys = pairs[:, 0] * _BASE + pairs[:, 1]
        order = np.argsort(keys)
        self._pair_keys, self._pair_ids = keys[order], order + FIRST
        self.weights: dict[str, Floats] = {
            name[2:]: _restored(arrays, name) for name in arrays if name.startswith("w:")
        }
        self._ready: Prepared | None = None

    @classmethod
    def load(cls) -> Network:
        """The network that ships with the package; the same object each time."""
        return _shipped()

    @classmethod
    def read(cls, data: bytes) -> Network:
        """The network of a model file with this content."""
        import numpy as np

        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return cls(arrays)

    def energies(self, documents: Sequence[Sequence[Reading]]) -> Floats:
        """Energies of the labels of all chains, one row a character of all sentences in order.

        No sentence is empty. The rows of a document depend on nothing but that document.
        """
        page = lay_out([d for d in documents if d])
        # Threads would wait for one another: the matrices are small, and processes work side by
        # side. They would also divide matrices, and round a row by where they do.
        with _threads().limit(limits=1, user_api="blas"):
            return self._run(self.ids(page), page.alive)[page.real]

    def ids(self, page: Page) -> tuple[Ints, Ints, Ints, Ints]:
        """Ids of each row: the character, the pairs that end and begin there, tag with mark."""
        import numpy as np

        chars = self._chars[np.minimum(page.codes, 0xFFFF)]
        pairs = self._pairs_of(page.codes)
        chars[page.breaks] = BREAK
        pairs[page.breaks] = pairs[page.breaks - 1] = UNKNOWN
        before = np.concatenate(([PAD], pairs[:-1]))
        before[page.begins] = PAD
        tags = np.full(len(chars), UNKNOWN)
        tags[page.real] = self._tag_ids(page)
        marks = np.zeros(len(chars), np.int64)
        marks[page.real] = page.marks
        return chars, before, pairs, tags * (1 + len(CLASSES) * len(PLACES)) + marks

    def _run(self, ids: Sequence[Ints], alive: Floats) -> Floats:
        """Energies of all rows; those that are not alive are nothing to their neighbours."""
        import numpy as np

        ready = self._prepared()
        inner = BLOCK - 2 * HALO
        size = -(-len(alive) // inner) * inner
        block = Block(len(ready.label))
        out = np.empty((size, ready.label.shape[1]), np.float32)
        edges = (HALO, size - len(alive) + HALO)
        ids, alive = [np.pad(values, edges) for values in ids], np.pad(alive, edges)
        for start in range(0, size, inner):
            here = slice(start, start + BLOCK)
            block.fill(ready.tables, [values[here] for values in ids])
            for layer in ready.layers:
                block.convolve(layer, alive[here])
            energy = (block.hidden @ ready.label) * block.scale(alive[here])[:, None]
            out[start : start + inner] = energy[HALO:-HALO]
        out += self.weights["label_bias"]
        return out[: len(alive) - sum(edges)]

    def _prepared(self) -> Prepared:
        """Weights in the form that is worked with, made when first needed."""
        if self._ready is None:
            self._ready = prepare(self.weights, self.dilations)
        return self._ready

    def _tag_ids(self, page: Page) -> Ints:
        """Ids of the tag and place of each real row."""
        import numpy as np

        number = {tag: i for i, tag in enumerate(dict.fromkeys(page.tags))}
        words = list(map(number.__getitem__, page.tags))
        get = self._tags.get
        table = np.array([[get(place + tag, UNKNOWN) for place in PLACES] for tag in number])
        ids: Ints = table[np.repeat(words, page.lengths), page.places]
        return ids

    def _pairs_of(self, codes: Ints) -> Ints:
        """Ids of each character with the next one; the last has none."""
        import numpy as np

        keys = codes[:-1] * _BASE + codes[1:]
        at = np.minimum(np.searchsorted(self._pair_keys, keys), len(self._pair_keys) - 1)
        found = np.where(self._pair_keys[at] == keys, self._pair_ids[at], UNKNOWN)
        return np.append(found, UNKNOWN)


def _restored(arrays: Mapping[str, Any], name: str) -> Floats:
    """A weight as 32-bit numbers; tables of bytes have a scale for each row."""
    import numpy as np

    table = arrays[name]
    if table.dtype == np.int8:
        table = table * arrays[f"s:{name[2:]}"].astype(np.float32)[:, None]
    out: Floats = table.astype(np.float32)
    return out


def pack(
    weights: Mapping[str, Floats], chars: Sequence[int], pairs: Sequence[tuple[int, int]],
    meta: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Arrays of the model file: embedding tables as bytes, other weights in half precision."""
    import numpy as np

    out: dict[str, Any] = {
        "meta": np.frombuffer(json.dumps(meta, ensure_ascii=False).encode(), np.uint8),
        "chars": np.array(chars, np.uint16),
        "pairs": np.array(pairs, np.uint32),
    }
    for name, table in weights.items():
        if name in ("char", "pair", "tag"):
            scale = np.maximum(np.abs(table).max(axis=1), 1e-8) / 127
            out[f"w:{name}"] = np.round(table / scale[:, None]).astype(np.int8)
            out[f"s:{name}"] = scale.astype(np.float16)
        else:
            out[f"w:{name}"] = table.astype(np.float16)
    return out


@cache
def _threads() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def forget() -> None:
    """Let go of the network that ships with the package; it is loaded again when needed."""
    _shipped.cache_clear()


@cache
def _shipped() -> Network:
    return Network.read(files("kg.data").joinpath(MODEL).read_bytes())

"""The network's weights, and its arithmetic in numpy.

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

from kg.neural.inputs import PLACES, Line

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

MODEL = "models/network.npz"
PAD, UNKNOWN, BREAK, FIRST = 0, 1, 3, 4
"""Ids of padding, of what the vocabulary lacks, of a sentence's end; then those of the known."""

_BASE = 1 << 21  # more than any code point


class Network:
    """Weights and vocabulary; no state. One document at a time."""

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

    def encode(self, lines: Sequence[Line]) -> Floats:
        """A vector for each character of a document's sentences, each followed by a break."""
        import numpy as np

        w = self.weights
        chars, pairs, tags, marks = self._ids(lines)
        before = np.concatenate(([PAD], pairs[:-1]))
        hidden: Floats = np.concatenate(
            (w["char"][chars], w["pair"][before], w["pair"][pairs], w["tag"][tags], marks), axis=1
        )
        hidden = hidden @ w["in"] + w["in_bias"]
        for i, distance in enumerate(self.dilations):
            scaled = _scaled(hidden, w[f"scale{i}"])
            left, right = np.zeros_like(scaled), np.zeros_like(scaled)
            left[distance:] = scaled[:-distance]
            right[:-distance] = scaled[distance:]
            kernel = w[f"kernel{i}"]
            size = len(kernel) // 3
            step = scaled @ kernel[size : 2 * size] + w[f"bias{i}"]
            step += left @ kernel[:size]
            step += right @ kernel[2 * size :]
            hidden += np.maximum(step, 0.0, out=step)
        return _scaled(hidden, w["scale_out"])

    def energies(self, hidden: Floats) -> Floats:
        """Energies of the labels of all chains, one row a character."""
        out: Floats = hidden @ self.weights["label"] + self.weights["label_bias"]
        return out

    def _ids(self, lines: Sequence[Line]) -> tuple[Ints, Ints, Ints, Floats]:
        """Ids of characters, pairs and tags, and the marks, with padding on both sides."""
        import numpy as np

        chars: list[Any] = []
        pairs: list[Any] = []
        tags: list[Any] = []
        marks: list[Any] = []
        width = self.weights["in"].shape[0] - sum(
            n * self.weights[k].shape[1] for k, n in (("char", 1), ("pair", 2), ("tag", 1))
        )
        blank = np.zeros((1, width), np.float32)
        for line in lines:
            codes = np.minimum(line.codes, 0xFFFF)
            chars += [self._chars[codes], [BREAK]]
            pairs += [self._pair_of(line.codes), [UNKNOWN]]
            get = self._tags.get
            names = zip(line.places.tolist(), line.tags, strict=True)
            tags += [np.array([get(PLACES[p] + t, UNKNOWN) for p, t in names], np.int64), [UNKNOWN]]
            marks += [line.marks, blank]
        return (
            np.concatenate(chars),
            np.concatenate(pairs),
            np.concatenate(tags),
            np.concatenate(marks).astype(np.float32),
        )

    def _pair_of(self, codes: Ints) -> Ints:
        """Ids of each character with the next one; the last has none."""
        import numpy as np

        if len(codes) < 2:
            return np.full(len(codes), UNKNOWN, np.int64)
        keys = codes[:-1] * _BASE + codes[1:]
        at = np.minimum(np.searchsorted(self._pair_keys, keys), len(self._pair_keys) - 1)
        found = np.where(self._pair_keys[at] == keys, self._pair_ids[at], UNKNOWN)
        return np.append(found, UNKNOWN)


def _scaled(hidden: Floats, scale: Floats) -> Floats:
    import numpy as np

    size = np.einsum("ij,ij->i", hidden, hidden) / hidden.shape[1]
    out: Floats = hidden * (scale / np.sqrt(size + 1e-6)[:, None])
    return out


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
def _shipped() -> Network:
    return Network.read(files("kg.data").joinpath(MODEL).read_bytes())

"""A large network to teach the small one: a pretrained Chinese encoder with the same name labels.

The encoder is BAAI/bge-small-zh-v1.5 (MIT; four layers of 512 numbers), read from an ONNX file. It
is too slow to ship: the small network learns how surely it finds the names of plain text
(:mod:`tools.network.lessons`; steps ``teacher`` and ``lessons`` of ``tools/train_network.py``).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tools.network import model
from tools.network.annotated import Line
from tools.network.arrays import LABELS, Reader, Vocabulary, cuts, window

LAYERS, HEADS, SIZE, MIXED = 4, 8, 512, 256
MOST = 256  # characters that the encoder reads together
Params = dict[str, Any]

_DENSE = {
    "query": "attention/self/query", "key": "attention/self/key", "value": "attention/self/value",
    "out": "attention/output/dense", "up": "intermediate/dense", "down": "output/dense",
}  # fmt: skip


def pretrained(path: Path, vocabulary: Vocabulary) -> Params:
    """The encoder's weights, and a head without knowledge."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    arrays = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    inputs = {n.name: n.input[1] for n in graph.node if n.op_type == "MatMul"}
    params: Params = {
        "word": arrays["embeddings.word_embeddings.weight"],
        "place": arrays["embeddings.position_embeddings.weight"]
        + arrays["embeddings.token_type_embeddings.weight"][0],
        "norm": _norm(arrays, "embeddings"),
    }
    for i in range(LAYERS):
        layer: Params = {}
        for name, where in _DENSE.items():
            layer[name] = arrays[inputs[f"/encoder/layer.{i}/{where}/MatMul"]]
            layer[f"{name}_bias"] = arrays[f"encoder.layer.{i}.{where.replace('/', '.')}.bias"]
        layer["norm"] = _norm(arrays, f"encoder.layer.{i}.attention.output")
        layer["norm_out"] = _norm(arrays, f"encoder.layer.{i}.output")
        params[f"layer{i}"] = layer
    weights: Params = jax.tree.map(jnp.asarray, {"encoder": params, "head": _head(vocabulary)})
    return weights


def _norm(arrays: dict[str, Any], where: str) -> Params:
    return {
        "scale": arrays[f"{where}.LayerNorm.weight"], "bias": arrays[f"{where}.LayerNorm.bias"]
    }  # fmt: skip


def _head(vocabulary: Vocabulary) -> Params:
    chance = np.random.default_rng(5)
    width = SIZE + model.TAG + model.MARKS
    labels = sum(map(len, LABELS))
    tags = len(vocabulary.tags) + model.FIRST_REAL

    def normal(*shape: int, scale: float) -> Any:
        return (chance.standard_normal(shape) * scale).astype(np.float32)

    head = {
        "tag": normal(tags, model.TAG, scale=0.1),
        "mix": normal(width, MIXED, scale=width**-0.5), "mix_bias": np.zeros(MIXED, np.float32),
        "label": normal(MIXED, labels, scale=0.05), "label_bias": np.zeros(labels, np.float32),
    }  # fmt: skip
    for i, names in enumerate(LABELS):
        head[f"moves{i}"] = np.zeros((len(names), len(names)), np.float32)
    return head


class WindowReader:
    """Turns documents into windows that the encoder reads: whole sentences, as many as fit."""

    def __init__(self, vocabulary: Vocabulary, tokenizer: Path) -> None:
        """``vocabulary`` gives the ids of tags, the encoder's ``tokenizer`` file of characters."""
        self._reader = Reader(vocabulary)
        self._ids: dict[str, int] = json.loads(tokenizer.read_text(encoding="utf-8"))["model"][
            "vocab"
        ]

    def windows(
        self, lines: Sequence[Line], labels: Any = None, hidden: Collection[str] = ()
    ) -> list[Params]:
        """Windows of a document, with labels if they are known.

        ``labels`` has a row a character and break, ``hidden`` names have no marks. ``at`` is where
        the window begins, ``size`` how many rows it has.
        """
        ids = self._reader.ids(lines, hidden)
        rows = {key: ids[key] for key in ("tag", "mark", "real")}
        rows["piece"] = np.array(self._pieces(lines), np.int32)
        rows["inside"] = np.ones(len(rows["piece"]), np.float32)
        if labels is not None:
            rows["label"] = labels
        return [
            {**window(rows, start, end, MOST), "at": np.int32(start), "size": np.int32(end - start)}
            for start, end in cuts(lines, MOST)
        ]

    def _pieces(self, lines: Sequence[Line]) -> list[int]:
        get, unknown, end = self._ids.get, self._ids["[UNK]"], self._ids["[SEP]"]
        out = []
        for line in lines:
            out += [*(get(c.lower(), unknown) for c in line.view), end]
        return out


def hidden(params: Params, batch: Params, key: Any = None) -> Any:
    """Vectors of all characters, from which the labels follow by one matrix."""
    rows = _encoded(params["encoder"], batch["piece"], batch["inside"], key)
    head = params["head"]
    tags = head["tag"][batch["tag"]]
    joined = jnp.concatenate([rows, tags, batch["mark"].astype(jnp.float32)], -1)
    joined = model.dropped(joined, 0.1, key)
    mixed = joined @ head["mix"] + head["mix_bias"]
    return model.dropped(jax.nn.relu(mixed), 0.1, key)


def _encoded(params: Params, pieces: Any, inside: Any, key: Any) -> Any:
    rows = params["word"][pieces] + params["place"][: pieces.shape[1]]
    rows = model.dropped(_normed(rows, params["norm"]), 0.1, key)
    closed = (1 - inside)[:, None, None, :] * -1e9
    for i in range(LAYERS):
        key = None if key is None else jax.random.fold_in(key, i)
        layer = params[f"layer{i}"]
        seen = model.dropped(_attended(layer, rows, closed), 0.1, key)
        rows = _normed(rows + seen, layer["norm"])
        wide = jax.nn.gelu(rows @ layer["up"] + layer["up_bias"], approximate=True)
        rows = _normed(rows + wide @ layer["down"] + layer["down_bias"], layer["norm_out"])
    return rows


def _normed(rows: Any, norm: Params) -> Any:
    rows = rows - rows.mean(-1, keepdims=True)
    rows = rows * jax.lax.rsqrt((rows * rows).mean(-1, keepdims=True) + 1e-12)
    return rows * norm["scale"] + norm["bias"]


def _attended(layer: Params, rows: Any, closed: Any) -> Any:
    query, keys, value = (
        (rows @ layer[n] + layer[f"{n}_bias"]).reshape(*rows.shape[:2], HEADS, -1)
        for n in ("query", "key", "value")
    )
    weights = jnp.einsum("bqhd,bkhd->bhqk", query, keys) * (SIZE // HEADS) ** -0.5
    weights = jax.nn.softmax(weights + closed, -1)
    mixed = jnp.einsum("bhqk,bkhd->bqhd", weights, value).reshape(rows.shape)
    return mixed @ layer["out"] + layer["out_bias"]


def loss(params: Params, batch: Params, key: Any, _share: float) -> tuple[Any, tuple[Any]]:
    """What annotated windows are trained for."""
    cost = model.label_loss(params["head"], hidden(params, batch, key), batch)
    return cost, (cost,)


def energies(params: Params, batch: Params) -> Any:
    """Energies of the labels of all chains, a row a character."""
    return hidden(params, batch) @ params["head"]["label"] + params["head"]["label_bias"]


def head_first(params: Params, factor: float) -> Params:
    """How fast each weight learns: the head ``factor`` times as fast as the encoder."""
    return {
        "encoder": jax.tree.map(lambda _: 1.0, params["encoder"]),
        "head": jax.tree.map(lambda _: factor, params["head"]),
    }

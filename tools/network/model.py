"""The network in JAX: the forward pass of :mod:`kg.neural.network`, and what it is trained for."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from kg.neural.inputs import CLASSES, PLACES
from tools.network.arrays import LABELS, Vocabulary
from tools.network.pairs import FEATURES, PLANNED

jax.config.update("jax_default_prng_impl", "unsafe_rbg")  # type: ignore[no-untyped-call]

SIZE = 128  # of a character's vector
DILATIONS = (1, 2, 4, 8)
CHAR, PAIR, TAG, DENSE, PRODUCT = 64, 32, 16, 64, 32
MARKS = len(CLASSES) * len(PLACES)
MASK, FIRST_REAL = 2, 4
Params = dict[str, Any]
Batch = dict[str, Any]


def initial(vocabulary: Vocabulary, seed: int, size: int = SIZE) -> Params:
    """Random weights of a network with ``size`` numbers a character."""
    keys = iter(jax.random.split(jax.random.PRNGKey(seed), 40))

    def normal(*shape: int, scale: float | None = None) -> Any:
        return jax.random.normal(next(keys), shape) * (shape[0] ** -0.5 if scale is None else scale)

    width = CHAR + 2 * PAIR + TAG + MARKS
    labels = sum(map(len, LABELS))
    params: Params = {
        "char": normal(len(vocabulary.chars) + FIRST_REAL, CHAR, scale=0.1),
        "pair": normal(len(vocabulary.pairs) + FIRST_REAL, PAIR, scale=0.1),
        "tag": normal(len(vocabulary.tags) + FIRST_REAL, TAG, scale=0.1),
        "in": normal(width, size), "in_bias": jnp.zeros(size), "ours": jnp.zeros(size),
        "scale_out": jnp.ones(size),
        "label": normal(size, labels, scale=0.05), "label_bias": jnp.zeros(labels),
        "guess": normal(size, CHAR), "guess_bias": jnp.zeros(len(vocabulary.chars) + FIRST_REAL),
        "pair_a": normal(size, DENSE), "pair_b": normal(size, DENSE), "pair_c": normal(size, DENSE),
        "pair_d": normal(FEATURES, DENSE, scale=0.2), "pair_bias": jnp.zeros(DENSE),
        "null": jnp.zeros(DENSE),
        "pair_e": normal(size, PRODUCT), "pair_f": normal(size, PRODUCT),
        "pair_out": normal(DENSE + PRODUCT, PLANNED + 1, scale=0.1),
        "pair_out_bias": jnp.zeros(PLANNED + 1) - 1.5,
    }  # fmt: skip
    for i, _ in enumerate(DILATIONS):
        params[f"kernel{i}"] = normal(3 * size, size)
        params[f"bias{i}"], params[f"scale{i}"] = jnp.zeros(size), jnp.ones(size)
    for i, names in enumerate(LABELS):
        params[f"moves{i}"] = jnp.zeros((len(names), len(names)))
    return params


def _scaled(hidden: Any, scale: Any) -> Any:
    return scale * hidden * jax.lax.rsqrt((hidden * hidden).mean(-1, keepdims=True) + 1e-6)


def dropped(hidden: Any, share: float, key: Any) -> Any:
    """Some of the numbers are zero, the others larger for it; all as they are without a key."""
    if key is None:
        return hidden
    return hidden * jax.random.bernoulli(key, 1 - share, hidden.shape) / (1 - share)


def encode(params: Params, batch: Batch, key: Any = None, share: float = 0.25) -> Any:
    """Vectors of all characters; ``share`` of the inputs are dropped when there is a key."""
    keys = [None] * 8 if key is None else jax.random.split(key, 8)
    before = jnp.pad(batch["pair"][:, :-1], ((0, 0), (1, 0)))
    tables = ("char", "char"), ("pair", before), ("pair", "pair"), ("tag", "tag")
    rows = [params[t][batch[i] if isinstance(i, str) else i] for t, i in tables]
    hidden = jnp.concatenate([*rows, batch["mark"].astype(jnp.float32)], -1)
    hidden = dropped(hidden, share, keys[0])
    hidden = hidden @ params["in"] + params["in_bias"]
    if "ours" in batch:
        hidden += params["ours"] * batch["ours"][:, None, None]
    for i, gap in enumerate(DILATIONS):
        scaled = _scaled(hidden, params[f"scale{i}"])
        left = jnp.pad(scaled[:, :-gap], ((0, 0), (gap, 0), (0, 0)))
        right = jnp.pad(scaled[:, gap:], ((0, 0), (0, gap), (0, 0)))
        joined = jnp.concatenate([left, scaled, right], -1)
        step = jax.nn.relu(joined @ params[f"kernel{i}"] + params[f"bias{i}"])
        hidden += dropped(step, share * 0.6, keys[1 + i])
    return _scaled(hidden, params["scale_out"])


def label_loss(params: Params, hidden: Any, batch: Batch) -> Any:
    """Negative log likelihood of the labels of all chains, a tenth of a character each."""
    energy = hidden @ params["label"] + params["label_bias"]
    total, column = 0.0, 0
    for i, names in enumerate(LABELS):
        chain = energy[..., column : column + len(names)]
        total += _chain_loss(params[f"moves{i}"], chain, batch["label"][..., i], batch["real"])
        column += len(names)
    return total / batch["real"].sum() * 10


def _chain_loss(moves: Any, energy: Any, label: Any, real: Any) -> Any:
    own = jnp.take_along_axis(energy, label[..., None], -1)[..., 0] * real
    own = own.sum(1) + (moves[label[:, :-1], label[:, 1:]] * real[:, 1:]).sum(1)

    def step(before: Any, i: Any) -> tuple[Any, None]:
        after = jax.nn.logsumexp(before[:, :, None] + moves[None], 1) + energy[:, i]
        return jnp.where(real[:, i, None] > 0, after, before), None

    last, _ = jax.lax.scan(step, energy[:, 0] * real[:, 0, None], jnp.arange(1, energy.shape[1]))
    return (jax.nn.logsumexp(last, -1) - own).sum()


def pair_loss(params: Params, hidden: Any, batch: Batch) -> Any:
    """Cross entropy of what is known of the pairs."""
    odds = pair_odds(params, hidden, batch)
    cost = jnp.maximum(odds, 0) - odds * batch["right"] + jnp.log1p(jnp.exp(-jnp.abs(odds)))
    return (cost * batch["known"]).sum() / jnp.maximum(1, batch["known"].sum())


def pair_odds(params: Params, hidden: Any, batch: Batch) -> Any:
    """Log odds of each relation for each pair of names, an auxiliary task of training."""
    place = batch["place"]

    def at(table: Any, index: Any) -> Any:
        return jnp.take_along_axis(table, index[..., None], 1)

    head = (at(hidden, place[..., 0]) + at(hidden, place[..., 1] - 1)) / 2
    tail = (at(hidden, place[..., 2]) + at(hidden, place[..., 3] - 1)) / 2
    sums = jnp.pad(jnp.cumsum(hidden, 1), ((0, 0), (1, 0), (0, 0)))
    left = jnp.minimum(place[..., 1], place[..., 3])
    right = jnp.maximum(left, jnp.maximum(place[..., 0], place[..., 2]))
    between = (at(sums, right) - at(sums, left)) / jnp.maximum(1, right - left)[..., None]
    single = batch["single"][..., None]
    dense = (head @ params["pair_a"]) * (1 - single) + single * params["null"]
    dense += tail @ params["pair_b"] + between @ params["pair_c"] * (1 - single)
    dense = jax.nn.relu(dense + batch["feature"] @ params["pair_d"] + params["pair_bias"])
    product = (head @ params["pair_e"]) * (tail @ params["pair_f"]) * (1 - single)
    joined = jnp.concatenate([dense, product], -1)
    return joined @ params["pair_out"] + params["pair_out_bias"]


def task_loss(params: Params, batch: Batch, key: Any, share: float) -> tuple[Any, tuple[Any, Any]]:
    """What annotated windows are trained for: names and pairs."""
    one, two = jax.random.split(key)
    hidden = dropped(encode(params, batch, one, share), share * 0.5, two)
    names, pairs = label_loss(params, hidden, batch), pair_loss(params, hidden, batch)
    return names + 4 * pairs, (names, pairs)


def guess_loss(params: Params, batch: Batch, key: Any, share: float) -> tuple[Any, tuple[Any, Any]]:
    """What plain windows are trained for: characters that were hidden (``hide`` > 0)."""
    hide = batch["hide"]
    beside = jnp.pad(hide[:, 1:], ((0, 0), (0, 1)))
    seen = {
        "char": jnp.where(hide > 0, MASK, batch["char"]),
        "pair": jnp.where((hide > 0) | (beside > 0), MASK, batch["pair"]),
        "tag": jnp.where(hide > 1, MASK, batch["tag"]),
        "mark": jnp.where(hide[..., None] > 0, 0, batch["mark"]),
    }
    hidden = encode(params, seen)
    chosen = hidden.reshape(-1, hidden.shape[-1])[batch["chosen"]] @ params["guess"]
    odds = chosen @ params["char"].T + params["guess_bias"]
    wanted = batch["char"].reshape(-1)[batch["chosen"]]
    counts = (wanted >= FIRST_REAL).astype(jnp.float32)
    own = jnp.take_along_axis(odds, wanted[:, None], 1)[:, 0]
    loss = ((jax.nn.logsumexp(odds, -1) - own) * counts).sum() / counts.sum()
    return loss, (loss, loss)

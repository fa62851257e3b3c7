"""A smaller network learns from a larger one: the same names with the same probabilities.

Both read the same windows. What the smaller one is trained for is how far its chains are apart from
those of the larger one: the divergence over all labellings of a sentence. With what the larger one
expects (how often each label stands at each character, and each move is made) it is computed
exactly, without drawing any labelling.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kg.neural import Network
from tools.network.arrays import LABELS, Vocabulary
from tools.network.model import Batch, Params, encode

IMPOSSIBLE = -1e9
MOST = max(map(len, LABELS))


def restored(arrays: Mapping[str, Any]) -> tuple[Params, Vocabulary]:
    """Weights and vocabulary of a model file, as they were trained but for rounding."""
    tags = json.loads(bytes(arrays["meta"]))["tags"]
    chars = [chr(c) for c in arrays["chars"]]
    pairs = [chr(a) + chr(b) for a, b in arrays["pairs"]]
    weights = Network(arrays).weights
    return {k: np.asarray(v) for k, v in weights.items()}, Vocabulary(chars, pairs, tags)


def expectations(larger: Params) -> Callable[[Batch], tuple[Any, Any]]:
    """What a larger network expects of windows.

    That is the share of labellings in which a label stands at a character (windows x characters x
    chains x labels), and how often each move is made (windows x chains x labels x labels).
    """

    @jax.jit
    def expected(batch: Batch) -> tuple[Any, Any]:
        return _expected(chains(larger, encode(larger, batch)), batch["real"])

    return expected


def expectations_of(head: Params) -> Callable[[Any, Any], tuple[Any, Any]]:
    """The same, from energies (windows x characters x labels) and what characters are real.

    ``head`` has the moves that belong to these energies.
    """

    @jax.jit
    def expected(energies: Any, real: Any) -> tuple[Any, Any]:
        return _expected(_padded(head, energies.astype(jnp.float32)), real)

    return expected


def _expected(both: tuple[Any, Any], real: Any) -> tuple[Any, Any]:
    energy, moves = both
    moves = jnp.broadcast_to(moves, (len(energy), *moves.shape))
    at, made = jax.grad(_partition)((energy, moves), real)
    return at.astype(jnp.float16), made


def imitation(params: Params, batch: Batch, key: Any, share: float) -> tuple[Any, tuple[Any]]:
    """What a smaller network is trained for: ``batch`` has what a larger one expects.

    It is the divergence less what does not depend on the smaller one, for ten characters.
    """
    own = chains(params, encode(params, batch, key, share))
    apart = _partition(own, batch["real"])
    apart -= (batch["labels"].astype(jnp.float32) * own[0]).sum()
    apart -= (batch["moves"].sum(0) * own[1]).sum()
    apart = apart / batch["real"].sum() * 10
    return apart, (apart,)


def chains(params: Params, hidden: Any) -> tuple[Any, Any]:
    """Energies (windows x characters x chains x labels) and moves of all chains.

    Chains with fewer labels than the longest have impossible ones.
    """
    return _padded(params, hidden @ params["label"] + params["label_bias"])


def _padded(params: Params, flat: Any) -> tuple[Any, Any]:
    energy, moves, column = [], [], 0
    for i, names in enumerate(LABELS):
        room = MOST - len(names)
        part = flat[..., column : column + len(names)]
        energy.append(jnp.pad(part, ((0, 0), (0, 0), (0, room)), constant_values=IMPOSSIBLE))
        moves.append(jnp.pad(params[f"moves{i}"], (0, room), constant_values=IMPOSSIBLE))
        column += len(names)
    return jnp.stack(energy, 2), jnp.stack(moves)


def _partition(both: tuple[Any, Any], real: Any) -> Any:
    """The logarithm of the sum over all labellings, of all sentences and chains together."""
    energy, moves = both
    start = jnp.full((energy.shape[0], *energy.shape[2:]), IMPOSSIBLE).at[..., 0].set(0.0)

    def step(before: Any, here: Any) -> tuple[Any, None]:
        values, alive, goes_on = here
        on = jax.nn.logsumexp(before[..., None] + moves, -2)
        anew = jax.nn.logsumexp(before, -1, keepdims=True)  # a sentence begins
        after = jnp.where(goes_on[:, None, None] > 0, on, anew) + values
        return jnp.where(alive[:, None, None] > 0, after, before), None

    before = jnp.pad(real[:, :-1], ((0, 0), (1, 0)))
    rows = (energy.swapaxes(0, 1), real.T, before.T)
    last, _ = jax.lax.scan(step, start, rows)
    return jax.nn.logsumexp(last, -1).sum()

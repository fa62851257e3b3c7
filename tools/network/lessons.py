"""What the teacher expects of plain text, as windows that the network learns to imitate.

Its best labels would say what the teacher thinks; its probabilities also say how surely.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from tools.network import smaller
from tools.network import teacher as teaching
from tools.network.annotated import Line
from tools.network.arrays import SHORT, Reader, plain_windows

AT_ONCE = 16  # windows that the teacher reads together
Hidden = Callable[[Sequence[Line]], Collection[str]]


def lessons(
    teacher: teaching.Params, pages: teaching.WindowReader, reader: Reader,
    texts: Iterable[Sequence[Line]], hidden: Hidden,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Windows for :func:`tools.network.smaller.imitation`.

    The teacher (read by ``pages``) sees all lexicon names of a text, the network (by ``reader``)
    none of those that ``hidden`` picks.
    """
    energies = jax.jit(teaching.energies)
    expected = smaller.expectations_of(teacher["head"])
    for lines in texts:
        rows = _energies(energies, teacher, pages.windows(lines))
        windows = plain_windows(reader, lines, hidden(lines))
        for number, one in enumerate(windows):
            here = np.zeros((SHORT, rows.shape[1]), np.float32)
            part = rows[number * SHORT : (number + 1) * SHORT]
            here[: len(part)] = part
            at, made = expected(here[None], one["real"][None])
            yield {**one, "labels": np.asarray(at)[0], "moves": np.asarray(made)[0]}


def _energies(read: Callable[..., Any], teacher: teaching.Params, windows: Sequence[Any]) -> Any:
    """The teacher's energies of a document: a row a character and break."""
    rows = []
    for i in range(0, len(windows), AT_ONCE):
        several = windows[i : i + AT_ONCE]
        filled = [*several, *[several[-1]] * (AT_ONCE - len(several))]
        batch = {k: jnp.asarray(np.stack([one[k] for one in filled])) for k in filled[0]}
        for one, values in zip(several, np.asarray(read(teacher, batch)), strict=False):
            rows.append(values[: int(one["size"])])
    return np.concatenate(rows)

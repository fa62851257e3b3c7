"""Networks for tests and benchmarks: of chance, with hubs as in real graphs."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from kg.analyze.network import Network, of_tables


def network(regions: int, industries: int, ties: int, seed: int = 1, skew: float = 3.0) -> Network:
    """Regions with industries, and one tie in ten between regions; a few nodes have most ties.

    ``ties`` are drawn; those that come twice are one with the sum of their weights.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    ids = np.array(
        sorted(
            [f"region:{n:07}" for n in range(regions)]
            + [f"industry:{n:07}" for n in range(industries)]
        )
    )
    places = {"industry": (0, industries), "region": (industries, regions)}

    def draw(kind: str, number: int) -> np.ndarray:
        first, count = places[kind]
        return first + (count * random.random(number) ** skew).astype(np.int64)

    among = ties // 10
    a = np.concatenate((draw("industry", ties - among), draw("region", among)))
    b = np.concatenate((draw("region", ties - among), draw("region", among)))
    one, two = np.minimum(a, b), np.maximum(a, b)
    keys, where = np.unique(one * len(ids) + two, return_inverse=True)
    weights = np.bincount(where).astype(np.float64)
    here = keys // len(ids) != keys % len(ids)
    return of_tables(
        pa.table(
            {"id": ids, "label": ["Industry"] * industries + ["Region"] * regions, "name": ids}
        ),
        pa.table(
            {"a": ids[keys[here] // len(ids)], "b": ids[keys[here] % len(ids)],
             "weight": weights[here]}
        ),
    )  # fmt: skip

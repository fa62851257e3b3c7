"""Who is central, what belongs together, who is alike: the measures on a network."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.analyze import large, similar, small
from kg.analyze.found import Found, Row
from kg.errors import UsageError
from kg.query.names import ENTITIES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.analyze.network import Network

ENGINES = ("auto", "networkx", "rustworkx")
ORDERS = ("degree", "strength", "pagerank", "betweenness")
# More ties than these are measured by rustworkx and whole arrays.
SMALL = 20_000
# Betweenness is exact as long as nodes times ties stay under this, else it is estimated from paths
# that start at so many nodes.
EXACT, PIVOTS = 5_000_000, 64
SEED = 7
# What regions, and others, are compared by.
_THROUGH = {"Industry": "Region", "Region": "Industry"}


def central(
    network: Network,
    *,
    label: str | None = None,
    by: str = "pagerank",
    top: int = 20,
    engine: str = "auto",
) -> Found:
    """The ``top`` most central nodes (of ``label``): degree, strength, PageRank and betweenness.

    Raises :class:`kg.errors.UsageError` for an unknown order, label or engine.
    """
    if by not in ORDERS:
        raise UsageError(f"no measure is called {by!r}", f"there are {', '.join(ORDERS)}")
    name, work = _engine(network, engine)
    chosen = _of_label(network, label)
    pivots = _pivots(network)
    columns = {
        "degree": work.degrees(network),
        "strength": _strength(network),
        "pagerank": work.pagerank(network),
        "betweenness": _shares(work.betweenness(network, pivots), len(pivots)),
    }
    order = np.lexsort((chosen, -columns["degree"][chosen], -columns[by][chosen].round(12)))
    rows = [
        {**_named(network, node), **{key: _number(values[node]) for key, values in columns.items()}}
        for node in chosen[order][:top].tolist()
    ]
    about = {**_size(network), "order": by, "pivots": len(pivots)}
    return Found("central", name, about, rows)


def communities(
    network: Network,
    *,
    label: str | None = None,
    top: int = 20,
    leading: int = 5,
    resolution: float = 1.0,
    engine: str = "auto",
) -> Found:
    """The ``top`` largest groups with more ties inside than out, and the group of every node.

    A row names the ``leading`` members (of ``label``) with the strongest ties. A higher
    ``resolution`` gives more and smaller groups.
    """
    if resolution <= 0:
        raise UsageError("the resolution must be above 0", "1 is the usual one")
    name, work = _engine(network, engine)
    listed = set(_of_label(network, label).tolist())
    groups = work.communities(network, SEED, resolution) if network.ids else np.zeros(0, np.int64)
    strength = _strength(network)
    inside = np.zeros(len(network.ids))
    within = groups[network.sources] == groups[network.targets]
    np.add.at(inside, groups[network.sources[within]], 2 * network.weights[within])
    members: dict[int, list[int]] = defaultdict(list)
    for node, group in enumerate(groups.tolist()):
        members[group].append(node)
    ordered = sorted(members, key=lambda group: (-len(members[group]), members[group][0]))
    numbers = {group: number for number, group in enumerate(ordered, 1)}
    rows = []
    for group in ordered[:top]:
        nodes = [node for node in members[group] if node in listed]
        nodes.sort(key=lambda node: (-strength[node], node))
        total = float(strength[members[group]].sum())
        rows.append(
            {"community": numbers[group], "size": len(members[group]),
             "inside": round(float(inside[group]) / total, 3) if total else 0.0,
             "labels": dict(Counter(network.labels[node] for node in members[group]).most_common()),
             "members": [network.names[node] for node in nodes[:leading]]}
        )  # fmt: skip
    every = [
        {**_named(network, node), "community": numbers[group], "strength": _number(strength[node])}
        for node, group in enumerate(groups.tolist())
    ]
    about = {**_size(network), "communities": len(members), "seed": SEED, "resolution": resolution}
    return Found("communities", name, about, rows, every)


def alike(
    network: Network,
    *,
    label: str = "Region",
    through: str | None = None,
    of: str | None = None,
    top: int = 20,
    engine: str = "auto",
) -> Found:
    """The ``top`` most similar pairs of nodes of ``label`` by what of ``through`` they are tied to.

    ``through`` is Industry for regions and Region for everything else; ``of`` is the id of a node
    that one of each pair must be.
    """
    name, _ = _engine(network, engine)
    through = through or _THROUGH.get(label, "Region")
    for given in (label, through):
        _of_label(network, given)
    places = {key: place for place, key in enumerate(network.ids)}
    held = similar.ties(network, label, through)
    pairs: list[similar.Pair] = []
    if of is None or of in places:
        find = similar.small if name == "networkx" else similar.large
        pairs = find(held, top, places[of] if of is not None else -1)
    if of is not None:  # the one that was asked for stands first
        pairs = [(a, b, n, x) if network.ids[a] == of else (b, a, n, x) for a, b, n, x in pairs]
    shared = _shared(held, pairs)
    rows = [
        {"one": network.names[one], "other": network.names[two], "similar": likeness,
         "shared": number, "in_common": [network.names[node] for node in shared[one, two]],
         "one_id": network.ids[one], "other_id": network.ids[two]}
        for one, two, number, likeness in pairs
    ]  # fmt: skip
    about = {**_size(network), "label": label, "through": through, "hub": similar.HUB}
    return Found("similar", name, about, rows)


def components(network: Network, engine: str = "auto") -> Row:
    """How many connected parts there are, and how large the largest is."""
    _, work = _engine(network, engine)
    sizes = np.bincount(work.components(network)) if network.ids else np.zeros(0, np.int64)
    return {"number": len(sizes), "largest": int(sizes.max(initial=0))}


MEASURES: dict[str, Callable[..., Found]] = {
    "central": central,
    "communities": communities,
    "similar": alike,
}


def _engine(network: Network, engine: str) -> tuple[str, ModuleType]:
    if engine not in ENGINES:
        raise UsageError(f"no engine is called {engine!r}", f"there are {', '.join(ENGINES)}")
    if engine == "auto":
        engine = "networkx" if len(network.sources) <= SMALL else "rustworkx"
    return engine, small if engine == "networkx" else large


def _of_label(network: Network, label: str | None) -> NDArray[np.int64]:
    """Places of the nodes of ``label``, or of all."""
    if label is None:
        return np.arange(len(network.ids))
    if label not in ENTITIES:
        raise UsageError(f"no label is called {label!r}", f"there are {', '.join(ENTITIES)}")
    return np.flatnonzero(np.array([found == label for found in network.labels], np.bool_))


def _pivots(network: Network) -> NDArray[np.int64]:
    """Where shortest paths start: everywhere, or at nodes chosen by chance, always the same."""
    count = len(network.ids)
    if count * len(network.sources) <= EXACT or count <= PIVOTS:
        return np.arange(count)
    random = np.random.Generator(np.random.PCG64(SEED))
    return np.sort(random.choice(count, PIVOTS, replace=False))


def _shares(sums: NDArray[np.float64], pivots: int) -> NDArray[np.float64]:
    """Sums over the pivots as shares of the paths between all pairs of other nodes."""
    count = len(sums)
    if count < 3:
        return np.zeros(count, np.float64)
    return sums * (count / pivots) / ((count - 1) * (count - 2))


def _strength(network: Network) -> NDArray[np.float64]:
    count = len(network.ids)
    ends = np.concatenate((network.sources, network.targets))
    weights = np.concatenate((network.weights, network.weights))
    return np.bincount(ends, weights=weights, minlength=count).astype(np.float64)


def _shared(held: NDArray[np.int64], pairs: list[similar.Pair]) -> dict[tuple[int, int], list[int]]:
    """What each pair has in common."""
    wanted = {node for one, two, _, _ in pairs for node in (one, two)}
    others: dict[int, set[int]] = {node: set() for node in wanted}
    here = np.isin(held[:, 0], np.array(sorted(wanted), np.int64))
    for node, other in held[here].tolist():
        others[node].add(other)
    return {(one, two): sorted(others[one] & others[two]) for one, two, _, _ in pairs}


def _named(network: Network, node: int) -> Row:
    return {"id": network.ids[node], "name": network.names[node], "label": network.labels[node]}


def _size(network: Network) -> Row:
    return {"nodes": len(network.ids), "ties": len(network.sources)}


def _number(value: Any) -> int | float:
    """Whole numbers whole, shares with six digits."""
    return int(value) if float(value).is_integer() else float(f"{value:.6g}")

"""What pyvis gives: the vis-network library, its options, and its node and edge dicts."""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import Any

from kg.data.schema import node_types, relation_types
from kg.graph import Row

_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"


@cache
def vis_library() -> str:
    """The vis-network script of pyvis; its style sheet serves only buttons that we do not show."""
    text = files("pyvis").joinpath(_LIBRARY).read_text(encoding="utf-8")
    # Inside a script element a line must not look like its end; in a string `<\/` means `</`.
    return text.replace("</script", "<\\/script")


def vis_options() -> dict[str, Any]:
    """vis-network options by pyvis: the types as groups, and the forces that arrange a few nodes.

    The forces serve what has no place yet; the rest comes with its places.
    """
    from pyvis.network import Network

    network = Network(cdn_resources="in_line")
    network.force_atlas_2based(gravity=-70, spring_length=90, overlap=0.6)
    options: dict[str, Any] = json.loads(network.options.to_json())
    del options["configure"]
    options["physics"]["stabilization"] |= {"iterations": 180, "fit": False}
    options["layout"] = {"improvedLayout": False, "randomSeed": 1}
    options["edges"]["smooth"] = False
    options["groups"] = {label: {"color": node.color} for label, node in node_types().items()}
    return options


def vis_size(row: Row, most: int = 1) -> float:
    """Radius of a node: it grows with its support, up to that of the best supported, ``most``."""
    step = min(4.0, 24 / math.sqrt(max(1, most)))
    return round(6 + step * math.sqrt(row["support"] or 0), 1)


def vis_node(index: int, row: Row, most: int = 1) -> dict[str, Any]:
    """The vis-network dict of a row of the nodes table; ``most`` as in :func:`vis_size`."""
    from pyvis.node import Node

    shape = node_types()[row["label"]].shape
    node = Node(index, shape, row["name"], group=row["label"], size=vis_size(row, most))
    options: dict[str, Any] = node.options
    return options


def vis_edge(source: int, target: int, row: Row) -> dict[str, Any]:
    """The vis-network dict of a row of the edges table: planned dashed, background thin."""
    from pyvis.edge import Edge

    width = 0.5 if row["background"] else min(6.0, 1 + math.log2(max(1, row["support"] or 1)))
    directed = not relation_types()[row["type"]].symmetric
    edge = Edge(
        source,
        target,
        directed,
        width=round(width, 1),
        dashes=[7, 5] if row["status"] == "planned" else False,
    )
    options: dict[str, Any] = {"arrows": "", **edge.options}
    return options

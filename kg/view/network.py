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
    """vis-network options: pyvis's, with a fixed layout, straight edges and one look a label."""
    from pyvis.options import Options

    options: dict[str, Any] = json.loads(Options().to_json())
    del options["configure"]
    options["physics"] = {"enabled": False}
    options["layout"] = {"improvedLayout": False, "randomSeed": 1}
    options["interaction"] |= {
        "hover": True,
        "selectConnectedEdges": False,
        "keyboard": {"enabled": True, "bindToWindow": False},
    }
    options["nodes"] = {"borderWidth": 1, "borderWidthSelected": 3}
    options["edges"] |= {
        "smooth": False,
        "color": {"inherit": "from", "opacity": 0.5},
        "arrows": {"to": {"scaleFactor": 0.45}},
        "selectionWidth": 2,
        "hoverWidth": 1,
    }
    options["groups"] = {
        label: {"color": _steady(node.color)} for label, node in node_types().items()
    }
    return options


def _steady(color: str) -> dict[str, Any]:
    """One colour in every state: the border is what shows a chosen node."""
    chosen = {"background": color, "border": "#e0892f"}
    return {"background": color, "border": color, "highlight": chosen, "hover": chosen}


def vis_node(index: int, row: Row) -> dict[str, Any]:
    """The vis-network dict of a row of the nodes table; ``size`` grows with its support."""
    from pyvis.node import Node

    size = min(30.0, 6 + 4 * math.sqrt(row["support"] or 0))
    shape = node_types()[row["label"]].shape
    node = Node(index, shape, row["name"], group=row["label"], size=round(size, 1))
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

"""Graph work on a build: centrality, communities, similarity.

    from kg.analyze import central, of_build
    central(of_build(Build.open("exports/demo")), label="Region", top=10).rows

Graphs of up to :data:`kg.analyze.measures.SMALL` ties are measured by NetworkX, larger ones by
rustworkx, a Leiden in Rust, DuckDB and numpy. Degree, PageRank, components, betweenness and
similarity are the same on both; communities are of another method. Nothing compares all nodes with
all: see PIVOTS in :mod:`kg.analyze.measures` and HUB in :mod:`kg.analyze.similar`.
"""

from kg.analyze.found import Found, Meaning, meanings
from kg.analyze.measures import ENGINES, MEASURES, ORDERS, alike, central, communities, components
from kg.analyze.network import Network, of_build, of_networkx
from kg.analyze.overview import overview

__all__ = [
    "ENGINES",
    "MEASURES",
    "ORDERS",
    "Found",
    "Meaning",
    "Network",
    "alike",
    "central",
    "communities",
    "components",
    "meanings",
    "of_build",
    "of_networkx",
    "overview",
]

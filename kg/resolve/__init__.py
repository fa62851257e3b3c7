"""From extractions to the tables of the graph: write them one by one, then aggregate."""

from kg.resolve.aggregate import aggregate, match_decisions
from kg.resolve.writer import TableWriter

__all__ = ["TableWriter", "aggregate", "match_decisions"]

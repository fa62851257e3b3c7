"""From extractions to the tables of the graph: write them one by one, then aggregate."""

from kg.resolve.aggregate import aggregate, match_decisions
from kg.resolve.rows import EXTRACTED, Rows, text_hash, to_tables
from kg.resolve.writer import TableFile, TableWriter

__all__ = [
    "EXTRACTED",
    "Rows",
    "TableFile",
    "TableWriter",
    "aggregate",
    "match_decisions",
    "text_hash",
    "to_tables",
]

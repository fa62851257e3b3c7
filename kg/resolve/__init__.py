"""From extractions to the tables of the graph: write them one by one, then aggregate."""

from kg.resolve.aggregate import aggregate, match_decisions
from kg.resolve.copies import SHARE
from kg.resolve.rows import EXTRACTED, Rows, to_tables
from kg.resolve.signature import text_hash
from kg.resolve.writer import TableFile, TableWriter

__all__ = [
    "EXTRACTED",
    "SHARE",
    "Rows",
    "TableFile",
    "TableWriter",
    "aggregate",
    "match_decisions",
    "text_hash",
    "to_tables",
]

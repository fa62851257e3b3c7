"""What changed between two builds: documents, nodes, edges, figures and mentions."""

from __future__ import annotations

from kg.diff.compare import Change, Counts, Difference, compared
from kg.diff.quotes import Quote
from kg.diff.sections import SECTIONS, Section

__all__ = ["SECTIONS", "Change", "Counts", "Difference", "Quote", "Section", "compared"]

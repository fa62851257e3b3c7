"""Stage or sink: query."""

"""Stage or sink: read."""

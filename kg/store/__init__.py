"""Stage or sink: store."""

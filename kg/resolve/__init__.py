"""Stage or sink: resolve."""

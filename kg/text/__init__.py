"""Stage or sink: text."""
